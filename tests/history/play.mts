// Plays one schedule against one stack: clients who place calls and do not let go before they know, a viewer who comes back after
// every interruption, the troubles; then waits until everything has come to rest.
import { createHash } from "node:crypto";
import { Events, sandbox, signIn, type Stack, type Visitor } from "../e2e/stack.mts";
import { rows, script } from "./database.mts";
import type { AnswerSeen, EventSeen, ListeningSeen, Witnesses } from "./observe.mts";
import type { PlacedCall, Schedule } from "./schedule.mts";
import { Troubles } from "./troubles.mts";

const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
const kPersistence_ms = 40_000; // how long a client goes on asking for an answer
const kHeartbeats_ms = 35_000; // what was committed unheard is told with the next heartbeat, fifteen seconds apart
const kRest_ms = 75_000; // how long everything may take to come to rest

export interface Played extends Witnesses {
    /** What went wrong with the playing itself: then the history proves nothing. */
    failures: string[];
}

class Player {
    readonly answers: AnswerSeen[] = [];
    readonly listenings: ListeningSeen[] = [];
    readonly events: EventSeen[] = [];
    private readonly stack: Stack;
    private readonly people: Record<"agent" | "manager", Visitor>;
    private readonly numbers: Map<string, string>;
    private readonly calls = new Map<string, string>(); // key → call, as answered
    private viewing = true;
    private looking_on: Events | null = null;

    constructor(stack: Stack, people: Record<"agent" | "manager", Visitor>, numbers: Map<string, string>) {
        this.stack = stack;
        this.people = people;
        this.numbers = numbers;
    }

    private async ask(order: PlacedCall, method: string, target: string, body: unknown): Promise<AnswerSeen> {
        const seen: AnswerSeen = { key: order.key, who: order.who, method, target, status: null, code: null, call_id: null, replayed: false, at: new Date().toISOString() };
        try {
            const headers = { "idempotency-key": order.key, "x-correlation-id": order.key };
            const answer = await this.people[order.who].ask(method, target, body, headers);
            seen.status = answer.status;
            seen.code = answer.json?.code ?? null;
            seen.call_id = answer.json?.call_id ?? answer.json?.call?.id ?? null;
            seen.replayed = answer.headers["idempotent-replayed"] === "true";
        } catch {
            // No answer: the client knows nothing.
        }
        seen.at = new Date().toISOString();
        this.answers.push(seen);
        return seen;
    }

    private place(order: PlacedCall): Promise<AnswerSeen> {
        const to_number = this.numbers.get(order.script);
        const body = order.bridge ? { to_number, from_number: this.numbers.get("agent_grace"), flow_type: "bridge" } : { to_number };
        return this.ask(order, "POST", "/api/voice/call", body);
    }

    /** Places a call as somebody who wants to know: again and again under the same key until there is an answer. */
    async insist(order: PlacedCall): Promise<void> {
        const until = Date.now() + kPersistence_ms;
        let answer = await this.place(order);
        while (!settles(answer) && Date.now() < until) {
            await sleep(400);
            answer = await this.place(order);
        }
        const call = answer.status !== null && answer.status < 300 ? answer.call_id : null;
        if (call === null) return;
        this.calls.set(order.key, call);
        const wishes: Promise<void>[] = [];
        if (order.asks_again_after_ms !== null) wishes.push(sleep(order.asks_again_after_ms).then(() => this.place(order)).then(() => undefined));
        if (order.end_after_ms !== null) wishes.push(sleep(order.end_after_ms).then(() => this.end(order, call)));
        await Promise.all(wishes);
    }

    private async end(order: PlacedCall, call: string): Promise<void> {
        const until = Date.now() + kPersistence_ms;
        for (;;) {
            const { status } = await this.ask(order, "POST", `/api/calls/${call}/end`, {});
            if ((status !== null && status < 500 && status !== 409) || Date.now() > until) return;
            if (status === 409 && this.answers.at(-1)!.code === "CALL_NOT_ACTIVE") return;
            await sleep(400);
        }
    }

    /** Looks on at everything, and after each interruption asks for what came after the last event seen. */
    async view(): Promise<void> {
        let last: string | undefined;
        while (this.viewing) {
            const events = (this.looking_on = new Events(this.people.manager, "/api/live", last));
            while (this.viewing && !events.ended) await sleep(100);
            events.close();
            for (const { id, kind, data } of events.seen) {
                if (!id) continue;
                this.events.push({ seq: Number(id), kind, call_id: data.call_id ?? null, data });
                if (last === undefined || Number(id) > Number(last)) last = id;
            }
            if (this.viewing) await sleep(200);
        }
    }
    /** Leaves once everything committed since the first event has been seen, or when the next heartbeat but one is overdue. */
    async view_to_the_end(): Promise<void> {
        const until = Date.now() + kHeartbeats_ms;
        for (;;) {
            const seen = new Set([...this.events.map(({ seq }) => seq), ...(this.looking_on?.seen ?? []).filter(({ id }) => id).map(({ id }) => Number(id))]);
            const committed = await rows(this.stack, "select seq from call_timeline_events");
            const first = Math.min(...seen);
            if (Date.now() > until || committed.every(({ seq }) => seq < first || seen.has(seq))) break;
            await sleep(300);
        }
        this.viewing = false;
    }

