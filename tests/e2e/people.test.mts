// People, end to end in Chromium: sign up → verify → invite → accept → role refused → role raised. Letters are read where the
// sandbox's Resend keeps them.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Browser, isAccessible, launch, screenshot } from "../browser/support/browser.mts";
import { kPassword, peopleOf } from "./people_pages.mts";
import { aPerson, Events, request, sandbox, signIn as signInAs, sql, startStack, stopStack, until, Visitor, type Stack } from "./stack.mts";

let stack: Stack, browser: Browser;
before(async () => {
  [stack, browser] = await Promise.all([startStack(), launch()]);
}, { timeout: 600_000 });
after(async () => {
  await browser?.close();
  if (stack) await stopStack(stack);
}, { timeout: 60_000 });

const { letterTo, somebody, signUp, signIn } = peopleOf(() => ({ stack, browser }));

describe("People", () => {
  test("sign up, verify, invite, accept, are refused and are raised", { timeout: 180_000 }, async () => {
    const ines = await somebody();
    await ines.page.goto(`${stack.url}/signin`);
    await ines.page.getByRole("link", { name: "Create an account" }).click();
    await signUp(ines, "Ines Duarte", "ines@harbor.test", "Harbor Recovery");
    await signIn(ines, "ines@harbor.test", "Set up your organisation");
    await ines.page.getByRole("button", { name: "Later" }).click();
    await ines.page.getByRole("heading", { level: 1, name: "Calls" }).waitFor();

    // Not before the address is proven.
    await ines.page.getByText("Please confirm ines@harbor.test").waitFor();
    await screenshot(ines.page, "people-unverified");
    await ines.page.getByRole("link", { name: "Team" }).first().click();
    await ines.page.getByRole("button", { name: "Invite somebody" }).click();
    await ines.page.getByRole("textbox", { name: "Email" }).fill("omar@harbor.test");
    await ines.page.getByRole("button", { name: "Send invitation" }).click();
    await ines.page.getByText("Confirm your own address first").waitFor();

    await ines.page.goto(await letterTo("ines@harbor.test", /Confirm/));
    await ines.page.getByRole("button", { name: "Confirm address" }).waitFor();
    assert.equal(new URL(ines.page.url()).hash, "", "the token is taken out of the address");
    await ines.page.getByRole("button", { name: "Confirm address" }).click();
    await ines.page.getByText("Your address is confirmed.").waitFor();
    await ines.page.getByRole("link", { name: "Go to Word Is Bond" }).click();
    await ines.page.getByRole("link", { name: "Team" }).first().click();
    await ines.page.getByRole("button", { name: "Invite somebody" }).click();
    await ines.page.getByRole("textbox", { name: "Email" }).fill("omar@harbor.test");
    await ines.page.getByRole("button", { name: "Send invitation" }).click();
    await ines.page.getByText(/plan.s limit is reached/).waitFor();
    await screenshot(ines.page, "people-plan-full");
    await sql(stack, "update organizations set plan = 'starter' where name = 'Harbor Recovery'");
    await ines.page.getByRole("button", { name: "Send invitation" }).click();
    await ines.page.getByText("An invitation is on its way to omar@harbor.test.").waitFor();
    await isAccessible(ines.page, "the invitation's dialog");
    await screenshot(ines.page, "people-invited");
    await ines.page.getByRole("button", { name: "Close" }).last().click();

    // Omar joins as an agent, and what admins do is not for him.
    const omar = await somebody();
    await omar.page.goto(await letterTo("omar@harbor.test", /Invitation/));
    await omar.page.getByRole("heading", { name: "Join Harbor Recovery" }).waitFor();
    await signUp(omar, "Omar Haddad", "omar@harbor.test");
    await signIn(omar, "omar@harbor.test");
    await omar.page.getByRole("link", { name: "Team" }).first().click();
    await omar.page.getByText("Ines Duarte").waitFor();
    assert.equal(await omar.page.getByRole("button", { name: "Invite somebody" }).count(), 0);
    const refused = await omar.page.evaluate(async () => (await fetch("/api/team/invites")).status);
    assert.equal(refused, 403);
    await screenshot(omar.page, "people-agent");

    // Raised, and at once: the edge was told to forget what it knew.
    await ines.page.reload();
    await ines.page.getByRole("combobox", { name: "Role of Omar Haddad" }).click();
    await ines.page.getByRole("option", { name: "Admin" }).click();
    await until("the role to reach Omar", 5_000, async () => (await omar.page.evaluate(async () => (await fetch("/api/team/invites")).status)) === 200);
    await omar.page.reload();
    await omar.page.getByRole("button", { name: "Invite somebody" }).waitFor();
    await screenshot(omar.page, "people-raised");
    const audited = await sql(stack, "select action from audit_logs a join organizations o on o.id = a.organization_id where o.name = 'Harbor Recovery' order by a.created_at");
    for (const action of ["auth:signup", "org:created", "auth:email_verified", "team:member_invited", "team:member_joined", "team:role_changed"])
      assert.ok(audited.some(([each]) => each === action), action);

    // Removed, and out at once.
    await ines.page.getByRole("button", { name: "More for Omar Haddad" }).click();
    await ines.page.getByRole("menuitem", { name: "Remove" }).click();
    const removed = ines.page.waitForResponse((answer) => answer.request().method() === "DELETE" && answer.url().includes("/api/team/members/"));
    await ines.page.getByRole("button", { name: "Remove", exact: true }).last().click();
    assert.equal((await removed).status(), 200);
    await until("Omar's open console to be at the sign-in page", 2_000, async () => /\/signin\?.*reason=expired/.test(omar.page.url()));
    assert.equal(await omar.page.evaluate(async () => (await fetch("/api/team/members")).status), 401);
    for (const { complaints, context } of [ines, omar]) {
      assert.deepEqual(complaints, []);
      await context.close();
    }
  });

  test("choose a new password by letter, which ends every session", { timeout: 120_000 }, async () => {
    const before = new Visitor(stack.url);
    await before.get("/api/auth/csrf");
    const signedUp = await before.post("/api/auth/signup", { email: "noor@quay.test", password: kPassword, name: "Noor", organization_name: "Quay" }, await aPerson(stack, "sign_up"));
    assert.equal(signedUp.status, 201, String(signedUp.bytes));
    assert.equal((await before.post("/api/auth/callback/credentials", { email: "noor@quay.test", password: kPassword })).status, 200);
    assert.equal((await before.get("/api/team/members")).status, 200);

    // Another form's proof sends no letter, and one that has been used none either.
    const stranger = new Visitor(stack.url);
    await stranger.get("/api/auth/csrf");
    const proof = await aPerson(stack, "sign_up");
    const asks = (extra: Record<string, string>) => stranger.post("/api/auth/forgot-password", { email: "noor@quay.test" }, extra);
    assert.deepEqual([(await asks(proof)).status, (await asks(proof)).json.code], [403, "HUMAN_CHECK_FAILED"]);

    const guest = await somebody();
    await guest.page.goto(`${stack.url}/signin`);
    await guest.page.getByRole("link", { name: "Forgot your password?" }).click();
    await guest.page.getByRole("heading", { name: "Forgot your password?" }).waitFor();
    await guest.page.getByRole("textbox", { name: "Email" }).fill("noor@quay.test");
    await guest.page.getByRole("button", { name: "Send the link" }).click();
    await guest.page.getByText("a letter with a link is on its way").waitFor();
    const link = await letterTo("noor@quay.test", /new password/);
    await guest.page.goto(link);
    await guest.page.getByLabel("New password", { exact: true }).fill("staple battery horse");
    await guest.page.getByRole("button", { name: "Change password" }).click();
    await guest.page.getByText("Your password is changed.").waitFor();
    assert.equal((await before.get("/api/team/members")).status, 401, "every session has ended");

    await guest.page.goto(link);
    await guest.page.getByLabel("New password", { exact: true }).fill("another battery horse");
    await guest.page.getByRole("button", { name: "Change password" }).click();
    await guest.page.getByText("This link is not valid any more").waitFor();
    assert.deepEqual(guest.complaints, []);
    await guest.context.close();
  });

  test("show that they are people before they sign up", { timeout: 60_000 }, async () => {
    const guest = new Visitor(stack.url);
    await guest.get("/api/auth/csrf");
    await sandbox(stack, "/faults", { at: "turnstile", kind: "disconnect", times: 2 });
    const refused = await guest.post("/api/auth/signup", { email: "bot@nowhere.test", password: kPassword, name: "Bot" }, await aPerson(stack, "sign_up"));
    assert.deepEqual([refused.status, refused.json.code], [503, "HUMAN_CHECK_UNAVAILABLE"]);
    assert.deepEqual(await sql(stack, "select 1 from users where email = 'bot@nowhere.test'"), []);

    const page = await request(`${stack.url}/signup`), elsewhere = await request(`${stack.url}/signin`);
    assert.match(String(page.headers["content-security-policy"]), /frame-src http:\/\/127\.0\.0\.1:\d+;/);
    assert.doesNotMatch(String(elsewhere.headers["content-security-policy"]), /frame-src|127\.0\.0\.1/);

    const { page: form, context } = await somebody();
    await form.goto(`${stack.url}/signup`);
    await form.locator('[data-human="solved"]').waitFor();
    await screenshot(form, "people-person");
    await context.close();
  });

  test("who are dismissed hear nothing more within two seconds", { timeout: 60_000 }, async () => {
    const admin = await signInAs(stack, "admin");
    const made = await admin.post("/api/organizations/api-keys", { name: "wallboard", permissions: ["calls:read"] });
    assert.equal(made.status, 201, String(made.bytes));
    const wallboard = new Visitor(stack.url);
    const bearer = { authorization: `Bearer ${made.json.key}` };
    const manager = await signInAs(stack, "manager"), agent = await signInAs(stack, "agent");
    const streams = { manager: new Events(manager, "/api/live"), agent: new Events(agent, "/api/live"), wallboard: new Events(wallboard, "/api/live", undefined, bearer) };
    const live = Object.values(streams);
    await until("three streams", 10_000, async () => live.every((one) => one.of("hello").length === 1) || undefined);

    // One's own session from elsewhere, a key, a membership: each ends the streams that stand on it and no other.
    const [[managerId]] = (await sql(stack, "select id from users where email = 'manager@demo.test'")) as [[string]];
    const dismissals: [keyof typeof streams, () => Promise<{ status: number }>][] = [
      ["wallboard", () => admin.ask("DELETE", `/api/organizations/api-keys/${made.json.api_key.id}`)],
      ["agent", () => agent.post("/api/auth/signout")],
      ["manager", () => admin.ask("DELETE", `/api/team/members/${managerId}`)],
    ];
    for (const [who, dismiss] of dismissals) {
      assert.ok(!streams[who].ended, `${who} still listens`);
      const answer = await dismiss();
      assert.ok(answer.status < 300, `${who}: ${answer.status}`);
      const told = Date.now();
      await until(`the stream of ${who} to end`, 2_000, async () => streams[who].ended || undefined);
      console.log(`${who} heard nothing more after ${Date.now() - told} ms`);
    }
    assert.equal((await manager.get("/api/calls")).status, 401);
    assert.equal((await agent.get("/api/calls")).status, 401);
    assert.equal((await wallboard.get("/api/calls", bearer)).status, 401);
    for (const one of live) one.close();
  });

  test("of another tenant are nobody", { timeout: 60_000 }, async () => {
    const eve = new Visitor(stack.url);
    await eve.get("/api/auth/csrf");
    assert.equal((await eve.post("/api/auth/signup", { email: "eve@elsewhere.test", password: kPassword, name: "Eve", organization_name: "Elsewhere" }, await aPerson(stack, "sign_up"))).status, 201);
    assert.equal((await eve.post("/api/auth/callback/credentials", { email: "eve@elsewhere.test", password: kPassword })).status, 200);
    const [[organization, user]] = (await sql(stack, "select o.id, m.user_id from organizations o join org_members m on m.organization_id = o.id where o.name = 'Demo Collections' limit 1")) as [[string, string]];
    for (const [method, target, body] of [
      ["GET", `/api/organizations/${organization}`, undefined],
      ["PUT", `/api/organizations/${organization}`, { name: "Mine" }],
      ["POST", "/api/teams/switch-org", { organization_id: organization }],
      ["PATCH", `/api/teams/members/${user}/role`, { role: "viewer" }],
      ["DELETE", `/api/team/members/${user}`, undefined],
      ["DELETE", `/api/team/invites/${user}`, undefined],
      ["DELETE", `/api/users/me/sessions/${user}`, undefined],
    ] as const)
      assert.equal((await eve.ask(method, target, body)).status, 404, `${method} ${target}`);
    assert.equal((await eve.get(`/api/organizations/not-an-id`)).status, 400);
  });
});
