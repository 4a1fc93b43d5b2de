// ./wib doctor --live against vendors that answer in their own formats: what it says of each thing that can be wrong outside.
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { runWib, sandbox, startStack, stopStack, type Stack } from "./stack.mts";

let stack: Stack;
before(async () => {
  stack = await startStack();
});
after(async () => stack && stopStack(stack));

const local = () => path.join(stack.home, "env.local");
afterEach(async () => {
  rmSync(local(), { force: true });
  await sandbox(stack, "/reset", {});
});

const configured = (): Record<string, string> =>
  Object.fromEntries(readFileSync(path.join(stack.home, "env"), "utf8").split("\n").filter(Boolean).map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));

const plain = (text: string): string => text.replaceAll(/\x1b\[\d+m/g, "");
async function doctor(): Promise<{ code: number; output: string; asks: string; lines: Map<string, string> }> {
  const { code, output: coloured } = await runWib(stack, ["doctor", "--live"]);
  const output = plain(coloured);
  const lines = new Map<string, string>();
  let last = "";
  for (const line of output.split("\n")) {
    const found = /^ {2}(well|wrong|not configured|not checked) +(\S+(?: \S+)*?) {2,}(.*)$/.exec(line);
    if (found) lines.set((last = found[2]!), `${found[1]}: ${found[3]}`);
    else if (line.includes("→") && last) lines.set(last, `${lines.get(last)} ${line.trim()}`);
  }
  return { code, output, asks: /^ {2}asks .*$/m.exec(output)?.[0] ?? "", lines };
}

describe("wib doctor --live", { timeout: 600_000 }, () => {
  test("says first whom it will ask, finds everything well, and prints no key", async () => {
    const { code, output, asks, lines } = await doctor();
    assert.equal(code, 0, output);
    const env = configured();
    for (const name of ["WIB_PUBLIC_URL", "WIB_MEDIA_URL", "TELNYX_BASE_URL", "S3_ENDPOINT"]) assert.ok(asks.includes(new URL(env[name]!).host), `${name} in: ${asks}`);
    assert.ok(output.indexOf(asks) < output.indexOf("well"));
    const wells = ["edge", "media sockets", "telnyx key", "telnyx application", "telnyx webhook", "assemblyai key", "resend key", "resend domain", "resend webhook", "object store", "telnyx door", "resend door", "assemblyai door", "service tokens", "access keys"];
    for (const what of wells) assert.match(lines.get(what) ?? "", /^well: /, `${what} in\n${output}`);
    for (const what of ["stripe door", "twilio door"]) assert.match(lines.get(what) ?? "", /^not configured: /, what);
    for (const [name, value] of Object.entries(env)) if (/(KEYS?|SECRET|DATABASE_URL)$/.test(name)) for (const part of value.split(",")) assert.ok(!output.includes(part), name);
  });

  const settings: [string, string, string, RegExp][] = [
    ["a carrier's key that is refused", "TELNYX_API_KEY=KEY_wrong\n", "telnyx key", /^wrong: it is refused \(401\) → .*TELNYX_API_KEY/],
    ["an application that is not there", "TELNYX_CONNECTION_ID=123\n", "telnyx application", /^wrong: there is no Voice API application 123 \(404\) → .*TELNYX_CONNECTION_ID/],
    ["a carrier that cannot be reached", "TELNYX_BASE_URL=https://127.0.0.1:9/v2\n", "telnyx key", /^wrong: 127\.0\.0\.1:9 cannot be reached: the connection is refused → .*TELNYX_BASE_URL/],
    ["a recogniser's key that is refused", "ASSEMBLYAI_API_KEY=wrong_key\n", "assemblyai key", /^wrong: it is refused \(401\) → .*ASSEMBLYAI_API_KEY/],
    ["a mailer's key that is refused", "RESEND_API_KEY=re_wrong\n", "resend key", /^wrong: it is refused \(403\) → .*RESEND_API_KEY/],
    ["a sender of a domain that is not the account's", "WIB_MAIL_FROM=Bond <no-reply@elsewhere.test>\n", "resend domain", /^wrong: elsewhere\.test is not one of the account's domains → /],
    ["a store that refuses the keys", "S3_SECRET_ACCESS_KEY=wrong_secret\n", "object store", /^wrong: the keys are refused \(403\) → .*S3_SECRET_ACCESS_KEY/],
    ["a bucket that is not there", "S3_BUCKET=elsewhere\n", "object store", /^wrong: there is no bucket elsewhere → /],
    ["a public address that nobody serves", "WIB_PUBLIC_URL=http://127.0.0.1:9\n", "edge", /^wrong: 127\.0\.0\.1:9 cannot be reached/],
    ["a media address that is not the origin's", "WIB_MEDIA_URL=ws://127.0.0.1:9/media\n", "media sockets", /^wrong: 127\.0\.0\.1:9 cannot be reached.* → .*WIB_MEDIA_URL/],
    ["an edge that lacks a key the origin's configuration has", "STRIPE_WEBHOOK_SECRET=whsec_of_an_endpoint\n", "stripe door", /^wrong: the edge has no STRIPE_WEBHOOK_SECRET → .*wrangler secret put/],
    ["a vendor that is not configured", "ASSEMBLYAI_API_KEY=\n", "assemblyai key", /^not configured: ASSEMBLYAI_API_KEY is not set/],
    ["a webhook that nobody here may ask about", "STRIPE_WEBHOOK_SECRET=whsec_of_an_endpoint\n", "stripe webhook", /^not checked: /],
  ];
  for (const [circumstance, line, what, wanted] of settings)
    test(`names ${circumstance}`, async () => {
      writeFileSync(local(), line);
      const { code, output, lines } = await doctor();
      assert.match(lines.get(what) ?? "", wanted, output);
      assert.equal(code, [...lines.values()].some((said) => said.startsWith("wrong")) ? 1 : 0, output);
      for (const secret of ["KEY_wrong", "wrong_key", "re_wrong", "wrong_secret", "whsec_of"]) assert.ok(!output.includes(secret), secret);
    });

  const holdings: [string, object, string, RegExp][] = [
    ["a webhook of the carrier's that goes elsewhere", { application: { webhook_event_url: "https://user:pass@old.example.com/webhooks/telnyx?key=hidden" } }, "telnyx webhook", /^wrong: events go to https:\/\/old\.example\.com\/webhooks\/telnyx → .*\/webhooks\/telnyx/],
    ["an application that is switched off", { application: { active: false } }, "telnyx application", /^wrong: it is switched off → /],
    ["webhooks of the first API version", { application: { webhook_api_version: "1" } }, "telnyx application", /^wrong: its webhooks are of API version 1 → /],
    ["a domain whose records are missing", { domains: [{ name: "bond.test", status: "pending" }] }, "resend domain", /^wrong: bond\.test is pending → .*DNS/],
    ["news of letters that go elsewhere", { webhooks: [{ endpoint: "https://old.example.com/hook", status: "enabled" }] }, "resend webhook", /^wrong: news of letters goes to https:\/\/old\.example\.com\/hook → /],
    ["news of letters that nobody gets", { webhooks: [] }, "resend webhook", /^wrong: nobody is told/],
    ["a key that may only send", { may_only_send: true }, "resend webhook", /^not checked: /],
  ];
  for (const [circumstance, held, what, wanted] of holdings)
    test(`names ${circumstance}`, async () => {
      await sandbox(stack, "/accounts", held);
      const { output, lines } = await doctor();
      assert.match(lines.get(what) ?? "", wanted, output);
      assert.ok(!output.includes("pass@") && !output.includes("hidden"), "what an address carries besides its place is not shown");
    });

  test("says that it could not check where a vendor cannot say, and calls nothing wrong", async () => {
    for (const at of ["telnyx", "resend", "s3"]) await sandbox(stack, "/faults", { at, kind: "status", status: 503, times: 1 });
    const { code, output, lines } = await doctor();
    for (const what of ["telnyx key", "resend key", "object store"]) assert.match(lines.get(what) ?? "", /^not checked: .* answers 503/, output);
    assert.equal(code, 0, output);
  });
});
