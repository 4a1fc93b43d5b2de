// The documented fields of every command the sandbox serves, as data; and the check of a body against them. A field that
// is not documented, or not of its documented type, is refused with the vendor's own codes, so that a typing slip of ours
// fails here and not on the first real call.
import { refusal, type Refusal } from "./errors.mts";

type Check =
    | { is: "string"; min?: number; max?: number; format?: "e164_or_sip" | "base64" | "uuid" | "url" }
    | { is: "integer"; min?: number; max?: number }
    | { is: "number" }
    | { is: "boolean" }
    | { is: "enum"; of: readonly (string | number)[] }
    | { is: "object"; fields: Fields | null }
    | { is: "list"; of: Check }
    | { is: "either"; of: readonly Check[] };

type Fields = Record<string, Check & { required?: true }>;

const text = { is: "string" } as const;
const flag = { is: "boolean" } as const;
const integer = { is: "integer" } as const;
const number = { is: "number" } as const;
const anything = { is: "object", fields: null } as const;
const uuid = { is: "string", format: "uuid" } as const;
const url = { is: "string", format: "url" } as const;
const one_of = (...of: (string | number)[]) => ({ is: "enum", of }) as const;
const list = (of: Check) => ({ is: "list", of }) as const;
const object = (fields: Fields) => ({ is: "object", fields }) as const;
const either = (...of: Check[]) => ({ is: "either", of }) as const;
const required = <C extends Check>(check: C) => ({ ...check, required: true }) as C & { required: true };

const named_values = list(object({ name: required(text), value: required(text) }));
const any_command: Fields = { client_state: { is: "string", format: "base64" }, command_id: text };

const webhook_fields: Fields = {
    webhook_url: url,
    webhook_url_method: one_of("POST", "GET"),
    webhook_urls: anything,
    webhook_urls_method: one_of("POST", "GET"),
    webhook_retries_policies: anything,
};
const record_fields: Fields = {
    record: one_of("record-from-answer"),
    record_channels: one_of("single", "dual"),
    record_custom_file_name: { is: "string", min: 1, max: 40 },
    record_format: one_of("wav", "mp3"),
    record_max_length: integer,
    record_timeout_secs: integer,
    record_track: one_of("both", "inbound", "outbound"),
    record_trim: one_of("trim-silence"),
};
const stream_fields: Fields = {
    stream_bidirectional_codec: one_of("PCMU", "PCMA", "G722", "OPUS", "AMR-WB", "L16"),
    stream_bidirectional_mode: one_of("mp3", "rtp"),
    stream_bidirectional_sampling_rate: one_of(8000, 16000, 22050, 24000, 48000),
    stream_bidirectional_target_legs: one_of("both", "self", "opposite"),
    stream_codec: one_of("PCMU", "PCMA", "G722", "OPUS", "AMR-WB", "L16", "default"),
    stream_track: one_of("inbound_track", "outbound_track", "both_tracks"),
    stream_url: url,
};
const detection_config = object({
    after_greeting_silence_millis: integer,
    between_words_silence_millis: integer,
    greeting_duration_millis: integer,
    greeting_silence_duration_millis: integer,
    greeting_total_analysis_time_millis: integer,
    initial_silence_millis: integer,
    maximum_number_of_words: integer,
    maximum_word_length_millis: integer,
    silence_threshold: integer,
    total_analysis_time_millis: integer,
});
const detection = one_of("premium", "detect", "detect_beep", "detect_words", "greeting_end", "disabled");
const sound_modifications = object({ octaves: number, pitch: number, semitone: number, track: text });
const dialogflow_config = object({ analyze_sentiment: flag, partial_automated_agent_reply: flag });
const sip_headers = list(object({ name: required(one_of("User-to-User")), value: required(text) }));
const answering: Fields = {
    assistant: anything,
    billing_group_id: uuid,
    conversation_relay_config: anything,
    custom_headers: named_values,
    deepfake_detection: object({ enabled: flag, rtp_timeout: integer, timeout: integer }),
    send_silence_when_idle: flag,
    sip_headers,
    sound_modifications,
    transcription: flag,
    transcription_config: anything,
};
const dialling: Fields = {
    answering_machine_detection: detection,
    answering_machine_detection_config: detection_config,
    audio_url: text,
    from_display_name: text,
    media_encryption: one_of("disabled", "SRTP", "DTLS"),
    media_name: text,
    park_after_unbridge: text,
    preferred_codecs: text,
    privacy: one_of("id", "none"),
    send_digits_on_answer: text,
    sip_auth_password: text,
    sip_auth_username: text,
    sip_region: one_of("US", "Europe", "Canada", "Australia", "Middle East"),
    sip_transport_protocol: one_of("UDP", "TCP", "TLS"),
    time_limit_secs: { is: "integer", min: 30, max: 14400 },
    timeout_secs: { is: "integer", min: 5, max: 600 },
};
const callee = { is: "string", format: "e164_or_sip" } as const;

