// Each kind of trouble, done to a running stack and undone. Whoever begins one ends it, whatever else has happened meanwhile.
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { kill, request, resume, sandbox, type Service, type Stack } from "../e2e/stack.mts";
import { script } from "./database.mts";
import type { Trouble } from "./schedule.mts";

const run = promisify(execFile);
const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

function pid_of(stack: Stack, service: Service): number | null {
    try {
        return Number(readFileSync(path.join(stack.home, "run", `${service}.pid`), "utf8")) || null;
    } catch {
        return null;
    }
}

/** The server and all its children. */
function postgres_processes(stack: Stack): number[] {
    const server = pid_of(stack, "postgres");
    if (server === null) return [];
    const children = readdirSync("/proc").filter((name) => {
        if (!/^\d+$/.test(name)) return false;
        try {
            return Number(readFileSync(`/proc/${name}/stat`, "utf8").replace(/^.*\) \S+ (\d+) .*$/s, "$1")) === server;
        } catch {
            return false;
        }
    });
    return [server, ...children.map(Number)];
}

function signal(pids: readonly number[], name: "SIGSTOP" | "SIGCONT"): void {
    for (const pid of pids) {
        try {
            process.kill(pid, name);
        } catch {
            // It has ended since.
        }
    }
}

export class Troubles {
    private readonly stack: Stack;
    private bringing_up: Promise<void> = Promise.resolve();
    private readonly stopped = new Set<number>();
    readonly failures: string[] = [];

    constructor(stack: Stack) {
        this.stack = stack;
    }

    /** Begins one trouble and resolves when it has ended. */
    async make(trouble: Trouble): Promise<void> {
        const { kind, detail, for_ms, share } = trouble;
        switch (kind) {
            case "kill_origin":
                return this.kill_for("origin", for_ms);
            case "kill_edge":
                return this.kill_for("edge", for_ms);
            case "kill_postgres":
                return this.kill_for("postgres", for_ms);
            case "postgres_locked":
                // A migration, a vacuum, somebody's psql: nobody gets at this table for a while.
                return void (await script(this.stack, `begin; lock table ${detail} in access exclusive mode; select pg_sleep(${for_ms / 1000}); commit;`).catch(() => undefined));
            case "postgres_stopped":
                return this.stop_postgres(for_ms);
            case "webhooks_dropped":
                return this.fault(for_ms, { at: "webhooks", kind: "drop", probability: share });
            case "webhooks_unheard":
                return this.fault(for_ms, { at: "webhooks", kind: "unheard", probability: share });
            case "webhooks_slow":
                return this.fault(for_ms, { at: "webhooks", kind: "latency", ms: 4000, probability: share });
            case "webhooks_shuffled":
                return this.shuffle(for_ms, share);
            case "carrier_failing":
                return this.fault(for_ms, { at: "telnyx", ...answer(detail), probability: share });
            case "carrier_unheard":
                return this.fault(for_ms, { at: "telnyx", kind: "unheard", probability: share });
            case "carrier_slow":
                return this.fault(for_ms, { at: "telnyx", kind: "latency", ms: Number(detail), probability: share });
            case "dial_refused":
                return this.fault(for_ms, { at: "dial", kind: "refuse", probability: share });
            case "media_cut":
                return void (await sandbox(this.stack, "/faults", { at: "media", kind: "cut" }));
            case "media_noisy":
                return this.fault(for_ms, { at: "media", kind: detail, probability: share });
            case "recogniser_cut":
                await sandbox(this.stack, "/faults", { at: "assemblyai", kind: "cut" });
                return this.fault(for_ms, { at: "assemblyai", kind: "status", status: Number(detail), probability: share });
            case "recogniser_stalled":
                return this.fault(for_ms, { at: "assemblyai", kind: detail, ms: 3000, probability: share });
            case "store_failing":
                return this.fault(for_ms, { at: "s3", ...answer(detail), probability: share });
            case "store_unheard":
                return this.fault(for_ms, { at: "s3", kind: "unheard", probability: share });
            case "store_slow":
                return this.fault(for_ms, { at: "s3", kind: "latency", ms: Number(detail), probability: share });
            case "disk_full":
                return this.fill_disk(for_ms, Number(detail) * 1024);
        }
    }

    /** Everything runs and nothing is held up any more. */
    async over(): Promise<void> {
        signal([...this.stopped], "SIGCONT");
        await this.bring_up();
        await request(`${this.stack.sandboxUrl}/_sandbox/faults`, { method: "DELETE", ca: readFileSync(this.stack.caFile, "utf8") });
        await sandbox(this.stack, "/faults", { at: "webhooks", kind: "rates", duplicate: 0, reorder: 0 });
    }

    private async kill_for(service: Service, for_ms: number): Promise<void> {
        await kill(this.stack, service).catch((error: NodeJS.ErrnoException) => {
            // Killed already, and not brought up yet.
            if (error.code !== "ESRCH" && error.code !== "ENOENT") this.failures.push(`kill ${service}: ${error}`);
        });
        await sleep(for_ms);
        await this.bring_up();
    }

    /** One at a time: whoever comes while another brings things up waits and looks again. */
    private bring_up(): Promise<void> {
        this.bringing_up = this.bringing_up.then(() => this.up(3));
        return this.bringing_up;
    }

    /** What is brought up may be killed again meanwhile: then it is tried anew, as a supervisor would. */
    private async up(tries: number): Promise<void> {
        try {
            await resume(this.stack);
        } catch (error) {
            if (tries > 1) return this.up(tries - 1);
            this.failures.push(`up: ${error}`);
        }
    }

    private async stop_postgres(for_ms: number): Promise<void> {
        const pids = postgres_processes(this.stack);
        for (const pid of pids) this.stopped.add(pid);
        signal(pids, "SIGSTOP");
        await sleep(for_ms);
        signal(pids, "SIGCONT");
        for (const pid of pids) this.stopped.delete(pid);
    }

    private async fault(for_ms: number, rule: object): Promise<void> {
        const { id } = await sandbox(this.stack, "/faults", { times: 1e9, ...rule });
        await sleep(for_ms);
        await request(`${this.stack.sandboxUrl}/_sandbox/faults?id=${id}`, { method: "DELETE", ca: readFileSync(this.stack.caFile, "utf8") });
    }

    private async shuffle(for_ms: number, share: number): Promise<void> {
        await sandbox(this.stack, "/faults", { at: "webhooks", kind: "rates", duplicate: share, reorder: share, delay_ms: 4000 });
        await sleep(for_ms);
        await sandbox(this.stack, "/faults", { at: "webhooks", kind: "rates", duplicate: 0.2, reorder: 0.2, delay_ms: 300 });
    }

    /** No file of the origin's may grow beyond this: to whoever writes, a full disk, and no privilege is needed for it. */
    private async fill_disk(for_ms: number, bytes: number): Promise<void> {
        const pid = pid_of(this.stack, "origin");
        if (pid === null) return;
        const limit = (most: string) => run("prlimit", ["--pid", String(pid), `--fsize=${most}:`]).catch(() => undefined); // killed meanwhile
        await limit(String(bytes));
        await sleep(for_ms);
        await limit("unlimited");
    }
}

function answer(detail: string): object {
    return /^\d+$/.test(detail) ? { kind: "status", status: Number(detail) } : { kind: detail, ms: 2000 };
}
