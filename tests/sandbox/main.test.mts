import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import * as https from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, it, type TestContext } from "node:test";
import * as tls from "node:tls";
import { WebSocket } from "ws";
import { kAudioCache } from "./stage.mts";

const main = join(import.meta.dirname, "main.mts");

async function program(t: TestContext, environment: Record<string, string>) {
    const directory = await mkdtemp(join(tmpdir(), "sandbox-main-"));
    const child = spawn(process.execPath, [main], {
        env: { PATH: process.env["PATH"], SANDBOX_DIR: directory, SANDBOX_AUDIO_DIR: kAudioCache, ...environment },
        stdio: ["ignore", "pipe", "pipe"],
    });
    const exited = new Promise<number | null>((done) => child.on("exit", (code) => done(code)));
    let complaint = "";
    child.stderr.on("data", (part: Buffer) => (complaint += String(part)));
    t.after(async () => {
        child.kill("SIGKILL");
        await exited;
        await rm(directory, { recursive: true, force: true });
    });
    const lines = createInterface({ input: child.stdout });
    const first = new Promise<string>((done) => {
        lines.once("line", done);
        void exited.then(() => done(""));
    });
    return { directory, child, exited, first, complaint: () => complaint };
}

describe("the program", () => {
    it("starts, says where it is, keeps its keys over a restart, and ends cleanly with sockets open", async (t) => {
        const one = await program(t, {});
        const started = JSON.parse(await one.first);
        assert.equal(started.event, "listening");
        t.diagnostic(`started in ${started.started_ms} ms, ${started.synthesised} lines synthesised`);
        const info = JSON.parse(await readFile(join(one.directory, "sandbox.json"), "utf8"));
        assert.equal(info.port, started.port);
        assert.equal((await stat(join(one.directory, "sandbox.json"))).mode & 0o077, 0);
        assert.equal(Buffer.from(info.telnyx.public_key, "base64").length, 32);
        for (const entry of info.directory) assert.deepEqual(["number", "script", "title"].filter((field) => typeof entry[field] !== "string"), []);
        const socket = new WebSocket(`${info.assemblyai.streaming_url}?sample_rate=8000&encoding=pcm_mulaw`, {
            headers: { authorization: info.assemblyai.api_key },
            ca: await readFile(info.ca_file, "utf8"),
        });
        await new Promise((done, fail) => socket.on("message", done).on("error", fail));
        socket.on("error", () => {});
        one.child.kill("SIGTERM");
        assert.equal(await one.exited, 0);

        const two = await program(t, { SANDBOX_DIR: one.directory });
        await two.first;
        const again = JSON.parse(await readFile(join(one.directory, "sandbox.json"), "utf8"));
        assert.deepEqual([again.telnyx.api_key, again.telnyx.public_key, again.s3.secret_access_key], [info.telnyx.api_key, info.telnyx.public_key, info.s3.secret_access_key]);
    });

    it("serves TLS that verifies with its own CA only, from 1.2 up, for localhost and 127.0.0.1", async (t) => {
        const { first, directory } = await program(t, {});
        const { port } = JSON.parse(await first);
        const ca = await readFile(join(directory, "tls/ca.pem"), "utf8");
        const get = (options: https.RequestOptions) =>
            new Promise<number>((done, fail) => https.get({ port, path: "/_sandbox/health", agent: false, ...options }, (answer) => (answer.resume(), done(answer.statusCode!))).on("error", fail));
        assert.equal(await get({ host: "127.0.0.1", ca }), 200);
        assert.equal(await get({ host: "127.0.0.1", servername: "localhost", headers: { host: "localhost" }, ca, checkServerIdentity: (_, cert) => tls.checkServerIdentity("localhost", cert) }), 200);
        assert.equal(await get({ host: "127.0.0.1", ca, minVersion: "TLSv1.2", maxVersion: "TLSv1.2" }), 200);
        await assert.rejects(get({ host: "127.0.0.1" }), /self-signed|unable to/);
        await assert.rejects(get({ host: "127.0.0.1", ca, minVersion: "TLSv1.1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" }));
    });

    for (const [variable, value] of [["SANDBOX_PORT", "many"], ["SANDBOX_DIR", ""], ["SANDBOX_WEBHOOK_URL", "https://example.com/hooks"]] as const) {
        it(`says what is wrong with ${variable}`, async (t) => {
            const { exited, complaint } = await program(t, { [variable]: value });
            assert.equal(await exited, 2);
            assert.match(complaint(), new RegExp(variable));
        });
    }
});
