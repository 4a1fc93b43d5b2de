import assert from "node:assert/strict";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it, type TestContext } from "node:test";
import { check_params } from "./assemblyai/fields.mts";
import { ulaw_to_pcm } from "./audio/g711.mts";
import { write_wav } from "./audio/wav.mts";
import { News, type Stage, stage, word_errors } from "./stage.mts";

const kOrder = { audio_url: "https://cdn.assemblyai.com/upload/1", speech_models: ["universal-3-pro"] };
const said = (on: Stage, beginning: string) => on.sandbox.spoken.find((one) => one.line.text.startsWith(beginning))!;

/** Two people on two channels, one after the other. */
function two_channels(left: Uint8Array, right: Uint8Array): Uint8Array {
    const gap = 8 * 400;
    const [l, r] = [ulaw_to_pcm(left), ulaw_to_pcm(right)];
    const pcm = new Int16Array(2 * (gap + l.length + gap + r.length + gap));
    l.forEach((sample, i) => (pcm[2 * (gap + i)] = sample));
    r.forEach((sample, i) => (pcm[2 * (gap + l.length + gap + i) + 1] = sample));
    return write_wav({ rate: 8000, channels: 2, pcm });
}

const plain = (text: string) => text.toLowerCase().replaceAll("'", "").match(/[\p{L}\p{N}]+/gu) ?? [];

class Client {
    readonly on: Stage;
    readonly key: string;
    constructor(on: Stage, key = on.sandbox.info.assemblyai.api_key) {
        this.on = on;
        this.key = key;
    }
    async ask(method: string, path: string, body?: Uint8Array | object, type = body instanceof Uint8Array ? "application/octet-stream" : "application/json"): Promise<{ status: number; json: any }> {
        const bytes = body === undefined ? undefined : body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
        const answer = await this.on.request(method, `/_assemblyai${path}`, { authorization: this.key, ...(bytes ? { "content-type": type } : {}) }, bytes);
        return { status: answer.status, json: JSON.parse(answer.body.toString("utf8")) };
    }
    async upload(audio: Uint8Array): Promise<string> {
        const { status, json } = await this.ask("POST", "/v2/upload", audio);
        assert.equal(status, 200);
        return json.upload_url;
    }
    async ended(id: string): Promise<any> {
        for (let i = 0; i < 600; i++) {
            const { json } = await this.ask("GET", `/v2/transcript/${id}`);
            if (json.status === "completed" || json.status === "error") return json;
            await new Promise((go) => setTimeout(go, 25));
        }
        throw new Error("the job did not end");
    }
}

