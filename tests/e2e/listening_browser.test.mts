// A manager's ear in Chromium: the real console, the real product, two people of the sandbox talking. What comes out of the sound card's
// side of the page is compared with the recording of the call, and how late it is is measured from the sound alone.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import * as desk from "../browser/pages.mts";
import type { Browser } from "../browser/support/browser.mts";
import { isAccessible, kNarrow, kWide, launch, screenshot, visit } from "../browser/support/browser.mts";
import { callOf, sandbox, signIn, startStack, stopStack, until, untilEnded, untilStatus, untilStored, type Stack } from "./stack.mts";

let stack: Stack, browser: Browser;
before(async () => {
  [stack, browser] = await Promise.all([startStack(), launch()]);
}, { timeout: 600_000 });
after(async () => {
  await browser?.close();
  if (stack) await stopStack(stack);
}, { timeout: 60_000 });

const kRate = 8000;
interface Block {
  /** When its last sample had left the page's player. */
  atMs: number;
  /** What the sound card still keeps back. */
  latencyMs: number;
  samples: number[];
}

/** Runs in the page, before it: what is played goes to a second place, too. */
function tapSound(): void {
  const blocks: Block[] = [];
  Object.assign(window, { heardBlocks: blocks });
  const connect = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode) => AudioNode;
  AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode) {
    if (this instanceof AudioWorkletNode && to === this.context.destination) {
      const context = this.context as AudioContext;
      const tap = context.createScriptProcessor(256, 1, 1);
      tap.onaudioprocess = ({ inputBuffer }) => {
        blocks.push({
          atMs: performance.timeOrigin + performance.now(),
          latencyMs: 1000 * (context.baseLatency + context.outputLatency),
          samples: Array.from(inputBuffer.getChannelData(0)),
        });
      };
      connect.call(this, tap);
      connect.call(tap, to);
    }
    return connect.call(this, to);
  } as typeof AudioNode.prototype.connect;
}

/** Where `part` lies in `whole`, around a place, and how alike they are there (the correlation, 1 for the same sound). */
function align(whole: Float32Array, part: Float32Array, from: number, to: number): { at: number; alike: number } {
  let partEnergy = 0;
  for (const sample of part) partEnergy += sample * sample;
  let best = { at: -1, alike: -1 };
  for (let at = Math.max(0, from); at <= Math.min(whole.length - part.length, to); ++at) {
    let product = 0, energy = 0;
    for (let i = 0; i < part.length; ++i) {
      product += whole[at + i]! * part[i]!;
      energy += whole[at + i]! * whole[at + i]!;
    }
    const alike = energy > 0 ? product / Math.sqrt(energy * partEnergy) : 0;
    if (alike > best.alike) best = { at, alike };
  }
  return best;
}

describe("a manager listens in the console", { timeout: 180_000 }, () => {
  test("hears what was said, both sides, and sees when it ends", async (t) => {
    const agent = await signIn(stack);
    const directory = await sandbox(stack, "/directory");
    const numberOf = (name: string): string => directory.find((e: any) => e.name === name).number;
    const placed = await agent.post("/api/voice/call", { to_number: numberOf("asks_for_plan"), from_number: numberOf("agent_grace"), flow_type: "bridge" });
    assert.equal(placed.status, 201, String(placed.bytes));
    const call = placed.json.call_id;

    const { page, context, complaints } = await visit(browser);
    await page.addInitScript(tapSound);
    await page.goto(`${stack.url}/calls/${call}`);
    await desk.signIn(page, { email: stack.users.manager, password: stack.password });
    await untilStatus(agent, call, (status) => status === "bridged");
    const ear = page.getByRole("region", { name: "Listening in" });
    await until("the call's sound", 15_000, async () => (await callOf(agent, call)).recordings.length > 0);
    await ear.getByRole("button", { name: "Listen in" }).click();
    await ear.getByText("You hear both sides. Nobody hears you.").waitFor();
    const played = async () => Number((await ear.getAttribute("data-played")) ?? 0);
    await until("eight seconds of sound", 30_000, async () => (await played()) > 2 * 8 * kRate);
    const lead = Number(await ear.getAttribute("data-lead-ms"));

    for (const [look, scheme, size] of [["light", "light", kWide], ["dark", "dark", kWide], ["390", "light", kNarrow]] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize(size);
      await page.mouse.move(0, 0);  // what lies under it now would explain itself
      await ear.scrollIntoViewIfNeeded();
      await isAccessible(page, `listening, ${look}`);
      await screenshot(page, `e2e-listening-${look}`);
    }
    const blocks = await page.evaluate(() => (window as unknown as { heardBlocks: Block[] }).heardBlocks);
    await agent.post(`/api/calls/${call}/end`);
    await ear.getByText("The call is over.").waitFor();
    await untilEnded(agent, call);

    const stored = (await untilStored(agent, call)).recordings[0];
    const wav = (await agent.get(`/api/recordings/stream/${stored.id}`)).bytes.subarray(44);
    const both = Float32Array.from({ length: Math.floor(wav.length / 4) }, (_, i) => (wav.readInt16LE(4 * i) + wav.readInt16LE(4 * i + 2)) / 32768);
    // A frame is received when its last sample has been said.
    const saidAt = Date.parse(stored.started_at) - 20;

    // Stretches of a second and a half, each held against the recording around the moment it was heard.
    const figures: { behindMs: number; alike: number }[] = [];
    const kStretch = 48;
    for (let from = Math.floor(blocks.length / 6); from + kStretch < blocks.length && figures.length < 5; from += kStretch) {
      const stretch = blocks.slice(from, from + kStretch);
      const part = Float32Array.from(stretch.flatMap((block) => block.samples));
      if (part.reduce((sum, s) => sum + s * s, 0) / part.length < 1e-4) continue;
      const last = stretch.at(-1)!;
      const heardAt = last.atMs + last.latencyMs;
      const guess = Math.round(((heardAt - saidAt) * kRate) / 1000) - part.length;
      const { at, alike } = align(both, part, guess - kRate, guess + kRate / 5);
      if (at >= 0) figures.push({ behindMs: Math.round(heardAt - (saidAt + ((at + part.length) * 1000) / kRate)), alike });
    }
    t.diagnostic(`mouth to ear: ${figures.map((one) => `${one.behindMs} ms (alike ${one.alike.toFixed(2)})`).join(", ")}; buffered ${lead} ms, the page's own latency ${Math.round(blocks.at(-1)!.latencyMs)} ms`);
    assert.ok(figures.length >= 2, "there was something to hear");
    assert.ok(figures.filter((one) => one.alike > 0.8).length >= 2, "what was heard is what was said");
    assert.deepEqual(complaints, []);
    await context.close();
  });
});
