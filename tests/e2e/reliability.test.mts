// An event that could not be applied, from the carrier's word to the administrator's: it fails for a real reason, is given up by the edge after
// its day, is inspected in the console and replayed there, and the call is what it should have been.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { signIn as signInAt } from "../browser/pages.mts";
import { type Browser, isAccessible, launch, screenshot, visit } from "../browser/support/browser.mts";
import { callOf, sandbox, signIn, sql, startStack, stopStack, until, untilStatus, type Stack } from "./stack.mts";

let stack: Stack, browser: Browser;
before(async () => {
  // What the edge keeps has been there for a day and a minute (wrangler/rough_platform.mjs).
  [stack, browser] = await Promise.all([startStack('WIB_EDGE_ROUGH={"aged":86460}\n'), launch()]);
}, { timeout: 600_000 });
after(async () => {
  await browser?.close();
  if (stack) await stopStack(stack);
}, { timeout: 60_000 });

describe("A webhook that failed", () => {
  test("is inspected and replayed in the console, and the call it tells of has ended", { timeout: 180_000 }, async () => {
    const agent = await signIn(stack);
    const { number } = (await sandbox(stack, "/directory")).find((entry: { name: string }) => entry.name === "short_and_simple");
    const call: string = (await agent.post("/api/voice/call", { to_number: number })).json.call_id;
    await untilStatus(agent, call, (status) => status === "in_progress" || status === "bridged");

    // The database refuses the carrier's events for a while: nobody can apply that the other side has hung up.
    await sql(stack, "revoke insert on webhook_inbox from wib_door");
    const open = () => sql(stack, "select event_type, http_status, status, organization_id is not null from webhook_failures where event_type = 'call.hangup'");
    try {
      await until("the call's end to be given up", 90_000, async () => (await open()).length > 0);
    } finally {
      await sql(stack, "grant insert on webhook_inbox to wib_door");
    }
    const [type, answered, ...stands] = (await open())[0]!;
    assert.deepEqual([type, ...stands], ["call.hangup", "pending", "t"]);
    assert.notEqual((await callOf(agent, call)).status, "completed", "nobody has heard of it");

    const { page, complaints, context } = await visit(browser);
    await page.goto(`${stack.url}/signin`);
    await signInAt(page, { email: stack.users.admin, password: stack.password });
    await page.goto(`${stack.url}/reliability/webhooks`);
    await page.getByRole("button", { name: "Inspect: call.hangup" }).first().click();
    const dialog = page.getByRole("dialog", { name: "call.hangup" });
    await dialog.getByText(`the origin answered ${answered}`).waitFor();
    const shown = (await dialog.getByRole("region", { name: "The event, personal values masked" }).textContent())!;
    assert.match(shown, /\[masked\]/);
    assert.ok(!shown.includes(number), "nobody's number is shown");
    await isAccessible(page, "a real failure");
    await screenshot(page, "failure-real");
    await dialog.getByRole("textbox", { name: "Notes" }).fill("The inbox was away.");
    await dialog.getByRole("button", { name: "Replay" }).click();
    await dialog.getByRole("status").getByText("Resolved").waitFor();
    assert.equal(await dialog.getByRole("button", { name: "Replay" }).count(), 0, "what is settled can only be read");
    await screenshot(page, "failure-real-resolved");

    assert.equal((await untilStatus(agent, call, (status) => status === "completed", 10_000)).status, "completed");
    const [failure] = await sql(stack, "select id, attempt_count, resolution_notes, resolved_by is not null from webhook_failures where status = 'resolved'");
    assert.deepEqual(failure!.slice(1), ["2", "The inbox was away.", "t"]);
    const audited = await sql(stack, `select count(*) from audit_logs where action = 'reliability:webhook_action_taken' and resource_id = '${failure![0]}' and user_id is not null`);
    assert.deepEqual(audited, [["1"]]);
    assert.deepEqual(complaints, []);
    await context.close();
  });
});
