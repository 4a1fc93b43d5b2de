// The edge's module against the vendors' own libraries, on a hundred thousand changed requests each: whatever says something else
// than the vendor signed is refused by both, and what the module lets in the vendor's library lets in too.
// Where a change leaves the claim as it was ("t=0149…" for "t=149…", a comma at the end) the libraries shrug; ours may be stricter.
import assert from "node:assert/strict";
import { parse, stringify } from "node:querystring";
import { createHmac, createPrivateKey, sign } from "node:crypto";
import { createRequire } from "node:module";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Door, type Knock } from "./module.mts";

const load = createRequire(import.meta.url);
const Stripe = load("stripe");
const twilio = load("twilio");
const { Webhook } = await import("svix");
const { TelnyxWebhook } = load("telnyx/lib/webhooks.js");

const kChanges = 100_000;
const kNow = 1_795_253_793;
const kHost = "wib.example.com";
const realNow = Date.now;
Date.now = () => kNow * 1000;
test.after(() => (Date.now = realNow));

// RFC 8032, test 1: a Telnyx whose private key we know.
const telnyxSeed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
const telnyxPublic = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
const telnyxKey = createPrivateKey({ key: Buffer.from(`302e020100300506032b657004220420${telnyxSeed}`, "hex"), format: "der", type: "pkcs8" });
const stripeSecret = "whsec_test_secret_of_ours";
const resendSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const twilioToken = "0123456789abcdef0123456789abcdef";
const assemblyaiSecret = "a secret of ours for AssemblyAI";

const key = Buffer.alloc(32, 7).toString("base64");
const modulePath = process.env.WIB_EDGE_MODULE ?? fileURLToPath(new URL("../../build/wasm/edge.wasm", import.meta.url));
const door = new Door(modulePath, {
  WIB_ENVELOPE_KEYS: `k1:${key}`, WIB_SESSION_KEY: key, TELNYX_PUBLIC_KEY: telnyxPublic, STRIPE_WEBHOOK_SECRET: stripeSecret,
  RESEND_WEBHOOK_SECRET: resendSecret, TWILIO_AUTH_TOKEN: twilioToken, ASSEMBLYAI_WEBHOOK_SECRET: assemblyaiSecret,
}, kNow, kHost);

const json = Buffer.from('{"id":"evt_1","type":"invoice.paid","data":{"object":{"name":"José","amount":1200}}}');
const hmac = (algorithm: string, secret: string | Buffer, text: string | Buffer) => createHmac(algorithm, secret).update(text);
const stamped = (text: string) => Buffer.concat([Buffer.from(text), json]);

interface Vendor {
  genuine: Knock;
  changes: string[];                              // the headers that may be changed
  theirs(knock: Knock): boolean | Promise<boolean>;
  says(knock: Knock): unknown;                    // what the signature speaks of; equal for two spellings of one claim
}
const accepts = async (check: () => unknown): Promise<boolean> => {
  try {
    return (await check()) !== false;
  } catch {
    return false;
  }
};
// A thin part of what the libraries read of a header, so that two spellings of one claim are known as such.
const parts = (header = "", separator: string, equals: string, name: string) =>
  header.split(separator).map((part) => part.split(equals)).filter(([label]) => label === name).map(([, value]) => value);
const formOf = (body: Buffer): Record<string, string | string[]> => {
  const fields: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of new URLSearchParams(body.toString())) {
    const known = fields[name];
    fields[name] = known === undefined ? value : Array.isArray(known) ? [...known, value] : [known, value];
  }
  return fields;
};

const form = Buffer.from("CallSid=CA1234567890ABCDE&Digits=12&From=%2B14158675309&To=%2B18005551212&Caller=Jos%C3%A9+P&Digits=7");
const twilioTarget = "/webhooks/twilio?a=1&b=two";
const stripeClient = new Stripe("sk_test_x");

