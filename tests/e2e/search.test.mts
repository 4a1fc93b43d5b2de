// Finding what was said: a real call, its transcript of record, and its words found by API and in the console, by nobody else.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import * as desk from "../browser/pages.mts";
import type { Browser } from "../browser/support/browser.mts";
import { isAccessible, kNarrow, kWide, launch, screenshot, visit } from "../browser/support/browser.mts";
import { aPerson, resume, sandbox, signIn, sql, startStack, stopStack, until, untilEnded, untilStored, Visitor, type Stack } from "./stack.mts";

let stack: Stack, browser: Browser, visitor: Visitor, call: string, recording: string;
before(async () => {
  [stack, browser] = await Promise.all([startStack(), launch()]);
  writeFileSync(path.join(stack.home, "env.local"), "WIB_EDGE_QUEUE_WAIT=1\n");
  await resume(stack);
  visitor = await signIn(stack);
  const directory = await sandbox(stack, "/directory");
  const numberOf = (name: string): string => directory.find((each: any) => each.name === name).number;
  const placed = await visitor.post("/api/voice/call", { to_number: numberOf("pays_friday"), from_number: numberOf("agent_grace"), flow_type: "bridge" });
  assert.equal(placed.status, 201, String(placed.bytes));
  call = placed.json.call_id;
  await untilEnded(visitor, call);
  recording = (await untilStored(visitor, call)).recordings[0].id;
  await until("the transcript of record", 60_000, async () => (await visitor.get(`/api/calls/${call}/transcript-versions`)).json?.transcript_status === "completed");
}, { timeout: 600_000 });
after(async () => {
  await browser?.close();
  if (stack) await stopStack(stack);
}, { timeout: 60_000 });

async function found(q: string, more = "", by = visitor): Promise<any[]> {
  const answer = await by.get(`/api/search?q=${encodeURIComponent(q)}${more}`);
  assert.equal(answer.status, 200, String(answer.bytes));
  return answer.json.results;
}
const said = (one: any): string => one.parts.map((part: any) => part.text).join("");
const hits = (one: any): string[] => one.parts.filter((part: any) => part.hit).map((part: any) => part.text.toLowerCase());

describe("what was said on a call", { timeout: 120_000 }, () => {
  test("is found by a word in any of its forms, by a phrase, and by who said it", async () => {
    const [byWord, ...others] = await found("dollar friday");
    assert.equal(others.length, 0);
    assert.match(said(byWord), /I can pay two hundred and fifty dollars on Friday/i);
    assert.deepEqual(hits(byWord), ["dollars", "friday"]);
    assert.deepEqual([byWord.call.id, byWord.recording_id, byWord.speaker, byWord.is_authoritative, byWord.is_current], [call, recording, "consumer", true, true]);
    const version = (await visitor.get(`/api/calls/${call}/transcript-versions`)).json.versions[0];
    assert.equal(byWord.version_id, version.id);
    assert.equal(version.transcript.utterances[byWord.utterance_index].start_ms, byWord.start_ms);

    assert.equal((await found('"pay two hundred"')).length, 1);
    assert.equal((await found('"pay hundred two"')).length, 0);
    const [consumers, agents] = await Promise.all([found("payment", "&speaker=consumer"), found("payment", "&speaker=agent")]);
    assert.ok(consumers.length > 0 && consumers.every((one) => one.speaker === "consumer"));
    assert.ok(agents.length > 0 && agents.every((one) => one.speaker === "agent"));
    assert.equal((await found("payment -tuesday", "&speaker=agent")).length, agents.length - 1);
    assert.equal((await found("payment", `&to=2020-01-01T00:00:00Z`)).length, 0);
    assert.equal((await visitor.get("/api/search?q=-payment")).json.code, "VALIDATION_ERROR");
    assert.equal((await visitor.get("/api/search")).json.code, "VALIDATION_ERROR");
  });

  test("is found page by page, each utterance once", async () => {
    const all = await found("payment or friday or goodbye or name");
    assert.ok(all.length > 2);
    const paged: any[] = [];
    for (let cursor = ""; ; ) {
      const { json } = await visitor.get(`/api/search?q=payment+or+friday+or+goodbye+or+name&limit=1${cursor && `&cursor=${cursor}`}`);
      paged.push(...json.results);
      if (!json.next_cursor || paged.length > all.length) break;
      cursor = json.next_cursor;
    }
    assert.deepEqual(paged, all);
  });

  test("is not found by another organisation, and not without a session", async () => {
    const stranger = new Visitor(stack.url);
    await stranger.get("/api/auth/csrf");
    const eve = { email: "eve@elsewhere.test", password: "correct horse battery" };
    assert.equal((await stranger.post("/api/auth/signup", { ...eve, name: "Eve", organization_name: "Elsewhere" }, await aPerson(stack, "sign_up"))).status, 201);
    await sql(stack, `update users set email_verified = now() where email = '${eve.email}'`);
    assert.equal((await stranger.post("/api/auth/callback/credentials", eve)).status, 200);
    const [one] = await found("friday");
    for (const q of ["friday", "payment or friday"]) assert.deepEqual(await found(q, "", stranger), []);
    assert.deepEqual(await found("friday", `&cursor=9999999999999999.${one.version_id}.0`, stranger), []);
    assert.equal((await new Visitor(stack.url).get("/api/search?q=friday")).status, 401);
  });

  test("leaves word that somebody searched, and not what for", async () => {
    await found("receipt email");
    const kept = (await sql(stack, "select new_value::text from audit_logs where action = 'transcript:searched'")).flat();
    assert.ok(kept.length > 0);
    assert.ok(kept.every((text) => !/receipt|friday|payment/i.test(text ?? "")));
  });

  test("is found in the console, and leads to its moment", async () => {
    const [one] = await found('"on friday"');
    const { page, context, complaints } = await visit(browser);
    await page.goto(`${stack.url}/search`);
    await desk.signIn(page, { email: stack.users.agent, password: stack.password });
    await page.getByRole("searchbox", { name: /Words/ }).fill('"on friday"');
    await page.keyboard.press("Enter");
    const answers = page.getByRole("list", { name: "Utterances found" });
    await answers.getByRole("link").first().waitFor();
    assert.deepEqual((await answers.locator("mark").allInnerTexts()).map((text) => text.toLowerCase()), ["on", "friday"]);
    for (const [look, scheme, size] of [["light", "light", kWide], ["dark", "dark", kWide], ["390", "light", kNarrow]] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize(size);
      await isAccessible(page, `search, ${look}`);
      await screenshot(page, `e2e-search-${look}`);
    }
    await page.setViewportSize(kWide);
    await page.getByRole("group", { name: "Who said it" }).getByRole("button", { name: "Agent" }).click();
    await page.getByText("Nobody said that").waitFor();
    await page.getByRole("group", { name: "Who said it" }).getByRole("button", { name: "Anybody" }).click();
    await answers.getByRole("link").first().click();
    await page.waitForURL(new RegExp(`/calls/${call}\\?at=${one.start_ms}`));
    await desk.playerReady(page);
    await desk.expectOf(() => desk.playerAt(page), (seconds) => Math.abs(seconds - one.start_ms / 1000) < 0.05, "playing begins there");
    const line = page.locator("li[data-found]");
    await line.getByText(/Friday/i).first().waitFor();
    assert.deepEqual(complaints, []);
    await context.close();
  });
});
