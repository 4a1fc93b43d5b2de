// What a person sees: the real console in Chromium, the real product behind it, two people of the sandbox talking. How late each
// word is on the screen is measured from outside the console: the sandbox's clock when it sent the word's last frame, and the
// moment the DOM held the word. Both are this machine's wall clock.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "../browser/support/browser.mts";
import * as desk from "../browser/pages.mts";
import { expectOf } from "../browser/pages.mts";
import { type Visitor as Guest, isAccessible, kNarrow, kWide, launch, screenshot, visit } from "../browser/support/browser.mts";
import { sandbox, startStack, stopStack, until, words, type Stack } from "./stack.mts";

type Speaker = "agent" | "consumer";
const kSpeakers: Speaker[] = ["agent", "consumer"];
/** The product's promise: a word is on the screen within this of its last frame. */
const kPromisedMs = 1000;
/** Words measured before screenshots may disturb the page that is measured. */
const kWordsMeasured = 40;

let stack: Stack, browser: Browser;
before(async () => {
  [stack, browser] = await Promise.all([startStack(), launch()]);
}, { timeout: 600_000 });
after(async () => {
  await browser?.close();
  if (stack) await stopStack(stack);
}, { timeout: 60_000 });

/** What stood on the screen of one side, and since when. */
interface Shown {
  speaker: Speaker;
  text: string;
  atUs: number;
}

/** Runs in the page, before it: writes down what each side's words are whenever the DOM changes. */
function watchWords(): void {
  const shown: { speaker: string; text: string; atUs: number }[] = [];
  Object.assign(window, { shownWords: shown });
  const last: Record<string, string> = {};
  const look = () => {
    const region = document.querySelector('section[data-call-id][aria-label="Live words"]');
    if (!region) return;
    const atUs = Math.round((performance.timeOrigin + performance.now()) * 1000);
    for (const speaker of ["agent", "consumer"]) {
      const texts: string[] = [];
      for (const line of region.querySelectorAll(`p[data-speaker="${speaker}"]`)) {
        for (const part of line.childNodes) if (!(part instanceof Element && part.className.includes("visually-hidden"))) texts.push(part.textContent ?? "");
        texts.push(" ");
      }
      const text = texts.join("").replace(/\s+/g, " ").trim();
      if (text === (last[speaker] ?? "")) continue;
      last[speaker] = text;
      shown.push({ speaker, text, atUs });
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["data-segment", "data-speaker", "data-under-way"] });
}

const shownOn = (page: Page): Promise<Shown[]> => page.evaluate(() => (window as unknown as { shownWords: Shown[] }).shownWords);

/** Which of the words said are among the words shown, in order: the longest common subsequence. */
function recognised(said: string[], shown: string[]): Set<number> {
  const width = shown.length + 1;
  const best = new Int32Array((said.length + 1) * width);
  for (let i = said.length - 1; i >= 0; i--)
    for (let j = shown.length - 1; j >= 0; j--)
      best[i * width + j] = said[i] === shown[j] ? best[(i + 1) * width + j + 1]! + 1 : Math.max(best[(i + 1) * width + j]!, best[i * width + j + 1]!);
  const found = new Set<number>();
  for (let i = 0, j = 0; i < said.length && j < shown.length; )
    if (said[i] === shown[j]) found.add(i++), j++;
    else if (best[(i + 1) * width + j]! >= best[i * width + j + 1]!) i++;
    else j++;
  return found;
}

interface Said {
  speaker: Speaker;
  plain: string;
  sent_at_us: number;
}

interface Measured extends Said {
  /** null: the word never came to the screen. */
  delayMs: number | null;
}

/** Every word said against every state of the screen: a word is there from the first state in which it is and stays. */
function measure(said: Said[], shown: Shown[]): Measured[] {
  return kSpeakers.flatMap((speaker) => {
    const mine = said.filter((word) => word.speaker === speaker);
    const since = mine.map((): number | null => null);
    for (const state of shown.filter((one) => one.speaker === speaker)) {
      // Nothing can be on the screen that nobody has begun to say.
      const begun = mine.filter((word) => word.sent_at_us - 1_000_000 < state.atUs);
      const there = recognised(begun.map((word) => word.plain), words(state.text));
      since.forEach((at, i) => {
        if (!there.has(i)) since[i] = null;
        else if (at === null) since[i] = state.atUs;
      });
    }
    return mine.map((word, i) => ({ ...word, delayMs: since[i] === null ? null : (since[i]! - word.sent_at_us) / 1000 }));
  });
}

