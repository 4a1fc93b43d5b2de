import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { WebSocket } from "ws";
import { parse_query } from "./assemblyai/session.mts";
import { kUlawSilence, ulaw_to_pcm } from "./audio/g711.mts";
import { Metronome } from "./clock.mts";
import { plain_word } from "./recogniser/vocabulary.mts";
import { News, percentile, type Stage, stage, word_errors } from "./stage.mts";

const kQuery = "sample_rate=8000&encoding=pcm_mulaw&speech_model=universal-streaming-english&format_turns=true";

interface Ears {
    socket: WebSocket;
    news: News<{ at_ms: number; message: any }>;
    closed: Promise<{ code: number; reason: string }>;
    refused: Promise<number>;
}

function listen(t: TestContext, on: Stage, query = kQuery, key = on.sandbox.info.assemblyai.api_key): Ears {
    const socket = new WebSocket(`${on.sandbox.info.assemblyai.streaming_url}?${query}`, { headers: { authorization: key }, ca: on.sandbox.ca });
    const news = new News<{ at_ms: number; message: any }>();
    socket.on("message", (data) => news.add({ at_ms: performance.now(), message: JSON.parse(String(data)) }));
    socket.on("error", () => {});
    t.after(() => socket.terminate());
    return {
        socket,
        news,
        closed: new Promise((done) => socket.on("close", (code, reason) => done({ code, reason: String(reason) }))),
        refused: new Promise((done) => socket.on("unexpected-response", (_request, response) => done(response.statusCode!))),
    };
}

const begun = (ears: Ears) => ears.news.wait("Begin", ({ message }) => message.type === "Begin");
const turn = (ears: Ears, fits: (message: any) => boolean = () => true) =>
    ears.news.wait("Turn", ({ message }) => message.type === "Turn" && fits(message)).then(({ message }) => message);

/** Sends sound in 100 ms chunks at the pace of speech; resolves when all is sent. */
function speak(socket: WebSocket, audio: Uint8Array, chunk = 800): Promise<void> {
    return new Promise((done) => {
        let at = 0;
        const metronome = new Metronome((chunk / 8) as number, () => {
            if (at >= audio.length || socket.readyState !== WebSocket.OPEN) {
                metronome.stop();
                return done();
            }
            const part = new Uint8Array(chunk).fill(kUlawSilence);
            part.set(audio.subarray(at, at + chunk));
            socket.send(part);
            at += chunk;
        });
        metronome.start();
    });
}

const quiet = (ms: number) => new Uint8Array(ms * 8).fill(kUlawSilence);
const said = (on: Stage, beginning: string) => on.sandbox.spoken.find((one) => one.line.text.startsWith(beginning))!.said;

describe("the query of a session", () => {
    it("takes what is documented", () => {
        const parsed = parse_query(new URLSearchParams(`${kQuery}&min_turn_silence=160&keyterms_prompt=["Acme"]&inactivity_timeout=5`));
        assert.ok(typeof parsed !== "string" && parsed.min_turn_silence === 160 && parsed.inactivity_timeout === 5 && parsed.format_turns);
    });
    for (const bad of ["sample_rate=11", "encoding=mp3", "format_turns=yes", "colour=red", "keyterms_prompt=Acme", "end_of_turn_confidence_threshold=2", "inactivity_timeout=1"]) {
        it(`refuses ${bad}`, () => assert.equal(typeof parse_query(new URLSearchParams(bad)), "string"));
    }
});

