// What the sandbox's own tests stand on: a sandbox in a directory of its own, an application that receives its webhooks and
// its media streams, and news to wait for instead of sleeping.
import { mkdtemp, rm } from "node:fs/promises";
import * as http from "node:http";
import * as https from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { type WebSocket, WebSocketServer } from "ws";
import { start_sandbox, type Sandbox } from "./sandbox.mts";

/** Spoken lines outlive one test run: they take seconds to make. */
export const kAudioCache = join(import.meta.dirname, "node_modules", ".cache", "sandbox-audio");

/** Things that happened, and those who wait for them. */
export class News<T> {
    readonly items: T[] = [];
    private readonly waiting: { fits: (item: T) => boolean; tell: (item: T) => void }[] = [];

    add(item: T): void {
        this.items.push(item);
        for (const waiter of this.waiting.filter((one) => one.fits(item))) {
            this.waiting.splice(this.waiting.indexOf(waiter), 1);
            waiter.tell(item);
        }
    }

    /** The first item that fits, past or future. Throws after `ms`. */
    async wait(what: string, fits: (item: T) => boolean, ms = 15_000): Promise<T> {
        const known = this.items.find(fits);
        if (known !== undefined) return known;
        return new Promise((done, fail) => {
            const timer = setTimeout(() => fail(new Error(`no ${what} within ${ms} ms`)), ms);
            this.waiting.push({
                fits,
                tell: (item) => {
                    clearTimeout(timer);
                    done(item);
                },
            });
        });
    }
}

export interface Hook {
    headers: http.IncomingHttpHeaders;
    body: string;
    event_type: string;
    id: string;
    attempt: number;
    payload: Record<string, any>;
    at_ms: number;
}

export interface MediaMessage {
    at_ms: number;
    message: Record<string, any>;
}

export interface MediaSocket {
    socket: WebSocket;
    headers: http.IncomingHttpHeaders;
    news: News<MediaMessage>;
}

export interface Stage {
    sandbox: Sandbox;
    hooks: News<Hook>;
    media: News<MediaSocket>;
    media_url: string;
    webhook_url: string;
    /** How the application answers webhooks: status, and after how long; null: never. */
    answer: (hook: Hook) => { status: number } | null;
    telnyx(method: string, path: string, body?: unknown, key?: string): Promise<{ status: number; body: any; headers: http.IncomingHttpHeaders }>;
    control(method: string, path: string, body?: unknown): Promise<any>;
    request(method: string, path: string, headers: Record<string, string>, body?: Uint8Array): Promise<{ status: number; body: Buffer; headers: http.IncomingHttpHeaders }>;
    dial(to: string, extra?: object): Promise<any>;
}

export async function stage(t: TestContext, seed = 7): Promise<Stage> {
    const directory = await mkdtemp(join(tmpdir(), "sandbox-test-"));
    const hooks = new News<Hook>();
    const media = new News<MediaSocket>();
    const app = http.createServer((request, response) => {
        const parts: Buffer[] = [];
        request.on("data", (part: Buffer) => parts.push(part));
        request.on("end", () => {
            const body = Buffer.concat(parts).toString("utf8");
            const { data, meta } = JSON.parse(body);
            const hook: Hook = {
                headers: request.headers,
                body,
                event_type: data.event_type,
                id: data.id,
                attempt: meta.attempt,
                payload: data.payload,
                at_ms: performance.now(),
            };
            const answer = on_stage.answer(hook);
            if (answer) response.writeHead(answer.status).end();
            hooks.add(hook);
        });
    });
    const sockets = new WebSocketServer({ server: app });
    sockets.on("connection", (socket, request) => {
        const opened: MediaSocket = { socket, headers: request.headers, news: new News() };
        socket.on("message", (data) => opened.news.add({ at_ms: performance.now(), message: JSON.parse(String(data)) }));
        socket.on("error", () => {});
        media.add(opened);
    });
    await new Promise<void>((done) => app.listen(0, "127.0.0.1", done));
    const app_port = (app.address() as AddressInfo).port;
    const webhook_url = `http://127.0.0.1:${app_port}/webhooks/telnyx`;
    const sandbox = await start_sandbox({ port: 0, directory, audio_directory: kAudioCache, webhook_url, seed });
    const agent = new https.Agent({ keepAlive: true, ca: sandbox.ca });
    t.after(async () => {
        agent.destroy();
        await sandbox.close();
        for (const socket of sockets.clients) socket.terminate();
        app.closeAllConnections();
        await new Promise((done) => app.close(done));
        await rm(directory, { recursive: true, force: true });
    });

    const request: Stage["request"] = (method, path, headers, body) =>
        new Promise((done, fail) => {
            const asked = https.request({ host: "127.0.0.1", port: sandbox.info.port, method, path, headers, agent }, (response) => {
                const parts: Buffer[] = [];
                response.on("data", (part: Buffer) => parts.push(part));
                response.on("end", () => done({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(parts) }));
                response.on("error", fail);
            });
            asked.on("error", fail);
            asked.end(body);
        });
    const json = async (method: string, path: string, headers: Record<string, string>, body: unknown) => {
        const sent = body === undefined ? undefined : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
        const answer = await request(method, path, { ...headers, "content-type": "application/json", "content-length": String(sent?.length ?? 0) }, sent);
        return { ...answer, body: JSON.parse(answer.body.toString("utf8")) };
    };
    const on_stage: Stage = {
        sandbox,
        hooks,
        media,
        media_url: `ws://127.0.0.1:${app_port}/media/telnyx`,
        webhook_url,
        answer: () => ({ status: 200 }),
        telnyx: (method, path, body, key = sandbox.info.telnyx.api_key) => json(method, `/v2${path}`, { authorization: `Bearer ${key}` }, body),
        control: async (method, path, body) => (await json(method, `/_sandbox${path}`, {}, body)).body,
        request,
        dial: async (to, extra = {}) => {
            const answer = await on_stage.telnyx("POST", "/calls", {
                connection_id: sandbox.info.telnyx.connection_id,
                from: "+12025550100",
                to,
                ...extra,
            });
            if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
            return answer.body.data;
        },
    };
    return on_stage;
}

/** Errors in words against the reference: substitutions, deletions and insertions. */
export function word_errors(reference: readonly string[], heard: readonly string[]): number {
    let row = heard.map((_, j) => j + 1);
    row.unshift(0);
    for (let i = 1; i <= reference.length; i++) {
        const next = [i];
        for (let j = 1; j <= heard.length; j++) {
            next[j] = Math.min(row[j - 1]! + (reference[i - 1] === heard[j - 1] ? 0 : 1), row[j]! + 1, next[j - 1]! + 1);
        }
        row = next;
    }
    return row[heard.length]!;
}

export function percentile(values: readonly number[], share: number): number {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
