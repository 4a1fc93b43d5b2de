import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { pcm_to_ulaw } from "./audio/g711.mts";
import { write_wav } from "./audio/wav.mts";
import { percentile, type Stage, stage } from "./stage.mts";
import { check_command } from "./telnyx/fields.mts";

const answered = (on: Stage, id: string) => on.hooks.wait("answer", (hook) => hook.event_type === "call.answered" && hook.payload["call_control_id"] === id);
const ended = (on: Stage, id: string, ms?: number) =>
    on.hooks.wait("hangup", (hook) => hook.event_type === "call.hangup" && hook.payload["call_control_id"] === id, ms);
const act = (on: Stage, id: string, action: string, body: object = {}) => on.telnyx("POST", `/calls/${encodeURIComponent(id)}/actions/${action}`, body);
const code = (answer: { body: any }) => answer.body.errors[0].code as string;

describe("the fields of a command", () => {
    const good = { connection_id: "1", from: "+12025550100", to: "+12025550111" };
    const cases: [string, string, object, [string, string][]][] = [
        ["a plain dial is well", "dial", good, []],
        ["sip addresses are well", "dial", { ...good, to: ["sip:gencredX@sip.telnyx.com"] }, []],
        ["all that is missing is named", "dial", {}, [["10004", "/connection_id"], ["10004", "/from"], ["10004", "/to"]]],
        ["blank is missing", "dial", { ...good, to: "" }, [["10004", "/to"]]],
        ["numbers are E.164", "dial", { ...good, to: "2025550111" }, [["10016", "/to"]]],
        ["types are checked", "dial", { ...good, timeout_secs: "30", record_channels: 2 }, [["10026", "/timeout_secs"], ["10026", "/record_channels"]]],
        ["ranges are checked", "dial", { ...good, time_limit_secs: 14401 }, [["10033", "/time_limit_secs"]]],
        ["lists of values are closed", "dial", { ...good, stream_track: "both" }, [["10032", "/stream_track"]]],
        ["unknown fields are refused", "dial", { ...good, stream_tracks: "both_tracks" }, [["10015", "/stream_tracks"]]],
        ["nested fields are checked", "dial", { ...good, custom_headers: [{ name: "a", worth: "b" }] }, [["10015", "/custom_headers/0/worth"], ["10004", "/custom_headers/0/value"]]],
        ["client_state is base64", "hangup", { client_state: "not base64!" }, [["90017", "/client_state"]]],
        ["speech is at most 3000 characters", "speak", { payload: "x".repeat(3001), voice: "female" }, [["10033", "/payload"]]],
        ["tokens are at most 4000 characters", "streaming_start", { stream_url: "ws://127.0.0.1/", stream_auth_token: "x".repeat(4001) }, [["10033", "/stream_auth_token"]]],
    ];
    for (const [what, command, body, expected] of cases) {
        it(what, () => assert.deepEqual(check_command(command, body as Record<string, unknown>).map((fault) => [fault.code, fault.pointer]), expected));
    }
});

