// What becomes of letters: the vendor tells of it, and whoever should know does.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Browser, launch, screenshot } from "../browser/support/browser.mts";
import { kPassword, peopleOf } from "./people_pages.mts";
import { aPerson, signIn as signInAs, sql, startStack, stopStack, until, Visitor, type Stack } from "./stack.mts";

let stack: Stack, browser: Browser;
before(async () => {
  [stack, browser] = await Promise.all([startStack(), launch()]);
}, { timeout: 600_000 });
after(async () => {
  await browser?.close();
  if (stack) await stopStack(stack);
}, { timeout: 60_000 });

const { somebody, signIn } = peopleOf(() => ({ stack, browser }));

describe("Those who write letters", () => {
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
});
