// What people do in the browser before they are at work: letters read where the sandbox's Resend keeps them, forms filled in.
import assert from "node:assert/strict";
import { type Browser, type Visitor as Guest, visit } from "../browser/support/browser.mts";
import { sandbox, until, type Stack } from "./stack.mts";

export const kPassword = "correct horse battery";

export const peopleOf = (where: () => { stack: Stack; browser: Browser }) => {
  /** The link of the newest letter to an address, as the address would be typed into this browser. */
  async function letterTo(address: string, about: RegExp): Promise<string> {
    const letter = await until(`a letter to ${address}`, 20_000, async () => {
      const letters = await sandbox(where().stack, `/emails?to=${encodeURIComponent(address)}`);
      return letters.findLast((one: { subject: string }) => about.test(one.subject));
    });
    assert.ok(letter.link.startsWith(`${where().stack.url}/`), letter.link);
    return letter.link;
  }

  async function somebody(): Promise<Guest> {
    return visit(where().browser, {});
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
  return { letterTo, somebody, signUp, signIn };
};