describe("a session", () => {
    it("begins, tells words as they come, ends turns by silence in two forms, and terminates", async (t) => {
        const on = await stage(t);
        const ears = listen(t, on);
        const { message: begin } = await begun(ears);
        assert.match(begin.id, /^[0-9a-f-]{36}$/);
        assert.ok(begin.expires_at > Date.now() / 1000 + 3 * 3600 - 60);
        const line = said(on, "Please send the receipt to my email");
        await speak(ears.socket, new Uint8Array(Buffer.concat([quiet(200), line.audio, quiet(1000)])));
        const last = await turn(ears, (message) => message.turn_is_formatted);
        const turns = ears.news.items.map(({ message }) => message).filter((message) => message.type === "Turn");
        const partials = turns.filter((message) => !message.end_of_turn);
        assert.ok(partials.length >= 4, "words came one after another");
        for (const message of turns) {
            assert.equal(message.transcript, message.words.filter((word: any) => word.word_is_final).map((word: any) => word.text).join(" "));
            assert.equal(message.turn_order, 0);
        }
        const ends = turns.filter((message) => message.end_of_turn);
        assert.deepEqual(ends.map((message) => [message.turn_is_formatted, message.transcript]), [
            [false, "please send the receipt to my email address"],
            [true, "Please send the receipt to my email address."],
        ]);
        last.words.forEach((word: any, i: number) => assert.ok(Math.abs(word.end - (200 + line.words[i]!.end_ms)) <= 60, `${word.text} ends at ${word.end}`));
        ears.socket.send(JSON.stringify({ type: "Terminate" }));
        const { message: termination } = await ears.news.wait("Termination", ({ message }) => message.type === "Termination");
        assert.equal(termination.audio_duration_seconds, Math.round(1.2 + line.audio.length / 8000));
        assert.equal((await ears.closed).code, 1000);
    });

    it("ends a turn when told to, and flushes on Terminate", async (t) => {
        const on = await stage(t);
        const ears = listen(t, on, "sample_rate=8000&encoding=pcm_mulaw");
        await begun(ears);
        await speak(ears.socket, new Uint8Array(Buffer.concat([said(on, "Have a nice day").audio, quiet(100)])));
        ears.socket.send(JSON.stringify({ type: "ForceEndpoint" }));
        assert.equal((await turn(ears, (message) => message.end_of_turn)).transcript, "have a nice day");
        await speak(ears.socket, new Uint8Array(Buffer.concat([quiet(300), said(on, "All right, I will wait").audio, quiet(100)])));
        ears.socket.send(JSON.stringify({ type: "Terminate" }));
        const second = await turn(ears, (message) => message.end_of_turn && message.turn_order === 1);
        assert.equal(second.transcript, "all right i will wait for your letter");
        assert.equal((await ears.closed).code, 1000);
    });

    it("hears 16-bit PCM at 16 kHz too", async (t) => {
        const on = await stage(t);
        const ears = listen(t, on, "sample_rate=16000&encoding=pcm_s16le");
        await begun(ears);
        const pcm = ulaw_to_pcm(new Uint8Array(Buffer.concat([said(on, "Have a nice day").audio, quiet(600)])));
        const doubled = Int16Array.from({ length: pcm.length * 2 }, (_, i) => (i % 2 === 0 ? pcm[i >> 1]! : (pcm[i >> 1]! + (pcm[(i >> 1) + 1] ?? 0)) >> 1));
        const bytes = new Uint8Array(doubled.buffer);
        for (let at = 0; at < bytes.length; at += 3200) ears.socket.send(bytes.subarray(at, at + 3200));
        const { transcript } = await turn(ears, (message) => message.end_of_turn);
        assert.ok(word_errors(["have", "a", "nice", "day"], transcript.split(" ")) <= 1, transcript);
    });

    it("leaves Spanish unscripted to the English model, and hears it with the multilingual one", async (t) => {
        const on = await stage(t);
        const line = said(on, "Muchas gracias, hasta luego");
        const audio = new Uint8Array(Buffer.concat([quiet(100), line.audio, quiet(1500)]));
        const english = listen(t, on);
        const both = listen(t, on, "sample_rate=8000&encoding=pcm_mulaw&speech_model=universal-streaming-multilingual&language_detection=true");
        await Promise.all([begun(english), begun(both)]);
        await Promise.all([speak(english.socket, audio), speak(both.socket, audio)]);
        assert.equal((await turn(english, (message) => message.end_of_turn)).transcript, "[unscripted]");
        const heard = await turn(both, (message) => message.end_of_turn);
        assert.equal(heard.transcript, "muchas gracias hasta luego");
        assert.equal(heard.language_code, "es");
    });

    it("refuses strangers, odd chunks, haste and nonsense with the vendor's codes", async (t) => {
        const on = await stage(t);
        assert.equal(await listen(t, on, kQuery, "wrong").refused, 401);
        assert.equal((await listen(t, on, "sample_rate=8000&encoding=pcm_mulaw&colour=red").closed).code, 3006);
        const cases: [number, (socket: WebSocket) => void][] = [
            [3007, (socket) => socket.send(new Uint8Array(160))],
            [3007, (socket) => socket.send(new Uint8Array(8008))],
            [3007, (socket) => Array.from({ length: 40 }, () => socket.send(new Uint8Array(800)))],
            [3006, (socket) => socket.send("{")],
            [3006, (socket) => socket.send('{"type":"Dance"}')],
            [3006, (socket) => socket.send('{"type":"UpdateConfiguration","min_turn_silence":"soon"}')],
        ];
        for (const [code, provoke] of cases) {
            const ears = listen(t, on);
            await begun(ears);
            provoke(ears.socket);
            assert.equal((await ears.closed).code, code);
            assert.ok(ears.news.items.some(({ message }) => message.type === "Error" && message.error_code === code));
        }
    });

    it("opens one session for a temporary token", async (t) => {
        const on = await stage(t);
        const answer = await on.request("GET", "/v3/token?expires_in_seconds=60", { authorization: on.sandbox.info.assemblyai.api_key });
        const { token } = JSON.parse(answer.body.toString());
        await begun(listen(t, on, `${kQuery}&token=${token}`, ""));
        assert.equal(await listen(t, on, `${kQuery}&token=${token}`, "").refused, 401);
    });

    it("fails as scripted: refused, closed, stalled, garbled, cut", async (t) => {
        const on = await stage(t);
        await on.control("POST", "/faults", { at: "assemblyai", kind: "status", status: 503 });
        assert.equal(await listen(t, on).refused, 503);
        await on.control("POST", "/faults", { at: "assemblyai", kind: "close", code: 1008 });
        assert.equal((await listen(t, on).closed).code, 1008);
        const ears = listen(t, on);
        await begun(ears);
        await on.control("POST", "/faults", { at: "assemblyai", kind: "stall", ms: 2500 });
        const began = performance.now();
        await speak(ears.socket, new Uint8Array(Buffer.concat([said(on, "Have a nice day").audio, quiet(600)])));
        await turn(ears, (message) => message.end_of_turn);
        assert.ok(performance.now() - began >= 2400);
        assert.equal((await on.control("POST", "/faults", { at: "assemblyai", kind: "cut" })).cut, 1);
        assert.equal((await ears.closed).code, 1006);
    });
});

