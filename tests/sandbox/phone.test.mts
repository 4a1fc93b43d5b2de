import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { kUlawSilence, pcm_to_ulaw } from "./audio/g711.mts";
import { Voices } from "./audio/voice.mts";
import { Directory, parse_script, type Script } from "./phone/directory.mts";
import { type Moment, Party } from "./phone/party.mts";
import { kAudioCache } from "./stage.mts";

const directory = await Directory.load(import.meta.dirname);
const voices = new Voices(kAudioCache);
const party = async (name: string, change: Partial<Script> = {}) => {
    const script = { ...directory.scripts.find((one) => one.name === name)!, ...change };
    return new Party(script, await Promise.all(script.lines.map((line) => (line.say ? voices.say(script.voice, line.say) : null))));
};
const silence = new Uint8Array(160).fill(kUlawSilence);
const talk = pcm_to_ulaw(Int16Array.from({ length: 160 }, (_, i) => (i % 40 < 20 ? 3000 : -3000)));

/** Two people on a line, in virtual time; stops when one hangs up. */
function converse(one: Party, other: Party, seconds: number): number {
    one.connect();
    other.connect();
    let from_one: Uint8Array | null = null;
    let from_other: Uint8Array | null = null;
    for (let ms = 0; ms < seconds * 1000; ms += 20) {
        const a: Moment = one.step(from_other);
        const b: Moment = other.step(from_one);
        [from_one, from_other] = [a.frame, b.frame];
        if (a.hangs_up || b.hangs_up) return ms;
    }
    return -1;
}

describe("the directory", () => {
    it("has people for every ending, and agents", () => {
        const consumers = directory.scripts.filter((script) => script.role === "consumer");
        assert.ok(consumers.length >= 7);
        assert.ok(directory.scripts.filter((script) => script.role === "agent" && script.outcome === "answers").length >= 2);
        for (const outcome of ["busy", "no_answer", "rejects"]) assert.ok(consumers.some((script) => script.outcome === outcome));
        assert.ok(consumers.some((script) => script.voice === "es"));
        assert.ok(consumers.some((script) => script.kind === "machine"));
        for (const { number } of directory.scripts) assert.match(number, /^\+1202555 ?01\d\d$/);
    });
    it("refuses scripts that say what no script means", () => {
        const good = { name: "a", title: "A", number: "+12025550100", role: "agent", voice: "slt", answer_after_ms: 1, lines: [], hang_up: "end" };
        assert.equal(parse_script("a.json", JSON.stringify(good)).patience_ms, 4000);
        assert.throws(() => parse_script("a.json", JSON.stringify({ ...good, number: "0202" })), /a.json: "number"/);
        assert.throws(() => parse_script("a.json", JSON.stringify({ ...good, mood: "angry" })), /"mood"/);
        assert.throws(() => parse_script("a.json", JSON.stringify({ ...good, lines: [{ after: "answer" }] })), /"lines"/);
    });
});

describe("two people on a line", () => {
    it("take turns, finish their lines and never talk over each other", async () => {
        const [agent, consumer] = [await party("agent_grace"), await party("pays_friday")];
        assert.ok(converse(agent, consumer, 120) > 0);
        const lines = [...agent.said, ...consumer.said].sort((a, b) => a.started_ms - b.started_ms);
        assert.equal(consumer.said.length, 5);
        assert.equal(agent.said.length, 5);
        lines.slice(1).forEach((line, i) => assert.ok(line.started_ms >= lines[i]!.ended_ms!, `"${line.text}" interrupts`));
    });
    it("hang up in the middle of a sentence when the script says so", async () => {
        const consumer = await party("hangs_up_mid_sentence");
        assert.equal(converse(consumer, await party("agent_oscar"), 60), 5600);
        assert.equal(consumer.said.at(-1)!.ended_ms, null);
    });
});

describe("a person", () => {
    it("waits for a pause, not for a breath", async () => {
        const consumer = await party("short_and_simple");
        let ms = 0;
        const hear = (frame: Uint8Array, for_ms: number) => {
            for (const end = ms + for_ms; ms < end; ms += 20) consumer.step(frame);
        };
        hear(silence, 3200); // says the first line meanwhile
        for (let i = 0; i < 3; i++) {
            hear(talk, 400);
            hear(silence, 400);
        }
        assert.equal(consumer.said.length, 1);
        hear(silence, 400);
        assert.equal(consumer.said.length, 2);
    });
    it("carries on when nobody says anything, an agent only once connected", async () => {
        const [consumer, agent] = [await party("short_and_simple"), await party("agent_grace")];
        for (let ms = 0; ms < 12_000; ms += 20) {
            consumer.step(null);
            agent.step(null);
        }
        assert.equal(consumer.said.length, 2);
        assert.equal(agent.said.length, 0);
        agent.connect();
        for (let ms = 0; ms < 9100; ms += 20) agent.step(null);
        assert.equal(agent.said.length, 1);
    });
    it("tells each word when its last frame goes out", async () => {
        const consumer = await party("short_and_simple");
        const ends: [string, number][] = [];
        for (let ms = -700; ms < 3000; ms += 20) for (const word of consumer.step(null).ended) ends.push([word.text, ms + 20]);
        const { words } = await voices.say("slt", consumer.script.lines[0]!.say!);
        assert.deepEqual(ends.map(([text]) => text), words.map((word) => word.text));
        ends.forEach(([, ms], i) => assert.ok(ms - words[i]!.end_ms >= 0 && ms - words[i]!.end_ms <= 20));
    });
    it("beeps when it is a machine", async () => {
        const machine = await party("voicemail_machine");
        let beep = 0;
        for (let ms = 0; ms < 10_000; ms += 20) {
            const { frame } = machine.step(null);
            if (ms >= 9000 && frame) beep += 20;
        }
        assert.equal(beep, 440);
    });
    it("presses keys", async () => {
        const caller = await party("short_and_simple", { lines: [{ after: 100, press: "1" }] });
        const pressed = Array.from({ length: 10 }, () => caller.step(null).pressed).filter((key) => key !== null);
        assert.deepEqual(pressed, ["1"]);
    });
});
