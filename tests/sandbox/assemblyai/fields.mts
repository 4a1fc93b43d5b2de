// The documented fields of POST /v2/transcript (api spec of 2026-03-23, TranscriptParams), and what each may hold.

type Rule = (value: unknown) => boolean;

const flag: Rule = (v) => typeof v === "boolean";
const text: Rule = (v) => typeof v === "string";
const texts: Rule = (v) => Array.isArray(v) && v.every(text);
const object: Rule = (v) => typeof v === "object" && v !== null && !Array.isArray(v);
const whole: Rule = (v) => Number.isInteger(v) && (v as number) >= 0;
const within =
    (min: number, max: number): Rule =>
    (v) =>
        typeof v === "number" && v >= min && v <= max;
const one_of =
    (...values: string[]): Rule =>
    (v) =>
        values.includes(v as string);
const or_null =
    (rule: Rule): Rule =>
    (v) =>
        v === null || rule(v);
const list_of =
    (rule: Rule): Rule =>
    (v) =>
        Array.isArray(v) && v.every(rule);
const url: Rule = (v) => typeof v === "string" && URL.canParse(v);

export const kModels = ["universal-3-pro", "universal-2", "slam-1", "universal"];
/** Of the hundred or so that they list, those that anybody here speaks or might be asked for. */
const kLanguages = ["en", "en_au", "en_uk", "en_us", "es", "fr", "de", "it", "pt", "nl", "ar", "zh", "ja", "ko", "pl", "ru", "tr", "uk", "vi"];

const kFields: Record<string, Rule> = {
    audio_url: url,
    audio_end_at: whole,
    audio_start_from: whole,
    auto_chapters: flag,
    auto_highlights: flag,
    content_safety: flag,
    content_safety_confidence: within(25, 100),
    custom_spelling: list_of((v) => object(v) && texts((v as { from: unknown }).from) && text((v as { to: unknown }).to)),
    custom_topics: flag,
    disfluencies: flag,
    entity_detection: flag,
    filter_profanity: flag,
    format_text: flag,
    iab_categories: flag,
    keyterms_prompt: texts,
    language_code: or_null(one_of(...kLanguages)),
    language_codes: or_null(list_of(one_of(...kLanguages))),
    language_confidence_threshold: within(0, 1),
    language_detection: flag,
    language_detection_options: object,
    multichannel: flag,
    prompt: text,
    punctuate: flag,
    redact_pii: flag,
    redact_pii_audio: flag,
    redact_pii_audio_options: object,
    redact_pii_audio_quality: one_of("mp3", "wav"),
    redact_pii_policies: texts,
    redact_pii_sub: or_null(one_of("entity_name", "hash")),
    remove_audio_tags: or_null(one_of("all")),
    sentiment_analysis: flag,
    speaker_labels: flag,
    speaker_options: object,
    speakers_expected: or_null(whole),
    speech_model: or_null(one_of(...kModels, "best", "nano")),
    speech_models: list_of(one_of(...kModels)),
    speech_threshold: or_null(within(0, 1)),
    speech_understanding: object,
    summarization: flag,
    summary_model: one_of("informative", "conversational", "catchy"),
    summary_type: one_of("bullets", "bullets_verbose", "gist", "headline", "paragraph"),
    temperature: within(0, 1),
    topics: texts,
    webhook_auth_header_name: or_null(text),
    webhook_auth_header_value: or_null(text),
    webhook_url: url,
};

export interface Params {
    audio_url: string;
    speech_models: string[];
    language_code: string | null;
    language_detection: boolean;
    multichannel: boolean;
    webhook_url: string | null;
    webhook_auth_header_name: string | null;
    webhook_auth_header_value: string | null;
}

/** Errors: a sentence in the vendor's manner. */
export function check_params(given: unknown): Params | string {
    if (!object(given)) return "Invalid endpoint schema, please refer to documentation for examples.";
    const body = given as Record<string, unknown>;
    for (const [name, value] of Object.entries(body)) {
        const rule = kFields[name];
        if (!rule) return `Invalid endpoint schema: unknown field '${name}'`;
        if (!rule(value)) return `Invalid endpoint schema: invalid value for '${name}'`;
    }
    for (const name of ["audio_url", "speech_models"]) if (body[name] === undefined) return `Invalid endpoint schema: '${name}' is required`;
    if ((body["speech_models"] as string[]).length === 0) return "Invalid endpoint schema: 'speech_models' names no model";
    if (body["multichannel"] === true && body["speaker_labels"] === true) return "multichannel and speaker_labels cannot be used together";
    if (body["language_detection"] === true && typeof body["language_code"] === "string") return "language_code cannot be given with language_detection";
    if ((body["webhook_auth_header_name"] ?? null) !== null && (body["webhook_auth_header_value"] ?? null) === null)
        return "webhook_auth_header_value is required with webhook_auth_header_name";
    const or_none = (name: string) => (body[name] as string | null | undefined) ?? null;
    return {
        audio_url: body["audio_url"] as string,
        speech_models: body["speech_models"] as string[],
        language_code: or_none("language_code"),
        language_detection: body["language_detection"] === true,
        multichannel: body["multichannel"] === true,
        webhook_url: or_none("webhook_url"),
        webhook_auth_header_name: or_none("webhook_auth_header_name"),
        webhook_auth_header_value: or_none("webhook_auth_header_value"),
    };
}