const vendors: Record<string, Vendor> = {
  stripe: {
    genuine: { vendor: "stripe", target: "/webhooks/stripe", body: json,
      headers: { "stripe-signature": `t=${kNow},v1=${hmac("sha256", stripeSecret, stamped(`${kNow}.`)).digest("hex")}` } },
    changes: ["stripe-signature"],
    theirs: ({ headers, body }) => accepts(() => {
      stripeClient.webhooks.signature.verifyHeader(body, headers["stripe-signature"], stripeSecret, 300, undefined, kNow * 1000);
    }),
    says: ({ headers, body }) => [parts(headers["stripe-signature"], ",", "=", "t").map((t) => parseInt(t!, 10)).at(-1),
      [...new Set(parts(headers["stripe-signature"], ",", "=", "v1"))].includes(hmac("sha256", stripeSecret, stamped(`${kNow}.`)).digest("hex")), body.toString("latin1")],
  },
  resend: {
    genuine: { vendor: "resend", target: "/webhooks/resend", body: json,
      headers: { "svix-id": "msg_1", "svix-timestamp": `${kNow}`,
        "svix-signature": `v1,${hmac("sha256", Buffer.from(resendSecret.slice(6), "base64"), stamped(`msg_1.${kNow}.`)).digest("base64")}` } },
    changes: ["svix-id", "svix-timestamp", "svix-signature"],
    theirs: ({ headers, body }) => accepts(() => { new Webhook(resendSecret).verify(body, headers, { jsonParse: false } as never); }),
    says: ({ headers, body }) => [headers["svix-id"], parseInt(headers["svix-timestamp"] ?? "", 10),
      parts(headers["svix-signature"], " ", ",", "v1").includes(hmac("sha256", Buffer.from(resendSecret.slice(6), "base64"), stamped(`msg_1.${kNow}.`)).digest("base64")), body.toString("latin1")],
  },
  twilio: {
    genuine: { vendor: "twilio", target: twilioTarget, body: form,
      headers: { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": twilio.getExpectedTwilioSignature(twilioToken, `https://${kHost}${twilioTarget}`, formOf(form)) } },
    changes: ["x-twilio-signature"],
    theirs: ({ headers, body, target }) => accepts(() => twilio.validateRequest(twilioToken, headers["x-twilio-signature"] ?? "", `https://${kHost}${target}`, formOf(body))),
    // The library also tries the query as Node would write it again ("a=1&&b=two" is "a=1&b=two"): ours does not.
    says: ({ headers, body, target }) => [headers["x-twilio-signature"], target.split("?", 1)[0], stringify(parse(target.split("?").slice(1).join("?"))), Object.entries(formOf(body)).sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [...new Set([value].flat())].sort().map((one) => name + one).join("")).join("")],
  },
  telnyx: {
    genuine: { vendor: "telnyx", target: "/webhooks/telnyx", body: json,
      headers: { "telnyx-timestamp": `${kNow}`, "telnyx-signature-ed25519": sign(null, stamped(`${kNow}|`), telnyxKey).toString("base64") } },
    changes: ["telnyx-timestamp", "telnyx-signature-ed25519"],
    theirs: ({ headers, body }) => accepts(() => new TelnyxWebhook(telnyxPublic).verify(body.toString(), headers)),
    says: ({ headers, body }) => [headers["telnyx-timestamp"], Buffer.from(headers["telnyx-signature-ed25519"] ?? "", "base64").toString("hex"), body.toString("latin1")],
  },
  // No library of AssemblyAI's checks anything: its documentation says that the header is sent as it was given.
  assemblyai: {
    genuine: { vendor: "assemblyai", target: "/webhooks/assemblyai", body: Buffer.from('{"transcript_id":"t","status":"completed"}'), headers: { "x-webhook-secret": assemblyaiSecret } },
    changes: ["x-webhook-secret"],
    theirs: ({ headers }) => headers["x-webhook-secret"] === assemblyaiSecret,
    says: ({ headers }) => headers["x-webhook-secret"],
  },
};

// A small generator with a seed (mulberry32), so that a failure can be looked at again.
function randomness(seed: number): (below: number) => number {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

function changed(bytes: Buffer, random: (below: number) => number, byte: () => number): Buffer {
  const at = random(bytes.length + 1);
  const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (random(6)) {
    case 0: return Buffer.concat([head, Buffer.of(byte()), tail.subarray(1)]);
    case 1: return Buffer.concat([head, Buffer.of(byte()), tail]);
    case 2: return Buffer.concat([head, tail.subarray(1)]);
    case 3: return Buffer.from(head);
    case 4: return Buffer.concat([head, tail.subarray(0, 1 + random(8)), tail]);
    default: return Buffer.concat([tail, head]);
  }
}

// What a header may hold on its way through HTTP: trimmed, visible.
const asHeader = (bytes: Buffer) => bytes.toString("latin1").trim();

for (const [name, { genuine, changes, theirs, says }] of Object.entries(vendors))
  test(`${name}: ${kChanges} changed requests, none let in, and its own library agrees on each`, async () => {
    assert.ok(door.admits(genuine) && await theirs(genuine), "the genuine request holds");
    const random = randomness(genuine.body.length);
    const visible = () => 0x20 + random(0x5f);
    const meant = JSON.stringify(says(genuine));
    const places = [...changes, ...(name === "assemblyai" ? [] : ["body"]), ...(name === "twilio" ? ["target"] : [])];
    let respelled = 0;
    for (let round = 0; round < kChanges; ) {
      const place = places[random(places.length)]!;
      const knock: Knock = { ...genuine, headers: { ...genuine.headers } };
      if (place === "body") knock.body = changed(genuine.body, random, () => random(256));
      else if (place === "target") knock.target = `${genuine.target.slice(0, 17)}${changed(Buffer.from(genuine.target.slice(17)), random, visible).toString("latin1").replaceAll(/[#\\ ]/g, "x")}`;
      else knock.headers[place] = asHeader(changed(Buffer.from(genuine.headers[place]!), random, visible));
      const shown = () => JSON.stringify({ ...knock, body: knock.body.toString("latin1") });
      const ours = door.admits(knock);
      const vendors = await theirs(knock);
      if (JSON.stringify(says(knock)) === meant) {
        ++respelled;
        assert.ok(!ours || vendors, `let in although the vendor's library refuses it: ${shown()}`);
        continue;
      }
      ++round;
      assert.equal(vendors, false, `the vendor's library lets in ${shown()}`);
      assert.equal(ours, false, `let in: ${shown()}`);
    }
    assert.ok(respelled < kChanges / 5, `${respelled} changes said the same`);
  });

test("two spellings of an address, and a JSON body named by its digest, hold for Twilio's library and for us", async () => {
  for (const target of ["/webhooks/twilio", "/webhooks/twilio?x=%20y", "/webhooks/twilio?x='y'"]) {
    const headers = { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": twilio.getExpectedTwilioSignature(twilioToken, `https://${kHost}:443${target}`, formOf(form)) };
    assert.ok(door.admits({ vendor: "twilio", target, headers, body: form }), target);
  }
  const body = Buffer.from('{"property": "value", "boolean": true}');
  const target = `/webhooks/twilio?bodySHA256=${twilio.getExpectedBodyHash(body.toString())}`;
  const headers = { "content-type": "application/json", "x-twilio-signature": twilio.getExpectedTwilioSignature(twilioToken, `https://${kHost}${target}`, {}) };
  assert.ok(twilio.validateRequestWithBody(twilioToken, headers["x-twilio-signature"], `https://${kHost}${target}`, body.toString()));
  assert.ok(door.admits({ vendor: "twilio", target, headers, body }));
  assert.ok(!door.admits({ vendor: "twilio", target, headers, body: Buffer.from("{}") }));
});