    /** Asks under every key once more: who was answered must hear the same, who was not must hear something now. */
    async ask_all_again(orders: readonly PlacedCall[]): Promise<void> {
        for (const order of orders) {
            const refused = this.answers.some((one) => one.key === order.key && one.target === "/api/voice/call" && settles(one) && one.status! >= 300);
            if (!refused) await this.place(order);
        }
    }

    async listen_to_everything(): Promise<void> {
        for (const { id } of await rows(this.stack, "select id from recordings where status = 'stored' order by id")) {
            const answer = await this.people.agent.get(`/api/recordings/stream/${id}`);
            const sha256 = answer.status === 200 ? createHash("sha256").update(answer.bytes).digest("hex") : null;
            this.listenings.push({ recording_id: id, status: answer.status, sha256, at: new Date().toISOString() });
        }
    }
}

/** Whether this answer ends the matter for its client; a refusal that names a call does: the call is there, and failed. */
function settles({ status, code, call_id }: AnswerSeen): boolean {
    if (status === null) return false;
    if (status < 300) return true;
    if (call_id !== null) return true;
    return status < 500 && !(status === 409 && code === "IDEMPOTENCY_IN_PROGRESS") && status !== 429;
}

async function quiet(stack: Stack, what: string, query: string, ms: number): Promise<string | null> {
    const until = Date.now() + ms;
    for (;;) {
        const left = await rows(stack, query).catch((error: Error) => [{ error: error.message }]);
        if (left.length === 0) return null;
        if (Date.now() > until) return `${what}: ${JSON.stringify(left.slice(0, 3))}`;
        await sleep(300);
    }
}

const kOpenCalls = `select id, status from calls where seen.rank(status) < 6
  union all select call_id, kind || ' ' || status from command_outbox where status in ('pending', 'sent')
  union all select id, event_type from webhook_inbox where status = 'received'`;
const kOpenRecordings = "select id, status, failure_reason from recordings where status in ('recording', 'uploading') or (status = 'failed' and spool_path is not null and failure_reason not in ('disk_full', 'unwritable'))";

const kRowsWithoutLeaf = "select id, action from audit_logs a where not exists (select from audit_leaves l where l.audit_id = a.id)";

/** What nobody acknowledged in the carrier's five attempts it tells again when all is well; late facts then, and no less true. */
async function redeliver(stack: Stack): Promise<void> {
    for (let round = 0; round < 6; round++) {
        const deliveries = (await sandbox(stack, "/webhooks")) as any[];
        const heard = new Set(deliveries.filter(({ status }) => status >= 200 && status < 300).map(({ event_id }) => event_id));
        const unheard = [...new Set(deliveries.map(({ event_id }) => event_id))].filter((id) => !heard.has(id));
        if (unheard.length === 0) return;
        for (const event_id of unheard) await sandbox(stack, "/webhooks/replay", { event_id });
        await sleep(2500);
    }
}

/** Plays the schedule; `tell` hears of it line by line. Nothing that may go wrong in the product is judged here. */
export async function play(stack: Stack, plan: Schedule, tell: (line: string) => void): Promise<Played> {
    const directory = (await sandbox(stack, "/directory")) as any[];
    const numbers = new Map<string, string>(directory.map((entry) => [entry.name, entry.number]));
    const people = { agent: await signIn(stack, "agent"), manager: await signIn(stack, "manager") };
    const player = new Player(stack, people, numbers);
    const troubles = new Troubles(stack);
    const began = Date.now();
    const at = (ms: number, act: () => Promise<void>) => sleep(Math.max(0, began + ms - Date.now())).then(act);
    const viewing = player.view();

    await Promise.all([
        ...plan.calls.map((order) => at(order.at_ms, () => player.insist(order))),
        ...plan.troubles.map((trouble) =>
            at(trouble.at_ms, () => troubles.make(trouble).catch((error) => void troubles.failures.push(`${trouble.kind}: ${error}`))),
        ),
    ]);
    await troubles.over();
    tell(`troubles over after ${((Date.now() - began) / 1000).toFixed(0)} s`);

    await redeliver(stack);
    const unrest: (string | null)[] = [await quiet(stack, "calls", kOpenCalls, kRest_ms)];
    // A minute goes by in which whoever held a key and vanished loses it; then everybody asks once more.
    await script(stack, "update idempotency_keys set locked_until = clock_timestamp() - interval '1 second' where status = 'running'");
    await player.ask_all_again(plan.calls);
    unrest.push(await quiet(stack, "calls asked for again", kOpenCalls, kRest_ms));
    unrest.push(await quiet(stack, "recordings", kOpenRecordings, kRest_ms));
    await redeliver(stack);
    await player.listen_to_everything();
    unrest.push(await quiet(stack, "audit rows", kRowsWithoutLeaf, kRest_ms));
    await player.view_to_the_end();
    await viewing;
    for (const line of unrest) if (line !== null) tell(`not at rest: ${line}`);
    tell(`at rest after ${((Date.now() - began) / 1000).toFixed(0)} s`);
    return { answers: player.answers, listenings: player.listenings, events: player.events, failures: troubles.failures };
}