describe("Call Control", () => {
    it("answers in the vendor's wrappers: 401, 404, 400, 422, with rate-limit headers", async (t) => {
        const on = await stage(t);
        const unknown_key = await on.telnyx("POST", "/calls", {}, "KEYWRONG");
        assert.equal(unknown_key.status, 401);
        assert.equal(code(unknown_key), "10009");
        assert.equal(typeof unknown_key.headers["x-ratelimit-remaining"], "string");
        assert.equal((await on.telnyx("GET", "/nothing")).status, 404);
        assert.equal((await on.telnyx("POST", "/calls", "{")).status, 400);
        const faulty = await on.telnyx("POST", "/calls", { connection_id: on.sandbox.info.telnyx.connection_id, from: "+12025550100", to: 5, colour: "red" });
        assert.equal(faulty.status, 422);
        assert.deepEqual(faulty.body.errors.map((error: any) => error.source.pointer), ["/to", "/colour"]);
        const stranger = await on.telnyx("POST", "/calls", { connection_id: "1", from: "+12025550100", to: "+12025550111" });
        assert.equal(stranger.body.errors[0].source.pointer, "/connection_id");
        assert.equal(code(await on.telnyx("GET", "/calls/nonsense")), "90015");
        assert.equal((await on.telnyx("GET", `/calls/v3:${"a".repeat(43)}`)).status, 404);
    });

    it("refuses commands a call's state does not allow", async (t) => {
        const on = await stage(t);
        const { call_control_id: id } = await on.dial("+12025550114");
        assert.equal(code(await act(on, id, "speak", { payload: "hello", voice: "female" })), "90034");
        assert.equal(code(await act(on, id, "record_start", { channels: "dual", format: "wav" })), "90020");
        assert.equal(code(await act(on, id, "answer")), "90102");
        assert.equal((await act(on, id, "hangup")).status, 200);
        assert.equal((await ended(on, id)).payload["hangup_cause"], "originator_cancel");
        assert.equal(code(await act(on, id, "hangup")), "90018");
        const described = await on.telnyx("GET", `/calls/${id}`);
        assert.equal(described.body.data.is_alive, false);
    });

    it("obeys a command_id once, dials included", async (t) => {
        const on = await stage(t);
        const dial = { connection_id: on.sandbox.info.telnyx.connection_id, from: "+12025550100", to: "+12025550114", command_id: "d5a0-1" };
        const [one, two] = await Promise.all([on.telnyx("POST", "/calls", dial), on.telnyx("POST", "/calls", dial)]);
        assert.equal(one.body.data.call_control_id, two.body.data.call_control_id);
        assert.equal((await on.control("GET", "/calls")).length, 1);
        const id = one.body.data.call_control_id;
        const hangups = await Promise.all([act(on, id, "hangup", { command_id: "h" }), act(on, id, "hangup", { command_id: "h" })]);
        assert.deepEqual(hangups.map((answer) => answer.status), [200, 200]);
    });

    it("ends calls as their scripts say", async (t) => {
        const on = await stage(t);
        const cases: [string, string][] = [["+12025550113", "user_busy"], ["+12025550115", "call_rejected"], ["+12025550999", "not_found"]];
        for (const [to, cause] of cases) {
            const { call_control_id: id } = await on.dial(to);
            assert.equal((await ended(on, id)).payload["hangup_cause"], cause);
        }
        const { call_control_id: id } = await on.dial("+12025550114", { timeout_secs: 5 });
        assert.equal((await ended(on, id)).payload["hangup_cause"], "timeout");
    });

    it("keeps client_state until it is replaced", async (t) => {
        const on = await stage(t);
        const { call_control_id: id } = await on.dial("+12025550114", { client_state: "b25l" });
        assert.equal((await on.hooks.wait("call.initiated", (hook) => hook.event_type === "call.initiated")).payload["client_state"], "b25l");
        const path = `/calls/${id}/actions/client_state_update`;
        assert.equal((await on.telnyx("PUT", path, { client_state: "dHdv" })).status, 200);
        await act(on, id, "hangup");
        assert.equal((await ended(on, id)).payload["client_state"], "dHdv");
    });

    it("parks an incoming call until it is answered or rejected", async (t) => {
        const on = await stage(t);
        const incoming = await on.control("POST", "/inbound", { from: "+12025550119", to: "+12025550100" });
        const initiated = await on.hooks.wait("call.initiated", (hook) => hook.event_type === "call.initiated");
        assert.equal(initiated.payload["direction"], "incoming");
        assert.equal(initiated.payload["state"], "parked");
        assert.equal((await act(on, incoming.call_control_id, "answer", { stream_url: on.media_url, stream_track: "inbound_track" })).status, 200);
        await answered(on, incoming.call_control_id);
        await on.hooks.wait("stream", (hook) => hook.event_type === "streaming.started");
        const second = await on.control("POST", "/inbound", { from: "+12025550112", to: "+12025550100" });
        await act(on, second.call_control_id, "reject", { cause: "USER_BUSY" });
        assert.equal((await ended(on, second.call_control_id)).payload["hangup_cause"], "user_busy");
    });

    it("transfers by dialling and bridging, within the session", async (t) => {
        const on = await stage(t);
        const { call_control_id: id, call_session_id } = await on.dial("+12025550119");
        await answered(on, id);
        await act(on, id, "transfer", { to: "+12025550182", target_leg_client_state: "bmV3" });
        const bridged = await on.hooks.wait("bridge", (hook) => hook.event_type === "call.bridged" && hook.payload["to"] === "+12025550182");
        assert.equal(bridged.payload["call_session_id"], call_session_id);
        assert.equal(bridged.payload["client_state"], "bmV3");
        await on.hooks.wait("bridge of the first leg", (hook) => hook.event_type === "call.bridged" && hook.payload["call_control_id"] === id);
        await act(on, id, "hangup");
        await ended(on, bridged.payload["call_control_id"]);
    });

    it("speaks, plays and records", async (t) => {
        const on = await stage(t);
        const { call_control_id: id } = await on.dial("+12025550111");
        await answered(on, id);
        const recording = await act(on, id, "record_start", { channels: "dual", format: "wav" });
        assert.match(recording.body.data.recording_id, /^[0-9a-f-]{36}$/);
        await act(on, id, "speak", { payload: "One moment please.", voice: "female", language: "en-US" });
        await on.hooks.wait("speak.started", (hook) => hook.event_type === "call.speak.started");
        assert.equal((await on.hooks.wait("speak.ended", (hook) => hook.event_type === "call.speak.ended")).payload["status"], "completed");
        const beep = write_wav({ rate: 8000, channels: 1, pcm: Int16Array.from({ length: 1600 }, (_, i) => (i % 16 < 8 ? 2000 : -2000)) });
        await act(on, id, "playback_start", { playback_content: Buffer.from(beep).toString("base64"), audio_type: "wav" });
        assert.equal((await on.hooks.wait("playback.ended", (hook) => hook.event_type === "call.playback.ended")).payload["status"], "completed");
        await act(on, id, "record_stop");
        const saved = await on.hooks.wait("recording", (hook) => hook.event_type === "call.recording.saved");
        const url = new URL(saved.payload["recording_urls"].wav);
        const file = await on.request("GET", url.pathname, {});
        assert.equal(file.body.subarray(0, 4).toString(), "RIFF");
        assert.ok(file.body.length > 2 * 2 * 8000 * 0.5);
        assert.equal((await act(on, id, "playback_start", { audio_url: "https://example.com/a.wav" })).status, 200);
        await on.hooks.wait("refusal to leave", (hook) => hook.event_type === "call.playback.ended" && hook.payload["status"] === "file_not_found");
    });

    it("tells people from machines when asked to", async (t) => {
        const on = await stage(t);
        await on.dial("+12025550118", { answering_machine_detection: "premium" });
        const told = await on.hooks.wait("detection", (hook) => hook.event_type === "call.machine.premium.detection.ended");
        assert.equal(told.payload["result"], "machine");
    });
});

