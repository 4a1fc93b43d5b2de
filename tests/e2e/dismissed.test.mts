// Somebody is dismissed in the middle of their work, while the edge's KV goes on telling for a minute what it was told to forget: their open
// console, their reads of every kind and the key they made are over within two seconds, however often they ask.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import * as desk from "../browser/pages.mts";
import { type Browser, launch, screenshot, visit } from "../browser/support/browser.mts";
import { Events, request, signIn, sql, startStack, stopStack, until, type Stack } from "./stack.mts";

let stack: Stack, browser: Browser;
before(async () => {
  [stack, browser] = await Promise.all([startStack('WIB_EDGE_ROUGH={"stale":60}\n'), launch()]);
}, { timeout: 600_000 });
after(async () => {
  await browser?.close();
  if (stack) await stopStack(stack);
}, { timeout: 60_000 });

describe("Somebody dismissed", () => {
  test("sees, hears and reads nothing more, by console, stream, kept answer or key, though KV still knows them", { timeout: 180_000 }, async () => {
    // An administrator: whoever has much to lose.
    await sql(stack, `update org_members set role = 'admin' where user_id = (select id from users where email = '${stack.users.manager}')`);
    const admin = await signIn(stack, "admin"), dismissed = await signIn(stack, "manager");
    const made = await dismissed.post("/api/organizations/api-keys", { name: "wallboard", permissions: ["calls:read"] });
    assert.equal(made.status, 201, String(made.bytes));
    const key = { authorization: `Bearer ${made.json.key}` };
    const { page, complaints, context } = await visit(browser);
    await page.goto(`${stack.url}/signin`);
    await desk.signIn(page, { email: stack.users.manager, password: stack.password });
    await until("the console to be live", 10_000, async () => (await desk.liveState(page)) === "live");
    const stream = new Events(dismissed, "/api/live");
    await until("the stream", 10_000, async () => stream.of("hello").length === 1);
    const read = async (target: string, headers = dismissed.headers()) => request(stack.url + target, { headers });
    for (const target of ["/api/capabilities", "/api/rbac/roles"])
      await until(`${target} to be kept at the edge`, 10_000, async () => (await read(target)).headers["x-cache"] === "hit", 200);
    assert.equal((await read("/api/calls", key)).status, 200);

    const answers: { begun: number; status: number; what: string }[] = [];
    let going = true;
    const asking = (what: string, target: string, headers: Record<string, string>) => (async () => {
      for (let times = 0; going && times < 2_000; ++times) {
        const begun = Date.now();
        answers.push({ begun, status: (await read(target, headers)).status, what });
      }
    })();
    const load = Promise.all([
      asking("calls", "/api/calls", dismissed.headers()), asking("calls", "/api/calls", dismissed.headers()),
      asking("kept", "/api/capabilities", dismissed.headers()), asking("me", "/api/users/me", dismissed.headers()),
      asking("key", "/api/calls", key),
    ]);
    await until("everybody to have asked", 10_000, async () => new Set(answers.map(({ what }) => what)).size === 4);
    const [[id]] = (await sql(stack, `select id from users where email = '${stack.users.manager}'`)) as [[string]];
    assert.equal((await admin.ask("DELETE", `/api/team/members/${id}`)).status, 200);
    const told = Date.now();
    await Promise.all([
      until("the console to be at the sign-in page", 2_000, async () => /\/signin\?.*reason=expired/.test(page.url())),
      until("the stream to end", 2_000, async () => stream.ended),
    ]);
    console.log(`console and stream were over ${Date.now() - told} ms after the answer`);
    await page.getByText("Your session has ended").waitFor();
    await screenshot(page, "dismissed");
    await until("each to have asked often afterwards", 20_000, async () =>
      ["calls", "kept", "me", "key"].every((kind) => answers.filter(({ begun, what }) => begun > told && what === kind).length >= 20));
    going = false;
    await load;

    // Whoever knows neither session nor key says 401; where KV still does, it is the origin that says 401, or 403 of a key whose maker is gone.
    const late = answers.filter(({ begun, status }) => begun > told && status !== 401 && status !== 403);
    assert.deepEqual(late, [], "nobody of theirs is let in by a request made after the dismissal was answered");
    for (const what of ["calls", "kept", "me", "key"]) {
      assert.ok(answers.some((one) => one.what === what && one.status === 200), `${what} was served before`);
      console.log(`${what}: ${answers.filter((one) => one.what === what).length} answers, ${answers.filter((one) => one.what === what && one.status === 200).length} of them before`);
    }
    for (const target of ["/api/rbac/roles", "/api/team/members", "/api/organizations/current", "/api/audit-logs"]) assert.equal((await read(target)).status, 401, target);
    assert.equal((await admin.get("/api/capabilities")).status, 200, "nobody else's affair");
    assert.deepEqual(complaints, []);
    await context.close();
  });
});