/** Somebody who is told of jobs; `statuses` are the answers, the last for ever. */
async function listener(t: TestContext, ...statuses: number[]) {
    const news = new News<{ headers: http.IncomingHttpHeaders; body: any }>();
    const server = http.createServer((request, response) => {
        const parts: Buffer[] = [];
        request.on("data", (part: Buffer) => parts.push(part));
        request.on("end", () => {
            response.writeHead(statuses[Math.min(news.items.length, statuses.length - 1)] ?? 200).end();
            news.add({ headers: request.headers, body: JSON.parse(Buffer.concat(parts).toString("utf8")) });
        });
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    t.after(() => new Promise((done) => (server.closeAllConnections(), server.close(done))));
    return { news, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/assemblyai` };
}

describe("the order of a job", () => {
    it("takes what is documented", () => {
        const taken = check_params({ ...kOrder, multichannel: true, language_code: "es", webhook_url: "http://127.0.0.1:1/x", webhook_auth_header_name: "x-webhook-secret", webhook_auth_header_value: "s" });
        assert.ok(typeof taken !== "string" && taken.multichannel && taken.language_code === "es" && taken.webhook_auth_header_name === "x-webhook-secret");
    });
    for (const [what, bad] of Object.entries({
        "without audio": { speech_models: ["universal-2"] },
        "without models": { audio_url: kOrder.audio_url },
        "with no model at all": { ...kOrder, speech_models: [] },
        "with an unknown model": { ...kOrder, speech_models: ["whisper"] },
        "with a field nobody documented": { ...kOrder, colour: "red" },
        "with a word for a flag": { ...kOrder, multichannel: "yes" },
        "with an unknown language": { ...kOrder, language_code: "tlh" },
        "with channels and speakers": { ...kOrder, multichannel: true, speaker_labels: true },
        "with half a header": { ...kOrder, webhook_auth_header_name: "x" },
        "that is a list": [],
    }))
        it(`is refused ${what}`, () => assert.equal(typeof check_params(bad), "string"));
});

describe("a job", () => {
    it("hears each channel of what was uploaded, and tells of its end with the header it was given", async (t) => {
        const on = await stage(t);
        await on.control("POST", "/faults", { at: "webhooks", kind: "rates", duplicate: 0 });
        const client = new Client(on);
        const { news, url } = await listener(t, 200);
        const [left, right] = [said(on, "Please send the receipt to my email"), on.sandbox.spoken.find(({ line }) => line.source === "agent_grace")!];
        const audio_url = await client.upload(two_channels(left.said.audio, right.said.audio));
        const begun = await client.ask("POST", "/v2/transcript", { audio_url, speech_models: ["universal-3-pro", "universal-2"], multichannel: true, language_detection: true, webhook_url: url, webhook_auth_header_name: "x-webhook-secret", webhook_auth_header_value: "ours" });
        assert.equal(begun.status, 200);
        assert.equal(begun.json.status, "queued");
        assert.equal(begun.json.webhook_auth, true);
        const told = await news.wait("webhook", () => true);
        assert.deepEqual(told.body, { transcript_id: begun.json.id, status: "completed" });
        assert.equal(told.headers["x-webhook-secret"], "ours");
        const job = await client.ended(begun.json.id);
        assert.equal(job.speech_model_used, "universal-3-pro");
        assert.equal(job.audio_channels, 2);
        const of = (channel: string) => plain(job.utterances.filter((one: any) => one.channel === channel).map((one: any) => one.text).join(" "));
        assert.equal(word_errors(plain(left.line.text), of("1")), 0, of("1").join(" "));
        assert.equal(word_errors(plain(right.line.text), of("2")), 0, of("2").join(" "));
        for (const one of job.utterances) {
            assert.ok(one.start < one.end && one.words.length > 0);
            for (const word of one.words) assert.ok(word.start < word.end && word.channel === one.channel && word.confidence > 0 && word.confidence <= 1);
        }
    });

    it("of silence has no words, of nothing an error", async (t) => {
        const on = await stage(t);
        const client = new Client(on);
        const job_of = async (audio: Uint8Array) => {
            const { json } = await client.ask("POST", "/v2/transcript", { audio_url: await client.upload(audio), speech_models: ["universal-2"], multichannel: true });
            return client.ended(json.id);
        };
        const silence = await job_of(write_wav({ rate: 8000, channels: 2, pcm: new Int16Array(16_000) }));
        assert.equal(silence.status, "completed");
        assert.deepEqual(silence.utterances, []);
        assert.equal((await job_of(Buffer.from("what?"))).status, "error");
        const short = await job_of(write_wav({ rate: 8000, channels: 2, pcm: new Int16Array(160) }));
        assert.match(String(short.error), /short/, JSON.stringify(short));
    });

    it("is listed newest first with its audio, and is told again to who did not hear", async (t) => {
        const on = await stage(t);
        await on.control("POST", "/faults", { at: "webhooks", kind: "rates", duplicate: 0 });
        const client = new Client(on);
        const { news, url } = await listener(t, 500, 200);
        const order = async () => ({ audio_url: await client.upload(write_wav({ rate: 8000, channels: 1, pcm: new Int16Array(8000) })), speech_models: ["universal-2"] });
        const first = await order();
        const second = await order();
        await client.ask("POST", "/v2/transcript", first);
        const { json } = await client.ask("POST", "/v2/transcript", { ...second, webhook_url: url });
        const listed = await client.ask("GET", "/v2/transcript?limit=200");
        assert.deepEqual(listed.json.transcripts.map((one: any) => one.audio_url), [second.audio_url, first.audio_url]);
        assert.equal(listed.json.transcripts[0].id, json.id);
        await news.wait("second telling", () => news.items.length >= 2);
    });

    it("refuses strangers, and audio that was never uploaded", async (t) => {
        const on = await stage(t);
        assert.equal((await new Client(on, "wrong").ask("GET", "/v2/transcript")).status, 401);
        const client = new Client(on);
        assert.equal((await client.ask("POST", "/v2/transcript", kOrder)).status, 403);
        assert.equal((await client.ask("POST", "/v2/upload", Buffer.from("x"), "text/plain")).status, 400);
        assert.equal((await client.ask("GET", "/v2/transcript/11111111-2222-4333-8444-555555555555")).status, 404);
    });

    it("fails, stalls and loses answers when a fault says so", async (t) => {
        const on = await stage(t);
        const client = new Client(on);
        const audio_url = await client.upload(write_wav({ rate: 8000, channels: 1, pcm: new Int16Array(8000) }));
        await on.control("POST", "/faults", { at: "assemblyai_batch", kind: "status", status: 503, path: "/v2/transcript" });
        assert.equal((await client.ask("POST", "/v2/transcript", { ...kOrder, audio_url })).status, 503);
        await on.control("POST", "/faults", { at: "assemblyai_batch", kind: "error" });
        const { json } = await client.ask("POST", "/v2/transcript", { ...kOrder, audio_url });
        assert.equal((await client.ended(json.id)).status, "error");
        await on.control("POST", "/faults", { at: "assemblyai_batch", kind: "unheard", path: "POST /_assemblyai/v2/transcript" });
        await assert.rejects(client.ask("POST", "/v2/transcript", { ...kOrder, audio_url }));
        assert.equal((await client.ask("GET", "/v2/transcript")).json.transcripts.length, 2, "begun all the same");
    });
});
