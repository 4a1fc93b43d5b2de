// People, end to end in Chromium: sign up → verify → invite → accept → role refused → role raised. Letters are read where the
// sandbox's Resend keeps them.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Browser, type Visitor as Guest, isAccessible, launch, screenshot, visit } from "../browser/support/browser.mts";
import { aPerson, Events, request, sandbox, signIn as signInAs, sql, startStack, stopStack, until, Visitor, type Stack } from "./stack.mts";

const kPassword = "correct horse battery";
let stack: Stack, browser: Browser;
before(async () => {
  [stack, browser] = await Promise.all([startStack(), launch()]);
}, { timeout: 600_000 });
after(async () => {
  await browser?.close();
  if (stack) await stopStack(stack);
}, { timeout: 60_000 });

/** The link of the newest letter to an address, as the address would be typed into this browser. */
async function letterTo(address: string, about: RegExp): Promise<string> {
  const letter = await until(`a letter to ${address}`, 20_000, async () => {
    const letters = await sandbox(stack, `/emails?to=${encodeURIComponent(address)}`);
    return letters.findLast((one: { subject: string }) => about.test(one.subject));
  });
  assert.ok(letter.link.startsWith(`${stack.url}/`), letter.link);
  return letter.link;
}

async function somebody(): Promise<Guest> {
  return visit(browser, {});
}

async function signUp({ page }: Guest, name: string, email: string, organisation?: string): Promise<void> {
  await page.getByRole("textbox", { name: "Your name" }).fill(name);
  if (organisation !== undefined) {
    await page.getByRole("textbox", { name: "Email" }).fill(email);
    await page.getByRole("textbox", { name: "Organisation" }).fill(organisation);
  }
  await page.getByLabel("Password", { exact: true }).fill(kPassword);
  await page.getByRole("button", { name: /^Create account/ }).click();
  await page.getByText("Your account is ready.").waitFor();
}

