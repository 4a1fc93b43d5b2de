// Every stand-in, composed: one https port, one directory of state. `main.mts` runs it as a program, tests run it in process.
import { randomInt, randomUUID, timingSafeEqual } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import * as https from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { join } from "node:path";
import { type WebSocket, WebSocketServer } from "ws";
import { Access } from "./access/access.mts";
import { Accounts } from "./accounts.mts";
import { Batch, kUploadLimit } from "./assemblyai/batch.mts";
import { parse_query, Session, type SessionLog } from "./assemblyai/session.mts";
import { type Utterance, voice_language, Voices } from "./audio/voice.mts";
import { certificates } from "./certificate.mts";
import { control, directory_listing } from "./control.mts";
import { Faults, kKinds, seeded_random } from "./faults.mts";
import { Directory } from "./phone/directory.mts";
import { type KnownLine, Vocabulary } from "./recogniser/vocabulary.mts";
import { ResendRest } from "./resend/rest.mts";
import { kPausesMs, ResendWebhooks } from "./resend/webhooks.mts";
import { S3Rest } from "./s3/rest.mts";
import { Store } from "./s3/store.mts";
import { secrets } from "./secrets.mts";
import { Sentry } from "./sentry/envelopes.mts";
import { Carrier } from "./telnyx/carrier.mts";
import { TelnyxRest } from "./telnyx/rest.mts";
import { public_key_base64, Webhooks } from "./telnyx/webhooks.mts";
import { Turnstile } from "./turnstile/siteverify.mts";
import { serve_widget } from "./turnstile/widget.mts";

export interface SandboxSettings {
    port: number; // 0: any
    widget_port?: number; // of what browsers load, plain HTTP; 0: any
    directory: string;
    audio_directory: string | null; // where spoken lines are kept; null: within `directory`
    webhook_url: string | null;
    resend_webhook_url?: string | null;
    resend_pauses_ms?: readonly number[];
    assemblyai_pauses_ms?: readonly number[];
    seed: number | null;
}

export interface SandboxInfo {
    port: number;
    ca_file: string;
    telnyx: { base_url: string; api_key: string; connection_id: string; public_key: string };
    assemblyai: { streaming_url: string; base_url: string; api_key: string; webhook_secret: string };
    s3: { endpoint: string; region: string; bucket: string; access_key_id: string; secret_access_key: string };
    resend: { base_url: string; api_key: string; webhook_secret: string };
    turnstile: { site_key: string; secret_key: string; verify_url: string; script_url: string };
    sentry: { dsn: string };
    access: { team_domain: string; aud: string };
    directory: object[];
}

export interface Sandbox {
    info: SandboxInfo;
    ca: string;
    vocabulary: Vocabulary;
    spoken: readonly { line: KnownLine; said: Utterance }[];
    started_ms: number; // how long it took
    synthesised: number; // lines that were not in the cache
    close(): Promise<void>;
}

const kBucket = "word-is-bond";
const kRegion = "auto";
const kBodyLimit = 1 << 20;

