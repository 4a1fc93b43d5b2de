// An organisation's first steps, end to end in Chromium: from the sign-up to the launch.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Browser, isAccessible, launch, screenshot } from "../browser/support/browser.mts";
import { peopleOf } from "./people_pages.mts";
import { sql, startStack, stopStack, Visitor, type Stack } from "./stack.mts";

let stack: Stack, browser: Browser;
before(async () => {
  [stack, browser] = await Promise.all([startStack(), launch()]);
}, { timeout: 600_000 });
after(async () => {
  await browser?.close();
  if (stack) await stopStack(stack);
}, { timeout: 60_000 });

const { letterTo, somebody, signUp, signIn } = peopleOf(() => ({ stack, browser }));

describe("Who begins", () => {
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
});
