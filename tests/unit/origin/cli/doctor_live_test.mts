// What ./wib doctor --live makes of answers, whatever they are. Against vendors' own formats: tests/e2e/doctor_live.test.mts.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import type { Answer, Ask } from "../../../../origin/cli/doctor/ask.mts";
import { hide, hosts, kChecks, signed, type Finding, type Settings } from "../../../../origin/cli/doctor/checks.mts";

const kEverything: Settings = {
  WIB_PUBLIC_URL: "https://bond.example.com", WIB_MEDIA_URL: "wss://media.example.com/media", WIB_MAIL_FROM: "Bond <a@example.com>",
  WIB_ENVELOPE_KEYS: "k2:bmV3LWtleS1uZXcta2V5,k1:b2xkLWtleS1vbGQta2V5",
  TELNYX_API_KEY: "KEY0123", TELNYX_CONNECTION_ID: "12", TELNYX_PUBLIC_KEY: "public", ASSEMBLYAI_API_KEY: "assembly-key", ASSEMBLYAI_WEBHOOK_SECRET: "0123456789abcdef",
  RESEND_API_KEY: "re_0123456", RESEND_WEBHOOK_SECRET: "whsec_cmVzZW5k", STRIPE_WEBHOOK_SECRET: "whsec_c3RyaXBl", TWILIO_AUTH_TOKEN: "twilio-token-0123",
  WIB_SERVICE_PUBLIC_KEYS: "s1:public-key-of-services", ACCESS_TEAM_DOMAIN: "team.cloudflareaccess.com", ACCESS_AUD: "application-tag",
  TURNSTILE_SECRET_KEY: "0x4AAA-secret", S3_ENDPOINT: "https://store.example.com", S3_BUCKET: "b", S3_ACCESS_KEY_ID: "id", S3_SECRET_ACCESS_KEY: "store-secret",
};

const answer = (status: number, json?: unknown): Answer => ({ status, json, body: JSON.stringify(json) ?? "" });
async function findings(settings: Settings, ask: Ask): Promise<Finding[]> {
  return (await Promise.all(kChecks.map((check) => check.look(settings, ask)))).flat();
}
const of = (all: Finding[], what: string): Finding => {
  const found = all.find((one) => one.what === what);
  assert.ok(found, what);
  return found;
};