export async function start_sandbox(settings: SandboxSettings): Promise<Sandbox> {
    const began = performance.now();
    await mkdir(settings.directory, { recursive: true });
    const [tls, keys, directory] = await Promise.all([
        certificates(join(settings.directory, "tls")),
        secrets(settings.directory),
        Directory.load(import.meta.dirname),
    ]);
    const faults = new Faults(seeded_random(settings.seed ?? randomInt(2 ** 31)));
    const voices = new Voices(settings.audio_directory ?? join(settings.directory, "audio"));
    const store = new Store(join(settings.directory, "objects"));
    const [spoken] = await Promise.all([speak_everything(directory, voices), store.open(kBucket)]);
    const vocabulary = new Vocabulary(spoken);

    let port = settings.port;
    const webhooks = new Webhooks(keys.webhook_key, faults);
    const recordings_dir = join(settings.directory, "recordings");
    const carrier = new Carrier(
        {
            connection_id: keys.telnyx_connection_id,
            user_id: keys.telnyx_user_id,
            webhook_url: settings.webhook_url,
            recordings_dir,
            ca: tls.ca,
            public_base: () => `https://127.0.0.1:${port}/_recordings`,
        },
        directory,
        voices,
        webhooks,
        faults,
    );
    const accounts = new Accounts(settings.webhook_url, settings.resend_webhook_url ?? null);
    const telnyx = new TelnyxRest(carrier, voices, keys.telnyx_api_key, tls.ca, accounts);
    const credentials = { access_key_id: keys.s3_access_key_id, secret_access_key: keys.s3_secret_access_key, region: kRegion };
    const s3 = new S3Rest(store, credentials);
    const resend_webhooks = new ResendWebhooks(keys.resend_webhook_secret, settings.resend_webhook_url ?? null, faults, settings.resend_pauses_ms ?? kPausesMs);
    const resend = new ResendRest(keys.resend_api_key, resend_webhooks, accounts);
    const turnstile = new Turnstile(keys.turnstile_site_key, keys.turnstile_secret_key);
    const widget = await serve_widget(turnstile, settings.widget_port ?? 0);
    const sessions = new Set<Session>();
    const session_log: SessionLog[] = [];
    const tokens = new Map<string, number>();
    const sentry = new Sentry(keys.sentry_key);
    const access = new Access(keys.access_key_pem, keys.access_aud, () => `127.0.0.1:${port}`);
    const is_assemblyai_key = (given: string | undefined) => {
        const key = Buffer.from(keys.assemblyai_api_key);
        const offered = Buffer.from((given ?? "").replace(/^token\s+/i, ""));
        return offered.length === key.length && timingSafeEqual(offered, key);
    };
    const batch = new Batch(is_assemblyai_key, vocabulary, faults, settings.assemblyai_pauses_ms);
    const controlled = { access, accounts, sentry, directory, carrier, webhooks, resend, resend_webhooks, turnstile, site_key: keys.turnstile_site_key, faults, sessions, session_log, batch, started: new Date().toISOString() };

    async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const target = request.url ?? "/";
        const path = target.split("?")[0]!;
        const query = new URLSearchParams(target.slice(path.length + 1));
        if (path.startsWith("/_sandbox/")) {
            const body = await read_body(request);
            let given: unknown = {};
            try {
                if (body.length > 0) given = JSON.parse(body.toString("utf8"));
            } catch {
                return send_json(response, 400, { error: "not JSON" });
            }
            const answer = control(controlled, request.method!, path, query, given as Record<string, unknown>);
            return send_json(response, answer.status, answer.body);
        }
        if (path.startsWith("/_recordings/")) return send_recording(response, recordings_dir, path);
        if (path.startsWith("/v2/")) {
            // What has arrived is obeyed, however late, though whoever asked may have hung up by then.
            const body = await read_body(request);
            if (await misbehave("telnyx", request, response)) return;
            const answer = await telnyx.handle(request.method!, target, request.headers.authorization, body);
            return send_json(response, answer.status, answer.body, answer.headers);
        }
        if (path.startsWith("/_resend/")) {
            const body = await read_body(request);
            if (await misbehave("resend", request, response)) return;
            const answer = resend.handle(request.method!, target.slice("/_resend".length), request.headers, body);
            return send_json(response, answer.status, answer.body, answer.headers);
        }
        if (path.startsWith("/_assemblyai/")) {
            const body = await read_body(request, kUploadLimit);
            if (await misbehave("assemblyai_batch", request, response)) return;
            const answer = batch.handle(request.method!, target.slice("/_assemblyai".length), request.headers, body);
            return send_json(response, answer.status, answer.body);
        }
        if (path.startsWith("/_sentry/")) {
            const body = await read_body(request);
            if (await misbehave("sentry", request, response)) return;
            const answer = sentry.handle(request.method!, path.slice("/_sentry".length), request.headers, body);
            return send_json(response, answer.status, answer.body);
        }
        if (path === "/cdn-cgi/access/certs" && request.method === "GET") {
            if (await misbehave("access", request, response)) return;
            return send_json(response, 200, access.certs());
        }
        if (path === "/turnstile/v0/siteverify" && request.method === "POST") {
            const body = await read_body(request);
            if (await misbehave("turnstile", request, response)) return;
            return send_json(response, 200, turnstile.verify(request.headers["content-type"], body));
        }
        if (path === "/v3/token") {
            if (!is_assemblyai_key(request.headers.authorization))
                return send_json(response, 401, { error: "Authentication error, API token missing/invalid" });
            const seconds = Number(query.get("expires_in_seconds"));
            if (!Number.isInteger(seconds) || seconds < 1 || seconds > 600)
                return send_json(response, 400, { error: "expires_in_seconds must be between 1 and 600" });
            const token = randomUUID();
            tokens.set(token, Date.now() + seconds * 1000);
            return send_json(response, 200, { token, expires_in_seconds: seconds });
        }
        if (await misbehave("s3", request, response)) return;
        return s3.handle(request, response);
    }

    /** True when a fault has dealt with the request and nobody else should. */
    async function misbehave(at: "telnyx" | "s3" | "resend" | "turnstile" | "sentry" | "access" | "assemblyai_batch", request: IncomingMessage, response: ServerResponse): Promise<boolean> {
        const fault = faults.take(at, `${request.method} ${request.url}`, kKinds[at].filter((kind) => kind !== "error"));
        if (!fault) return false;
        if (fault.kind === "latency") {
            await new Promise((go) => setTimeout(go, fault.ms).unref());
            return false;
        }
        if (fault.kind === "disconnect") {
            request.socket.destroy();
            return true;
        }
        if (fault.kind === "unheard") {
            // It is dealt with as if nothing were wrong; the line breaks where the answer would begin.
            const cut = () => (request.socket.destroy(), response);
            response.writeHead = cut;
            response.end = cut;
            return false;
        }
        request.resume();
        if (fault.kind === "stall") {
            response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
            response.write("{");
            setTimeout(() => response.destroy(), fault.ms).unref();
        } else if (fault.kind === "malformed") {
            response.writeHead(200, { "content-type": at === "s3" ? "application/xml" : "application/json" });
            response.end('{"data":{"call_control_id":');
        } else if (at === "s3") {
            const code = fault.status === 429 ? "TooManyRequests" : fault.status === 503 ? "SlowDown" : "InternalError";
            response.writeHead(fault.status, { "content-type": "application/xml" });
            response.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>Asked for by a fault.</Message></Error>`);
        } else if (at === "resend") {
            const name = fault.status === 429 ? "rate_limit_exceeded" : "internal_server_error";
            send_json(response, fault.status, { statusCode: fault.status, name, message: "Asked for by a fault." }, fault.status === 429 ? { "retry-after": "1" } : {});
        } else if (at === "assemblyai_batch") {
            send_json(response, fault.status, { error: "Asked for by a fault." }, fault.status === 429 ? { "retry-after": "1" } : {});
        } else if (at === "turnstile") {
            send_json(response, fault.status, { success: false, "error-codes": ["internal-error"], messages: [] });
        } else {
            const code = fault.status === 429 ? "10011" : fault.status === 401 ? "10009" : "10007";
            const title = fault.status === 429 ? "Too many requests" : fault.status === 401 ? "Authentication failed" : "Unexpected error";
            send_json(response, fault.status, { errors: [{ code, title, detail: "Asked for by a fault." }] }, fault.status === 429 ? { "retry-after": "1" } : {});
        }
        return true;
    }

    const server = https.createServer({ key: tls.key, cert: tls.cert, minVersion: "TLSv1.2", keepAliveTimeout: 65_000 }, (request, response) => {
        respond(request, response).catch((error: Error) => {
            process.stderr.write(`sandbox: ${request.method} ${request.url}: ${error.stack}\n`);
            if (!response.headersSent) send_json(response, 500, { error: "internal" });
            else response.destroy();
        });
    });
    server.on("tlsClientError", () => {});

    const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 1 << 20 });
    server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
        socket.on("error", () => socket.destroy());
        const path = (request.url ?? "").split("?")[0]!;
        if (path !== "/v3/ws") return refuse_upgrade(socket, 404, "Not Found");
        const fault = faults.take("assemblyai", "handshake", ["status", "close"]);
        if (fault?.kind === "status") return refuse_upgrade(socket, fault.status, "Asked for by a fault");
        const query = new URLSearchParams((request.url ?? "").slice(path.length + 1));
        const token = query.get("token");
        const known_token = token !== null && (tokens.get(token) ?? 0) > Date.now();
        if (token !== null) tokens.delete(token); // a token opens one session
        if (!known_token && !is_assemblyai_key(request.headers.authorization)) return refuse_upgrade(socket, 401, "Unauthorized");
        sockets.handleUpgrade(request, socket, head, (opened: WebSocket) => {
            if (fault?.kind === "close") return opened.close(fault.code, "Asked for by a fault");
            const parsed = parse_query(query);
            if (typeof parsed === "string") {
                opened.send(JSON.stringify({ type: "Error", error_code: 3006, error: parsed }));
                return opened.close(3006, parsed.slice(0, 120));
            }
            const session = new Session(opened, parsed, vocabulary, faults);
            sessions.add(session);
            session_log.push(session.log);
            opened.on("close", () => sessions.delete(session));
        });
    });

    await new Promise<void>((done, fail) => {
        server.once("error", fail);
        server.listen(settings.port, "127.0.0.1", done);
    });
    port = (server.address() as AddressInfo).port;
    carrier.start();

    const base = `127.0.0.1:${port}`;
    const info: SandboxInfo = {
        port,
        ca_file: tls.ca_file,
        telnyx: {
            base_url: `https://${base}/v2`,
            api_key: keys.telnyx_api_key,
            connection_id: keys.telnyx_connection_id,
            public_key: public_key_base64(keys.webhook_key),
        },
        assemblyai: {
            streaming_url: `wss://${base}/v3/ws`,
            base_url: `https://${base}/_assemblyai`,
            api_key: keys.assemblyai_api_key,
            webhook_secret: keys.assemblyai_webhook_secret,
        },
        s3: { endpoint: `https://${base}`, region: kRegion, bucket: kBucket, access_key_id: keys.s3_access_key_id, secret_access_key: keys.s3_secret_access_key },
        resend: { base_url: `https://${base}/_resend`, api_key: keys.resend_api_key, webhook_secret: keys.resend_webhook_secret },
        turnstile: {
            site_key: keys.turnstile_site_key,
            secret_key: keys.turnstile_secret_key,
            verify_url: `https://${base}/turnstile/v0/siteverify`,
            script_url: `http://127.0.0.1:${widget.port}/turnstile/v0/api.js?render=explicit`,
        },
        access: { team_domain: base, aud: keys.access_aud },
        sentry: { dsn: `https://${keys.sentry_key}@${base}/_sentry/1` },
        directory: directory_listing(directory),
    };
    const written = join(settings.directory, "sandbox.json");
    await writeFile(`${written}.new`, `${JSON.stringify(info, null, 4)}\n`, { mode: 0o600 });
    await rename(`${written}.new`, written);

    return {
        info,
        ca: tls.ca,
        vocabulary,
        spoken,
        started_ms: Math.round(performance.now() - began),
        synthesised: voices.synthesised,
        async close() {
            carrier.close();
            webhooks.close();
            resend_webhooks.close();
            batch.close();
            await widget.close();
            for (const session of sessions) session.cut();
            server.closeAllConnections();
            await new Promise((done) => server.close(done));
        },
    };
}