async function signIn({ page }: Guest, email: string, landing = "Calls"): Promise<void> {
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill(kPassword);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { level: 1, name: landing }).waitFor();
}

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

  test("set their organisation up, and it stays set up", { timeout: 180_000 }, async () => {
    const mara = await somebody();
    const { page } = mara;
    const step = (name: string) => page.getByRole("heading", { level: 2, name, exact: true }).waitFor();
    const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
    await page.goto(`${stack.url}/signup`);
    await signUp(mara, "Mara Silva", "mara@pier.test", "Pier Collections");
    await page.goto(await letterTo("mara@pier.test", /Confirm/));
    await press("Confirm address");
    await page.getByText("Your address is confirmed.").waitFor();
    await page.goto(`${stack.url}/signin`);
    await signIn(mara, "mara@pier.test", "Set up your organisation");

    await step("Your plan");
    await isAccessible(page, "the first step");
    await screenshot(page, "people-onboarding-plan");
    await press("Start the 14-day trial");
    await step("Your number");
    await page.getByText("No number yet").waitFor();
    await page.getByRole("link", { name: "Plan: Business. Look at what it includes" }).waitFor();
    await press("Continue");
    await step("When you call, and what is checked");
    await page.getByRole("combobox", { name: "Time zone" }).fill("los angeles");
    await page.getByRole("option", { name: "America/Los Angeles" }).click();
    await page.getByLabel("Calling begins").fill("07:00");
    await press("Confirm and continue");
    await page.getByText("must be HH:MM, 08:00 or later").waitFor();
    await page.getByLabel("Calling begins").fill("09:00");
    await press("Confirm and continue");
    await step("A call to your own phone");
    await page.reload();
    await step("A call to your own phone");
    await press("Skip for now");
    await step("Invite your team");
    await page.getByRole("textbox", { name: "Email" }).fill("noor@pier.test");
    await press("Send invitation");
    await page.getByText("An invitation is on its way to noor@pier.test.").waitFor();
    await screenshot(page, "people-onboarding-invited");

    // Left where it is, in another browser's eyes too; and taken up there.
    await page.goto(`${stack.url}/`);
    await step("Invite your team");
    await press("Skip for now");
    await step("Ready");
    await page.getByText("09:00–21:00 America/Los Angeles").waitFor();
    await press("Finish");
    await page.getByText("Your organisation is set up").waitFor();
    await isAccessible(page, "the last step");
    await screenshot(page, "people-onboarding-done");
    await page.goto(`${stack.url}/`);
    await page.getByRole("heading", { level: 1, name: "Calls" }).waitFor();
    assert.equal(await page.getByRole("link", { name: "Finish setting up" }).count(), 0);

    const noor = await somebody();
    await noor.page.goto(await letterTo("noor@pier.test", /Invitation/));
    await noor.page.getByRole("heading", { name: "Join Pier Collections" }).waitFor();
    await signUp(noor, "Noor Haddad", "noor@pier.test");
    await signIn(noor, "noor@pier.test");
    await noor.page.goto(`${stack.url}/onboarding`);
    await noor.page.getByText("You do not have this right").waitFor();

    const [stored] = await sql(stack, "select onboarding_step, plan, plan_status, timezone, calling_hours_start, calling_hours_end, dnc_enabled, disclosure_enabled, onboarding_completed_at is not null, compliance_confirmed_at is not null from organizations where name = 'Pier Collections'");
    assert.deepEqual(stored, ["8", "business", "trialing", "America/Los_Angeles", "09:00:00", "21:00:00", "t", "t", "t", "t"]);
    const audited = await sql(stack, "select action, count(*) from audit_logs a join organizations o on o.id = a.organization_id where o.name = 'Pier Collections' and action like 'org:%' group by 1 order by 1");
    assert.deepEqual(audited, [["org:created", "1"], ["org:onboarding_completed", "1"], ["org:updated", "2"]]);
    for (const { complaints, context } of [mara, noor]) {
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

  test("hear where their letters come back, and strangers hear nothing of it", { timeout: 120_000 }, async () => {
    const gone = "bounced@resend.dev";
    const admin = await signInAs(stack, "admin");
    const invite = () => admin.post("/api/team/invites", { email: gone, role: "agent" });
    const first = await invite();
    assert.deepEqual([first.status, first.json.email], [201, "promised"], String(first.bytes));
    // The vendor tells of it by a signed webhook, as it does of one that arrived.
    const fate = (address: string) => sql(stack, `select status from email_outbox where recipient = '${address}' order by created_at desc limit 1`);
    await until("the letter to come back", 20_000, async () => (await fate(gone))[0]?.[0] === "bounced");
    assert.equal((await admin.post("/api/team/invites", { email: "lena@harbor.test", role: "agent" })).status, 201);
    await until("another to arrive", 20_000, async () => (await fate("lena@harbor.test"))[0]?.[0] === "delivered");
    const audited = (await sql(stack, `select action from audit_logs where resource_id = '${first.json.invite.id}' order by created_at`)).map(([action]) => action);
    assert.deepEqual(audited, ["team:member_invited", "email:sent", "email:bounced"]);

    assert.equal((await admin.ask("DELETE", `/api/team/invites/${first.json.invite.id}`)).status, 200);
    const guest = await somebody();
    await guest.page.goto(`${stack.url}/signin`);
    await guest.page.getByRole("textbox", { name: "Email" }).fill(stack.users.admin);
    await guest.page.getByLabel("Password", { exact: true }).fill(stack.password);
    await guest.page.getByRole("button", { name: "Sign in" }).click();
    await guest.page.getByRole("link", { name: "Team" }).first().click();
    await guest.page.getByRole("button", { name: "Invite somebody" }).click();
    await guest.page.getByRole("textbox", { name: "Email" }).fill(gone);
    await guest.page.getByRole("button", { name: "Send invitation" }).click();
    await guest.page.getByText(`Letters to ${gone} came back`).waitFor();
    await screenshot(guest.page, "people-undeliverable");

    // Who signed up with that address is told when they ask for its proof; who only knows the address is not.
    await guest.context.close();
    const signedUp = new Visitor(stack.url);
    await signedUp.get("/api/auth/csrf");
    assert.equal((await signedUp.post("/api/auth/signup", { email: gone, password: kPassword, name: "Gone" }, await aPerson(stack, "sign_up"))).status, 201);
    assert.equal((await signedUp.post("/api/auth/callback/credentials", { email: gone, password: kPassword })).status, 200);
    const again = await signedUp.post("/api/auth/verification");
    assert.deepEqual([again.status, again.json.code, again.json.details[0].path], [400, "VALIDATION_ERROR", "email"]);
    const stranger = new Visitor(stack.url);
    await stranger.get("/api/auth/csrf");
    const forgot = async (email: string) => stranger.post("/api/auth/forgot-password", { email }, await aPerson(stack, "forgot_password"));
    const [theirs, nobodys] = [await forgot(gone), await forgot("nobody@resend.dev")];
    assert.deepEqual([theirs.status, theirs.json], [nobodys.status, nobodys.json]);
    await until("neither letter to leave", 20_000, async () => (await fate(gone))[0]?.[0] === "dropped" && (await fate("nobody@resend.dev"))[0]?.[0] === "dropped");
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