describe("wib doctor --live", () => {
  test("asks those it has named, and nobody else", async () => {
    const asked = new Set<string>();
    await findings(kEverything, async (url) => (asked.add(new URL(url).host), answer(200, {})));
    const named = hosts(kEverything);
    assert.equal(new Set(named).size, named.length);
    assert.deepEqual([...asked].sort(), [...named].sort());
    assert.deepEqual(named.toSorted(), ["api.resend.com", "api.telnyx.com", "bond.example.com", "challenges.cloudflare.com", "media.example.com", "store.example.com", "streaming.assemblyai.com", "team.cloudflareaccess.com"]);
  });

  test("asks nobody where nothing is configured, and says so of everything", async () => {
    assert.deepEqual(hosts({}), []);
    const all = await findings({}, () => assert.fail("nobody is to be asked"));
    assert.ok(all.length > 8);
    for (const { verdict } of all) assert.equal(verdict, "not configured");
  });

  test("changes nothing anywhere: reads, and posts that are made to be refused", async () => {
    await findings(kEverything, async (url, { method = "GET", body = "" } = {}) => {
      if (method !== "GET") assert.match(`${url} ${body}`, /\/webhooks\/\w+ \{\}$|siteverify secret=.*&response=doctor$/);
      return answer(200, {});
    });
  });

  test("comes to a verdict on any answer, with a way out of whatever is wrong", async () => {
    const bodies = [undefined, null, 1, "text", [], [null], {}, { data: null }, { data: [null] }, { data: {} }, { data: [{}] }, { code: 7 }, { name: {} }, { "error-codes": "none" }, { success: "yes" }];
    for (const status of [100, 101, 200, 204, 302, 400, 401, 403, 404, 418, 429, 500, 503])
      for (const json of bodies)
        for (const { verdict, says, mend } of await findings(kEverything, async () => answer(status, json))) {
          assert.ok(says.length > 0);
          if (verdict === "wrong") assert.ok(mend && mend.length > 0, says);
        }
  });

  test("calls what does not answer wrong, and what is overloaded unchecked", async () => {
    for (const { what, verdict, says } of await findings(kEverything, async () => ({ why: "no answer in time" })))
      if (!["stripe webhook", "twilio webhook", "error reports"].includes(what)) assert.deepEqual([what, verdict, says.includes("no answer in time")], [what, "wrong", true]);
    for (const what of ["telnyx key", "assemblyai key", "resend key", "object store", "turnstile key", "access keys"])
      assert.equal(of(await findings(kEverything, async () => answer(503)), what).verdict, "not checked");
  });

  test("tells an edge whose envelope is refused from one that is not there", async () => {
    const refused = of(await findings(kEverything, async () => answer(401, { code: "ENVELOPE_INVALID" })), "edge");
    assert.deepEqual([refused.verdict, refused.mend?.includes("WIB_ENVELOPE_KEYS")], ["wrong", true]);
  });

  test("asks for https where real vendors are to reach us", async () => {
    const settings = { ...kEverything, WIB_PUBLIC_URL: "http://bond.example.com" };
    assert.equal(of(await findings(settings, async () => answer(200, {})), "public address").verdict, "wrong");
  });

  test("knows a refused secret of Turnstile, a right one, and one for tests", async () => {
    const says = async (json: object) => of(await findings(kEverything, async () => answer(200, json)), "turnstile key").verdict;
    assert.equal(await says({ success: false, "error-codes": ["invalid-input-secret"] }), "wrong");
    assert.equal(await says({ success: false, "error-codes": ["invalid-input-response"] }), "well");
    assert.equal(await says({ success: true, "error-codes": [] }), "wrong");
  });

  test("knows an edge that takes service tokens, one that takes none, and a team that is not there", async () => {
    const says = async (what: string, status: number, json: object) => of(await findings(kEverything, async () => answer(status, json)), what).verdict;
    assert.equal(await says("service tokens", 401, { code: "SESSION_REVOKED", reason: "malformed" }), "well");
    assert.equal(await says("service tokens", 503, { code: "VENDOR_NOT_CONFIGURED" }), "wrong");
    assert.equal(await says("service tokens", 401, { code: "AUTH_REQUIRED" }), "not checked");
    assert.equal(await says("access keys", 200, { keys: [{ kid: "k" }] }), "well");
    assert.equal(await says("access keys", 404, {}), "wrong");
    const half = await findings({ ...kEverything, ACCESS_AUD: undefined }, async () => answer(200, { keys: [{}] }));
    assert.equal(of(half, "access keys").verdict, "wrong");
  });

  test("hides every key that a vendor sends back to us", async () => {
    const echo: Ask = async (url, question) => answer(200, { data: { record_type: "call_control_application", webhook_event_url: `https://x.test/${question?.headers?.["authorization"] ?? ""}` } });
    const text = (await findings(kEverything, echo)).map(({ says, mend }) => `${says} ${mend ?? ""}`).join("\n");
    const shown = hide(kEverything, `${text} ${Object.values(kEverything).join(" ")} bmV3LWtleS1uZXcta2V5`);
    for (const secret of ["KEY0123", "assembly-key", "re_0123456", "whsec_", "twilio-token", "0x4AAA", "store-secret", "bmV3", "b2xk", "0123456789abcdef"]) assert.ok(!shown.includes(secret), secret);
    assert.ok(shown.includes("https://bond.example.com"));
  });

  test("signs for the store as Amazon's published example of a listing is signed", () => {
    const { access_key, secret_key, region, cases } = JSON.parse(readFileSync(path.join(import.meta.dirname, "../../../fixtures/sigv4/s3_examples.json"), "utf8"));
    const listing = cases.find(({ canonical_request }: { canonical_request: string }) => canonical_request.startsWith("GET\n/\nmax-keys=2&prefix=J\n"));
    const headers = signed(new URL("https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J"), region, access_key, secret_key, new Date("2013-05-24T00:00:00Z"));
    assert.equal(headers["authorization"]!.replaceAll(", ", ","), listing.authorization.replaceAll(", ", ","));
  });
});