async function speak_everything(directory: Directory, voices: Voices): Promise<{ line: KnownLine; said: Utterance }[]> {
    const lines: KnownLine[] = [];
    const known = (text: string, voice: string, source: string) => lines.push({ text, voice, language: voice_language(voice), source });
    for (const script of directory.scripts) for (const line of script.lines) if (line.say !== undefined) known(line.say, script.voice, script.name);
    for (const decoy of directory.decoys) known(decoy.say, decoy.voice, "decoy");
    return Promise.all(lines.map(async (line) => ({ line, said: await voices.say(line.voice, line.text) })));
}

function refuse_upgrade(socket: Socket, status: number, reason: string): void {
    const body = JSON.stringify({ error: status === 401 ? "Authentication error, API token missing/invalid" : reason });
    socket.end(
        `HTTP/1.1 ${status} ${reason}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
}

async function read_body(request: IncomingMessage, limit = kBodyLimit): Promise<Buffer> {
    const parts: Buffer[] = [];
    let size = 0;
    for await (const part of request as AsyncIterable<Buffer>) {
        size += part.length;
        if (size <= limit) parts.push(part);
    }
    return size > limit ? Buffer.from("{") : Buffer.concat(parts); // too large is as good as malformed
}

function send_json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
    const bytes = Buffer.from(JSON.stringify(body));
    response.writeHead(status, { ...headers, "content-type": "application/json; charset=utf-8", "content-length": String(bytes.length) });
    response.end(bytes);
}

async function send_recording(response: ServerResponse, folder: string, path: string): Promise<void> {
    const file = path.slice("/_recordings/".length);
    const found = /^[0-9a-f-]{36}\.wav$/.test(file) ? await stat(join(folder, file)).catch(() => null) : null;
    if (!found) return send_json(response, 404, { error: "no such recording" });
    response.writeHead(200, { "content-type": "audio/wav", "content-length": String(found.size) });
    createReadStream(join(folder, file)).pipe(response);
}