const percentile = (sorted: number[], share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]!;

function figures(measured: Measured[]): string {
  const delays = measured.flatMap((word) => word.delayMs ?? []).sort((a, b) => a - b);
  if (!delays.length) return "none";
  return `median ${percentile(delays, 0.5).toFixed(0)} ms, p95 ${percentile(delays, 0.95).toFixed(0)} ms, worst ${delays.at(-1)!.toFixed(0)} ms, n=${delays.length}`;
}

describe("a bridged call in the browser", { timeout: 180_000 }, () => {
  let guest: Guest, page: Page, call: string, measuredWords: number;
  const consumer = { number: "+12025550120", typed: "(202) 555-0120" };
  const agentsPhone = "+12025550181";

  /** The leg that carries the media stream: both sides' words and frames. */
  const streamedLeg = async () => (await sandbox(stack, "/calls")).find((leg: any) => leg.to === consumer.number && leg.streams.length);
  const saidSoFar = async (): Promise<Said[]> => {
    const leg = await streamedLeg();
    if (!leg) return [];
    const timeline = await sandbox(stack, `/timeline?call=${encodeURIComponent(leg.call_control_id)}`);
    // Plain words are compared: an apostrophe is not a difference.
    return timeline.map((word: any) => ({ speaker: word.track === "inbound" ? "consumer" : "agent", plain: words(word.text).join(""), sent_at_us: word.sent_at_us }));
  };
  const inEachLook = async (name: string, scene: (look: string) => Promise<void>) => {
    for (const [look, scheme, size] of [["light", "light", kWide], ["dark", "dark", kWide], ["390", "light", kNarrow], ["390-dark", "dark", kNarrow]] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize(size);
      await scene(look);
      await screenshot(page, `e2e-${name}-${look}`);
    }
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize(kWide);
  };

  before(async () => {
    guest = await visit(browser);
    page = guest.page;
    await page.addInitScript(watchWords);
  });
  after(async () => {
    await guest?.context.close();
  });

  test("both sides’ words are on the screen within a second of their last frame", async (t) => {
    await page.goto(stack.url);
    await desk.signIn(page, { email: stack.users.agent, password: stack.password });
    call = await desk.placeCall(page, { number: consumer.typed, ownPhone: agentsPhone });
    await expectOf(() => desk.callStatus(page), (status) => status === "bridged", "both sides joined", 20_000);
    await until("enough words", 60_000, async () => {
      const said = await saidSoFar();
      return said.length >= kWordsMeasured && kSpeakers.every((speaker) => said.filter((word) => word.speaker === speaker).length >= 10);
    });
    const said = await saidSoFar();
    measuredWords = said.length;
    // The last of them has its second, and one more, to come.
    const enoughUs = said.at(-1)!.sent_at_us + 2 * kPromisedMs * 1000;
    await until("the last word's second to pass", 5_000, async () => Date.now() * 1000 > enoughUs);
    const measured = measure(said, await shownOn(page));
    const { clock_late_ms_worst } = await sandbox(stack, "/health");
    t.diagnostic(`words on screen: ${figures(measured)} (quickest ${Math.min(...measured.map((word) => word.delayMs ?? Infinity)).toFixed(0)} ms)`);
    for (const speaker of kSpeakers) t.diagnostic(`words on screen, ${speaker}: ${figures(measured.filter((word) => word.speaker === speaker))}`);
    t.diagnostic(`the sandbox sent frames at most ${clock_late_ms_worst} ms late; the console's own last figure: ${await page.getByTestId("live").textContent()}`);
    const missed = measured.filter((word) => word.delayMs === null);
    t.diagnostic(`said and never shown: ${missed.length}${missed.map((word) => ` ${word.speaker}:${word.plain}`).join("")}`);
    assert.ok(missed.length <= measured.length * 0.05, "nearly every word said is shown");
    assert.ok(measured.length - missed.length >= 20, "enough words to speak of");
    const late = measured.filter((word) => word.delayMs !== null && word.delayMs > kPromisedMs);
    assert.deepEqual(late, [], "no word is late");
  });

  test("the live call looks right in every look, and is accessible", async () => {
    await inEachLook("live", async (look) => {
      await desk.wordsUnderWay(page, "consumer").or(desk.wordsUnderWay(page, "agent")).first().waitFor({ timeout: 15_000 });
      await isAccessible(page, `live call, ${look}`);
    });
  });

  test("End ends it, and the recording plays, as long as the stream was", async (t) => {
    await desk.endCall(page);
    await expectOf(() => desk.callStatus(page), (status) => status === "completed", "ended", 15_000);
    const others = measure(await saidSoFar(), await shownOn(page)).sort((a, b) => a.sent_at_us - b.sent_at_us).slice(measuredWords);
    t.diagnostic(`words said after those, while pictures were taken and the call was ended: ${figures(others)}; not shown: ${others.filter((word) => word.delayMs === null).length} of ${others.length}`);
    await desk.callBar(page).getByRole("link", { name: "Open the call" }).click();
    await desk.playerReady(page, 30_000);
    const play = desk.player(page).getByRole("button", { name: "Play" });
    await play.click();
    await expectOf(() => desk.playerAt(page), (s) => s > 0.3, "it plays");
    const seconds = await page.locator("audio").evaluate((audio: HTMLAudioElement) => audio.duration);
    const { inbound, outbound } = (await streamedLeg()).streams[0].tracks;
    const streamMs = Math.max(inbound.frames, outbound.frames) * 20;
    assert.ok(Math.abs(seconds * 1000 - streamMs) <= 100, `${seconds} s of sound, ${streamMs} ms of frames`);
    const lines = desk.transcriptLines(page);
    assert.ok((await lines.count()) >= 4, "what was said is written down");
    const line = lines.nth(2);
    const word = line.locator("[data-start]").first();
    const wanted = Number(await word.getAttribute("data-start")) / 1000;
    await desk.player(page).getByRole("button", { name: "Pause" }).click();
    await word.click();
    await expectOf(() => desk.playerAt(page), (s) => Math.abs(s - wanted) < 0.05, "at the words that were clicked");
  });

  test("after a reload everything is still there", async () => {
    const before = await desk.transcriptLines(page).allInnerTexts();
    await page.reload();
    await desk.playerReady(page);
    await expectOf(() => desk.transcriptLines(page).allInnerTexts(), (now) => JSON.stringify(now) === JSON.stringify(before), "the same words");
    await desk.panel(page, "Timeline").getByText("Call: completed").waitFor();
    await desk.panel(page, "Timeline").getByText("Recording stored").waitFor();
    await inEachLook("call", async (look) => {
      await desk.playerReady(page);
      await isAccessible(page, `call page, ${look}`);
    });
  });

  test("who may read the audit finds every deed there", async () => {
    const auditor = await visit(browser);
    await auditor.page.goto(`${stack.url}/calls/${call}`);
    await desk.signIn(auditor.page, { email: stack.users.compliance, password: stack.password });
    await desk.playerReady(auditor.page);
    const audit = desk.panel(auditor.page, "Audit trail");
    for (const deed of ["Call placed", "Call ended", "Recording accessed"]) await audit.getByText(deed).first().waitFor();
    await isAccessible(auditor.page, "call page, audit");
    await audit.scrollIntoViewIfNeeded();
    await screenshot(auditor.page, "e2e-call-audit");
    assert.deepEqual(auditor.complaints, []);
    await auditor.context.close();
  });

  test("the list shows it once", async () => {
    await desk.openCalls(page);
    await page.locator(`a[data-row="${call}"]`).waitFor();
    assert.equal(await page.locator(`a[data-row="${call}"]`).count(), 1);
    assert.equal(await desk.callRows(page).count(), 1);
    await screenshot(page, "e2e-calls");
  });

  test("and the page never complained", () => {
    assert.deepEqual(guest.complaints, []);
  });
});