describe("a whole call through our own ears", () => {
    it("is heard word for word on both tracks, each word within 300 ms of its last frame", async (t) => {
        const on = await stage(t);
        const agent = await on.dial("+12025550182");
        await on.hooks.wait("agent", (hook) => hook.event_type === "call.answered");
        const consumer = await on.dial("+12025550119", { stream_url: on.media_url, stream_track: "both_tracks", link_to: agent.call_control_id });
        const { news } = await on.media.wait("media", () => true);
        await on.telnyx("POST", `/calls/${agent.call_control_id}/actions/bridge`, { call_control_id: consumer.call_control_id });
        const tracks = ["inbound", "outbound"].map((name) => ({ name, ears: listen(t, on), held: [] as Buffer[] }));
        await Promise.all(tracks.map(({ ears }) => begun(ears)));
        // As the origin does: five frames of 20 ms to a chunk.
        const forward = ({ message }: { message: Record<string, any> }) => {
            const track = tracks.find(({ name }) => name === message["media"]?.track);
            if (!track) return;
            track.held.push(Buffer.from(message["media"].payload, "base64"));
            if (track.held.length === 5) track.ears.socket.send(Buffer.concat(track.held.splice(0)));
        };
        const add = news.add.bind(news);
        for (const item of news.items.splice(0)) forward(item);
        news.add = (item) => (forward(item), add(item));
        await on.hooks.wait("hangup", (hook) => hook.event_type === "call.hangup" && hook.payload["call_control_id"] === consumer.call_control_id, 60_000);

        const timeline: any[] = await on.control("GET", `/timeline?call=${consumer.call_control_id}`);
        const late: number[] = [];
        for (const { name, ears } of tracks) {
            ears.socket.send(JSON.stringify({ type: "Terminate" }));
            await ears.closed;
            const turns = ears.news.items.filter(({ message }) => message.type === "Turn");
            const spoken = timeline.filter((word) => word.track === name);
            const finals = turns.filter(({ message }) => message.end_of_turn && !message.turn_is_formatted);
            const heard = finals.flatMap(({ message }) => message.transcript.split(" "));
            const errors = word_errors(spoken.map((word) => plain_word(word.text)), heard);
            t.diagnostic(`${name}: ${errors} errors in ${spoken.length} words`);
            assert.ok(errors <= spoken.length * 0.05, heard.join(" "));
            for (const word of spoken) {
                const first = turns.find(({ message }) =>
                    message.words.some((one: any) => one.word_is_final && one.text === word.plain && Math.abs(one.end - word.stream_ms) < 300),
                );
                if (first) late.push((performance.timeOrigin + first.at_ms) - word.sent_at_us / 1000);
            }
        }
        t.diagnostic(`word final after its last frame was sent: median ${percentile(late, 0.5).toFixed(0)} ms, 95 % ${percentile(late, 0.95).toFixed(0)} ms, worst ${Math.max(...late).toFixed(0)} ms (${late.length} of ${timeline.length} words)`);
        assert.ok(late.length >= timeline.length * 0.9);
        assert.ok(percentile(late, 0.95) <= 300);
    });
});