describe("the media stream", () => {
    const streaming = (on: Stage) => ({ stream_url: on.media_url, stream_track: "both_tracks", stream_auth_token: "secret-token", stream_bidirectional_mode: "rtp", stream_bidirectional_target_legs: "self" });

    it("sends both tracks of a call as documented, 20 ms apart without drift", async (t) => {
        const on = await stage(t);
        const { call_control_id: id, call_session_id } = await on.dial("+12025550111", streaming(on));
        const { news, headers } = await on.media.wait("media socket", () => true);
        assert.equal(headers.authorization, "Bearer secret-token");
        const media = (track: string, chunk: number) =>
            news.wait(`${track} chunk ${chunk}`, ({ message }) => message["event"] === "media" && message["media"].track === track && message["media"].chunk === String(chunk), 20_000);
        await media("outbound", 250);
        const [connected, start] = news.items.map(({ message }) => message);
        assert.deepEqual(connected, { event: "connected", version: "1.0.0" });
        assert.equal(start!["sequence_number"], "1");
        assert.equal(start!["start"].call_control_id, id);
        assert.equal(start!["start"].call_session_id, call_session_id);
        assert.deepEqual(start!["start"].media_format, { encoding: "PCMU", sample_rate: 8000, channels: 1 });
        const frames = news.items.filter(({ message }) => message["event"] === "media");
        frames.forEach(({ message }, i) => assert.equal(message["sequence_number"], String(i + 2)));
        for (const track of ["inbound", "outbound"]) {
            const of_track = frames.filter(({ message }) => message["media"].track === track);
            of_track.forEach(({ message }, i) => {
                assert.equal(message["media"].chunk, String(i + 1));
                assert.equal(message["media"].timestamp, String(i * 20));
                assert.equal(Buffer.from(message["media"].payload, "base64").length, 160);
            });
            // Late frames happen on a busy machine; lost time does not: the last is where the clock says, within its own lateness.
            const [first, last] = [of_track[0]!, of_track.at(-1)!];
            const drift = last.at_ms - first.at_ms - (of_track.length - 1) * 20;
            const gaps = of_track.slice(1).map((frame, i) => frame.at_ms - of_track[i]!.at_ms);
            t.diagnostic(`${track}: ${of_track.length} frames, drift ${drift.toFixed(1)} ms, gap median ${percentile(gaps, 0.5).toFixed(1)} ms, 99 % ${percentile(gaps, 0.99).toFixed(1)} ms`);
            assert.ok(Math.abs(drift) < 60, `drift ${drift}`);
            assert.ok(Math.abs(percentile(gaps, 0.5) - 20) < 2);
        }
        const [leg] = await on.control("GET", `/calls?call=${id}`);
        const { inbound, outbound } = leg.streams[0].tracks;
        assert.equal(inbound.frames, outbound.frames);
        const paced = (inbound.last_frame_us - inbound.first_frame_us) / 1000 / (inbound.frames - 1);
        assert.ok(Math.abs(paced - 20) < 0.3, `${paced} ms a frame`);
        await act(on, id, "hangup");
        await news.wait("stop", ({ message }) => message["event"] === "stop");
        await on.hooks.wait("streaming.stopped", (hook) => hook.event_type === "streaming.stopped");
    });

    it("lets bridged legs hear each other: what one says is what the other's outbound track carries", async (t) => {
        const on = await stage(t);
        const agent = await on.dial("+12025550182");
        await answered(on, agent.call_control_id);
        const consumer = await on.dial("+12025550119", { ...streaming(on), link_to: agent.call_control_id });
        assert.equal(consumer.call_session_id, agent.call_session_id);
        await answered(on, consumer.call_control_id);
        await act(on, agent.call_control_id, "bridge", { call_control_id: consumer.call_control_id });
        await on.hooks.wait("bridge", (hook) => hook.event_type === "call.bridged" && hook.payload["call_control_id"] === consumer.call_control_id);
        const { news } = await on.media.wait("media socket", () => true);
        await ended(on, consumer.call_control_id, 40_000);
        assert.equal((await ended(on, agent.call_control_id)).payload["hangup_cause"], "normal_clearing");
        const loud = (track: string) =>
            news.items.filter(({ message }) => message["event"] === "media" && message["media"].track === track && new Set(Buffer.from(message["media"].payload, "base64")).size > 20).length;
        assert.ok(loud("inbound") > 50, "the consumer was heard");
        assert.ok(loud("outbound") > 50, "the agent was heard");
        const timeline = await on.control("GET", `/timeline?call=${consumer.call_control_id}`);
        const of_track = (track: string) => timeline.filter((word: any) => word.track === track).map((word: any) => word.plain);
        assert.deepEqual(of_track("inbound"), ["hello", "yes", "i", "can", "talk", "now", "that", "is", "fine", "goodbye"]);
        assert.deepEqual(of_track("outbound").slice(0, 4), ["good", "morning", "this", "is"]);
        const times = timeline.map((word: any) => word.sent_at_us);
        assert.deepEqual(times, [...times].sort((a, b) => a - b));
    });

    it("plays what it is given, echoes marks when they were heard, and forgets on clear", async (t) => {
        const on = await stage(t);
        const { call_control_id: id } = await on.dial("+12025550120", streaming(on));
        const { socket, news } = await on.media.wait("media socket", () => true);
        await news.wait("start", ({ message }) => message["event"] === "start");
        const tone = pcm_to_ulaw(Int16Array.from({ length: 8000 }, (_, i) => (i % 16 < 8 ? 4000 : -4000)));
        const play = () => socket.send(JSON.stringify({ event: "media", media: { payload: Buffer.from(tone).toString("base64") } }));
        socket.send(JSON.stringify({ event: "mark", mark: { name: "at once" } }));
        await news.wait("mark of an empty queue", ({ message }) => message["event"] === "mark" && message["mark"].name === "at once");
        const began = performance.now();
        play();
        socket.send(JSON.stringify({ event: "mark", mark: { name: "heard" } }));
        const heard = await news.wait("mark", ({ message }) => message["event"] === "mark" && message["mark"].name === "heard");
        assert.ok(heard.at_ms - began > 900, "a second of sound takes a second");
        const sound = Buffer.from(tone.subarray(0, 160)).toString("base64");
        assert.ok(news.items.some(({ message }) => message["event"] === "media" && message["media"].track === "outbound" && message["media"].payload === sound));
        for (let i = 0; i < 20; i++) play();
        socket.send(JSON.stringify({ event: "mark", mark: { name: "cleared" } }));
        socket.send(JSON.stringify({ event: "clear" }));
        const cleared = performance.now();
        const mark = await news.wait("mark after clear", ({ message }) => message["event"] === "mark" && message["mark"].name === "cleared");
        assert.ok(mark.at_ms - cleared < 500);
        for (const [bad, expected] of [["{", 100003], ['{"event":"dance"}', 100003], ['{"event":"media","media":{"payload":"***"}}', 100004]] as const) {
            socket.send(bad);
            await news.wait(`error ${expected}`, ({ message }) => message["event"] === "error" && message["payload"].code === expected);
        }
        await act(on, id, "hangup");
    });

    it("reports failure to connect, refuses a second stream, stops on command", async (t) => {
        const on = await stage(t);
        const { call_control_id: id } = await on.dial("+12025550120", { stream_url: "ws://127.0.0.1:1/nobody" });
        const failed = await on.hooks.wait("streaming.failed", (hook) => hook.event_type === "streaming.failed");
        assert.equal(failed.payload["failure_reason"], "connection_failed");
        assert.equal(code(await act(on, id, "streaming_stop")), "90048");
        assert.equal((await act(on, id, "streaming_start", streaming(on))).status, 200);
        await on.hooks.wait("streaming.started", (hook) => hook.event_type === "streaming.started");
        assert.equal(code(await act(on, id, "streaming_start", streaming(on))), "90045");
        assert.equal((await act(on, id, "streaming_stop")).status, 200);
        await on.hooks.wait("streaming.stopped", (hook) => hook.event_type === "streaming.stopped");
        await act(on, id, "hangup");
    });
});