export const kFields: Record<string, Fields> = {
    dial: {
        ...any_command,
        ...webhook_fields,
        ...record_fields,
        ...stream_fields,
        ...answering,
        ...dialling,
        bridge_intent: flag,
        bridge_on_answer: flag,
        conference_config: anything,
        connection_id: required(text),
        dialogflow_config,
        enable_dialogflow: flag,
        from: required(callee),
        link_to: text,
        prevent_double_bridge: flag,
        retry_on_timeout: flag,
        stream_auth_token: { is: "string", max: 4000 },
        stream_establish_before_call_originate: flag,
        supervise_call_control_id: text,
        supervisor_role: one_of("barge", "whisper", "monitor"),
        to: required(either(callee, list(callee))),
    },
    answer: {
        ...any_command,
        ...webhook_fields,
        ...record_fields,
        ...stream_fields,
        ...answering,
        preferred_codecs: text,
    },
    bridge: {
        ...any_command,
        ...record_fields,
        call_control_id: required(text),
        hold_after_unbridge: flag,
        mute_dtmf: one_of("none", "both", "self", "opposite"),
        park_after_unbridge: text,
        play_ringtone: flag,
        prevent_double_bridge: flag,
        queue: text,
        ringtone: text,
        video_room_context: text,
        video_room_id: uuid,
    },
    client_state_update: { client_state: required({ is: "string", format: "base64" }) },
    hangup: { ...any_command, custom_headers: named_values },
    reject: { ...any_command, cause: required(one_of("CALL_REJECTED", "USER_BUSY")) },
    send_dtmf: { ...any_command, digits: required(text), duration_millis: { is: "integer", min: 100, max: 500 } },
    speak: {
        ...any_command,
        language: text,
        loop: either(text, integer),
        payload: required({ is: "string", min: 1, max: 3000 }),
        payload_type: one_of("text", "ssml"),
        service_level: one_of("basic", "premium"),
        stop: text,
        target_legs: one_of("self", "opposite", "both"),
        voice: required(text),
        voice_settings: anything,
    },
    playback_start: {
        ...any_command,
        audio_type: one_of("mp3", "wav"),
        audio_url: text,
        cache_audio: flag,
        loop: either(text, integer),
        media_name: text,
        overlay: flag,
        playback_content: text,
        stop: text,
        target_legs: text,
    },
    playback_stop: { ...any_command, overlay: flag, stop: text },
    record_start: {
        ...any_command,
        channels: required(one_of("single", "dual")),
        custom_file_name: { is: "string", min: 1, max: 40 },
        format: required(one_of("wav", "mp3")),
        max_length: integer,
        play_beep: flag,
        recording_track: one_of("both", "inbound", "outbound"),
        timeout_secs: integer,
        transcription: flag,
        transcription_engine: one_of("A", "B", "deepgram/nova-3"),
        transcription_language: text,
        transcription_max_speaker_count: integer,
        transcription_min_speaker_count: integer,
        transcription_profanity_filter: flag,
        transcription_speaker_diarization: flag,
        trim: one_of("trim-silence"),
    },
    record_stop: { ...any_command, recording_id: uuid },
    record_pause: { ...any_command, recording_id: uuid },
    record_resume: { ...any_command, recording_id: uuid },
    streaming_start: {
        ...any_command,
        ...stream_fields,
        custom_parameters: named_values,
        dialogflow_config,
        enable_dialogflow: flag,
        stream_auth_token: { is: "string", max: 4000 },
    },
    streaming_stop: { ...any_command, stream_id: uuid },
    transfer: {
        ...any_command,
        ...webhook_fields,
        ...record_fields,
        ...dialling,
        custom_headers: named_values,
        early_media: flag,
        from: callee,
        mute_dtmf: one_of("none", "both", "self", "opposite"),
        sip_headers,
        sound_modifications,
        target_leg_client_state: { is: "string", format: "base64" },
        to: required(callee),
    },
};

