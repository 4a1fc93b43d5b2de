// What people do about their own account, in Chromium on the whole product: sessions ended and renewed, a password changed, keys made,
// renewed and ended, organisations founded, renamed and changed.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { signIn, signOut } from "../browser/pages.mts";
import { type Browser, type Visitor as Guest, isAccessible, launch, screenshot, visit } from "../browser/support/browser.mts";
import { aPerson, request, sql, startStack, stopStack, until, Visitor, type Stack } from "./stack.mts";

const kPassword = "correct horse battery";
let stack: Stack, browser: Browser;
before(async () => {
  [stack, browser] = await Promise.all([startStack(), launch()]);
}, { timeout: 600_000 });
after(async () => {
  await browser?.close();
  if (stack) await stopStack(stack);
}, { timeout: 60_000 });

/** Somebody with an organisation of their own and a proven address. */
async function anOwner(email: string, organisation: string): Promise<void> {
  const visitor = new Visitor(stack.url);
  await visitor.get("/api/auth/csrf");
  const made = await visitor.post("/api/auth/signup", { email, password: kPassword, name: "Ines Duarte", organization_name: organisation }, await aPerson(stack, "sign_up"));
  assert.equal(made.status, 201, String(made.bytes));
  await sql(stack, `update users set email_verified = now() where email = '${email}'`);
}
async function signedIn(email: string, password = kPassword): Promise<Guest> {
  const guest = await visit(browser);
  await guest.page.goto(`${stack.url}/signin`);
  await signIn(guest.page, { email, password });
  return guest;
}
/** Whether this browser's session still opens anything. */
const status = ({ page }: Guest): Promise<number> => page.evaluate(async () => (await fetch("/api/team/members")).status);
const cookieOf = async ({ context }: Guest): Promise<string> => (await context.cookies()).find(({ name }) => name === "__Host-wib")!.value;
async function leave(...guests: Guest[]): Promise<void> {
  for (const { complaints, context } of guests) {
    assert.deepEqual(complaints, []);
    await context.close();
  }
}