const formats = {
    e164_or_sip: /^(\+[1-9]\d{6,14}|sips?:[^\s@]+@[^\s]+)$/,
    base64: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
    uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
    url: /^(https?|wss?):\/\/[^\s]+$/,
} as const;

function check(value: unknown, rule: Check, pointer: string, name: string): Refusal[] {
    const ill_typed = (type: string) => [
        refusal(422, "10026", "Invalid parameter type", `The '${name}' parameter must be of type '${type}'`, pointer),
    ];
    const out_of_range = (range: string) => [
        refusal(422, "10033", "Value outside of range", `The value is outside of allowed range ${range}`, pointer),
    ];
    switch (rule.is) {
        case "string": {
            if (typeof value !== "string") return ill_typed("string");
            if (value.length < (rule.min ?? 0) || value.length > (rule.max ?? Infinity))
                return out_of_range(`${rule.min ?? 0} to ${rule.max ?? "any"} characters`);
            if (!rule.format || formats[rule.format].test(value)) return [];
            if (rule.format === "e164_or_sip")
                return [refusal(422, "10016", "Phone number must be in +E164 format", `The '${name}' parameter must be in E164 format.`, pointer)];
            if (rule.format === "base64")
                return [refusal(422, "90017", "Invalid client state", `The '${name}' parameter must be base64 encoded.`, pointer)];
            if (rule.format === "url") return [refusal(422, "10003", "Invalid URL", "The URL provided was invalid, malformed, or too long.", pointer)];
            return [refusal(422, "10006", "Invalid ID", "The resource ID provided was invalid.", pointer)];
        }
        case "integer":
            if (typeof value !== "number" || !Number.isInteger(value)) return ill_typed("integer");
            if (value < (rule.min ?? -Infinity) || value > (rule.max ?? Infinity)) return out_of_range(`${rule.min} to ${rule.max}`);
            return [];
        case "number":
            return typeof value === "number" ? [] : ill_typed("number");
        case "boolean":
            return typeof value === "boolean" ? [] : ill_typed("boolean");
        case "enum":
            if (rule.of.includes(value as string)) return [];
            if (typeof value !== typeof rule.of[0]) return ill_typed(typeof rule.of[0]);
            return [refusal(422, "10032", "Invalid enumerated value", `The value must be one of: ${rule.of.join(", ")}.`, pointer)];
        case "object":
            if (typeof value !== "object" || value === null || Array.isArray(value)) return ill_typed("object");
            return rule.fields ? check_fields(value as Record<string, unknown>, rule.fields, pointer) : [];
        case "list":
            if (!Array.isArray(value)) return ill_typed("array");
            return value.flatMap((item, index) => check(item, rule.of, `${pointer}/${index}`, name));
        case "either": {
            const verdicts = rule.of.map((option) => check(value, option, pointer, name));
            return verdicts.find((verdict) => verdict.length === 0) ?? verdicts.find((verdict) => verdict[0]!.code !== "10026") ?? verdicts[0]!;
        }
    }
}

function check_fields(body: Record<string, unknown>, fields: Fields, pointer: string): Refusal[] {
    const found: Refusal[] = [];
    for (const [name, value] of Object.entries(body)) {
        const rule = fields[name];
        const at = `${pointer}/${name}`;
        if (!rule) found.push(refusal(422, "10015", "Bad Request", `The '${name}' parameter is not a documented parameter of this command.`, at));
        else if (!(rule.required && value === "")) found.push(...check(value, rule, at, name));
    }
    for (const [name, rule] of Object.entries(fields)) {
        if (rule.required && (body[name] === undefined || body[name] === ""))
            found.push(refusal(422, "10004", "Missing required parameter", `The '${name}' parameter is required and cannot be blank.`, `${pointer}/${name}`));
    }
    return found;
}

/** Every fault of a command's body, together. */
export function check_command(command: string, body: Record<string, unknown>): Refusal[] {
    return check_fields(body, kFields[command]!, "");
}