describe("A person", () => {
  test("ends a session elsewhere, and changes their password, which ends the others", { timeout: 120_000 }, async () => {
    await anOwner("ines@harbor.test", "Harbor Recovery");
    const here = await signedIn("ines@harbor.test"), there = await signedIn("ines@harbor.test");
    await here.page.goto(`${stack.url}/settings/security`);
    await here.page.getByRole("button", { name: /^End the session in Chrome/ }).waitFor();
    await screenshot(here.page, "account-sessions");
    await here.page.getByRole("button", { name: /^End the session in Chrome/ }).click();
    await there.page.waitForURL(/\/signin\?.*reason=expired/);
    await there.page.getByText("Your session has ended").waitFor();
    assert.equal(await status(there), 401);
    assert.equal(await here.page.getByRole("button", { name: /^End the session in Chrome/ }).count(), 0, "one is left, and it is this one");

    await signIn(there.page, { email: "ines@harbor.test", password: kPassword });
    const [old, fresh] = [here.page.getByLabel("Present password", { exact: true }), here.page.getByLabel("New password", { exact: true })];
    await old.fill("not my password");
    await fresh.fill("staple battery horse");
    await here.page.getByRole("button", { name: "Change password" }).click();
    await here.page.getByText("The present password is not right.").waitFor();
    assert.equal(await status(there), 200, "nothing has changed");
    await old.fill(kPassword);
    await here.page.getByRole("button", { name: "Change password" }).click();
    await here.page.getByText("Your password is changed. The other sessions have ended.").waitFor();
    await isAccessible(here.page, "a changed password");
    await screenshot(here.page, "account-password-changed");
    await there.page.waitForURL(/\/signin\?.*reason=expired/);
    assert.equal(await status(here), 200, "one's own goes on");

    await signOut(here.page);
    await here.page.getByRole("textbox", { name: "Email" }).fill("ines@harbor.test");
    await here.page.getByLabel("Password", { exact: true }).fill(kPassword);
    await here.page.getByRole("button", { name: "Sign in" }).click();
    await here.page.getByRole("alert").getByText("do not match an account").waitFor();
    await signIn(here.page, { email: "ines@harbor.test", password: "staple battery horse" });
    await leave(here, there);
  });

  test("has a session in its last day renewed without noticing, and the old one is over", { timeout: 120_000 }, async () => {
    await anOwner("noor@quay.test", "Quay");
    const guest = await signedIn("noor@quay.test");
    const before = await cookieOf(guest);
    const living = () => sql(stack, "select count(*), min(s.expires_at) > now() + interval '6 days' from sessions s join users u on u.id = s.user_id where u.email = 'noor@quay.test' and s.revoked_at is null");
    await sql(stack, "update sessions set expires_at = now() + interval '2 hours' where user_id = (select id from users where email = 'noor@quay.test')");
    await guest.page.reload();
    await until("another session", 10_000, async () => (await cookieOf(guest)) !== before);
    assert.deepEqual(await living(), [["1", "t"]]);
    assert.equal(await status(guest), 200);
    const worn = await request(`${stack.url}/api/team/members`, { headers: { cookie: `__Host-wib=${before}` } });
    assert.equal(worn.status, 401, "whoever has copied the old one has nothing");
    // What the page sends with its next change is the new session's token.
    await guest.page.goto(`${stack.url}/settings/organization`);
    await guest.page.getByRole("textbox", { name: "Industry" }).fill("Collections");
    await guest.page.getByRole("button", { name: "Save" }).click();
    await guest.page.getByText("Saved.").waitFor();
    await leave(guest);
  });

  test("makes a key, renews it and ends it: what is over opens nothing at once", { timeout: 120_000 }, async () => {
    await anOwner("ada@mole.test", "Mole");
    const guest = await signedIn("ada@mole.test"), { page } = guest;
    const opens = async (key: string) => (await request(`${stack.url}/api/calls`, { headers: { authorization: `Bearer ${key}` } })).status;
    const shown = async () => {
      const key = await page.getByRole("dialog").getByText(/^wib_live_/).textContent();
      await page.getByRole("button", { name: "I have copied it" }).click();
      return key!.trim();
    };
    await page.goto(`${stack.url}/admin/api`);
    await page.getByRole("button", { name: "New key" }).first().click();
    await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Nightly export");
    await page.getByRole("dialog").getByRole("button", { name: "New key" }).click();
    const first = await shown();
    assert.equal(await opens(first), 200);
    await page.getByRole("button", { name: "Renew the key Nightly export" }).click();
    const second = await shown();
    assert.deepEqual([await opens(first), await opens(second)], [401, 200]);
    await screenshot(page, "account-key-renewed");
    await page.getByRole("button", { name: "End the key Nightly export" }).click();
    await page.getByText("No program has a key").waitFor();
    assert.equal(await opens(second), 401);
    const audited = await sql(stack, "select action from audit_logs a join organizations o on o.id = a.organization_id where o.name = 'Mole' and action like 'api_key:%' order by a.created_at");
    assert.deepEqual(audited.flat(), ["api_key:created", "api_key:rotated", "api_key:revoked"]);
    await leave(guest);
  });

  test("founds a second organisation, renames it and changes back to the first", { timeout: 120_000 }, async () => {
    await anOwner("omar@pier.test", "Pier");
    const guest = await signedIn("omar@pier.test"), { page } = guest;
    const menu = (name: string) => page.getByRole("button", { name: `Organisation: ${name}`, exact: true }).locator("visible=true").first();
    await menu("Pier").click();
    await page.getByRole("menuitem", { name: "New organisation" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("Pier North");
    await page.getByRole("button", { name: "Create organisation" }).click();
    await menu("Pier North").waitFor();

    await page.goto(`${stack.url}/settings/organization`);
    await page.getByRole("textbox", { name: "Name" }).fill("Pier Northshore");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    await menu("Pier Northshore").click();
    await screenshot(page, "account-organisations");
    await page.getByRole("menuitem", { name: /^Pier ?Owner$/ }).click();
    await menu("Pier").waitFor();
    const here = await page.evaluate(async () => (await (await fetch("/api/organizations/current")).json()).organization.name);
    assert.equal(here, "Pier");
    assert.deepEqual(await sql(stack, "select o.name from sessions s join users u on u.id = s.user_id join organizations o on o.id = s.active_organization_id where u.email = 'omar@pier.test' and s.revoked_at is null"), [["Pier"]]);
    await leave(guest);
  });
});
