// The edge's work as a Worker in JavaScript would do it: Hono for routes and headers, WebCrypto for signatures. What it does to a
// request, and what it leaves undone, is what edge/core does: the measuring program compares both sides' envelopes and answers.
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { getCookie } from "hono/cookie";
import { HTTPException } from "hono/http-exception";
import { secureHeaders } from "hono/secure-headers";

const kTolerance = 300;
const kForwarded = [
  "accept", "accept-language", "authorization", "content-type", "cookie", "if-match", "if-none-match", "if-modified-since",
  "if-range", "last-event-id", "range", "sec-ch-ua", "sec-fetch-site", "traceparent", "user-agent", "x-ai-mode", "x-dialer-session",
];
const kRoles = ["none", "viewer", "agent", "manager", "admin", "owner"];

const encoder = new TextEncoder();
const bytes = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
const base64url = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/[+/=]/g, (c) => ({ "+": "-", "/": "_", "=": "" })[c]);
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const sha256 = async (data) => hex(await crypto.subtle.digest("SHA-256", typeof data === "string" ? encoder.encode(data) : data));

// Imported once for each isolate, as anybody would.
let keys;
const imported = (env) => keys ??= (async () => {
  const [id, secret] = env.WIB_ENVELOPE_KEYS.split(":");
  return {
    id,
    sign: await crypto.subtle.importKey("raw", bytes(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]),
    stripe: await crypto.subtle.importKey("raw", encoder.encode(env.STRIPE_WEBHOOK_SECRET), { name: "HMAC", hash: "SHA-256" }, false, ["verify"]),
    telnyx: await crypto.subtle.importKey("raw", bytes(env.TELNYX_PUBLIC_KEY), { name: "Ed25519" }, false, ["verify"]),
  };
})();

async function seal(c, principal, bodyDigest, patience) {
  const { id, sign } = await imported(c.env);
  const url = new URL(c.req.url);
  c.set("request", crypto.randomUUID());
  const envelope = {
    request: c.get("request"), method: c.req.method, target: url.pathname + url.search,
    content_type: c.req.header("content-type") ?? "", idempotency_key: "", body_digest: bodyDigest, principal,
    client_address: c.req.header("cf-connecting-ip") ?? "", user_agent: c.req.header("user-agent") ?? "",
    correlation_id: c.get("correlation"), patience_us: patience * 1000, issued_at_us: Date.now() * 1000,
  };
  const sealed = `${id}.${base64url(encoder.encode(JSON.stringify(envelope)))}`;
  return `${sealed}.${base64url(await crypto.subtle.sign("HMAC", sign, encoder.encode(sealed)))}`;
}

async function forward(c, principal, body, patience, forwarded = kForwarded) {
  const headers = new Headers();
  for (const name of forwarded) {
    const value = c.req.header(name);
    if (value !== undefined) headers.set(name, value);
  }
  headers.set("x-correlation-id", c.get("correlation"));
  headers.set("x-wib-envelope", await seal(c, principal, await sha256(body ?? ""), patience));
  const url = new URL(c.req.url);
  let answer;
  try {
    answer = await fetch(c.env.ORIGIN_URL + url.pathname + url.search, {
      method: c.req.method, headers, body, redirect: "manual", signal: AbortSignal.timeout(patience),
    });
  } catch {
    throw refusal(c, 503, "ORIGIN_UNAVAILABLE", "The service is not available, please try again");
  }
  const kept = new Headers();
  for (const [name, value] of answer.headers)
    if (!name.startsWith("x-wib-") && !["connection", "keep-alive", "transfer-encoding", "upgrade", "server", "te", "trailer"].includes(name)) kept.append(name, value);
  if (!kept.has("cache-control")) kept.set("cache-control", "no-store");
  return new Response(answer.body, { status: answer.status, headers: kept });
}

const refusal = (c, status, code, error) => {
  c.set("code", code);
  return new HTTPException(status, {
    res: Response.json({ success: false, error, code, correlation_id: c.get("correlation") }, { status, headers: { "cache-control": "no-store" } }),
  });
};

// Who asks: the session's token as cookie or bearer, its claims in KV under the token's digest, the same browser as ever.
const signedIn = (role) => async (c, next) => {
  const token = c.req.header("authorization")?.match(/^Bearer (.+)$/i)?.[1] ?? getCookie(c, "__Host-wib");
  if (!token || !/^[\w-]{43}$/.test(token)) throw refusal(c, 401, "AUTH_REQUIRED", "Please sign in");
  const hash = await sha256(token);
  const claims = await c.env.KV.get(`s:${hash}`, "json");
  if (!claims || Date.parse(claims.expires_at) <= Date.now()) throw refusal(c, 401, "SESSION_REVOKED", "The session has ended, please sign in again");
  const looks = ["user-agent", "accept-language", "sec-ch-ua"].map((name) => c.req.header(name) ?? "").join("|");
  if (claims.fingerprint_hash !== await sha256(looks)) throw refusal(c, 401, "SESSION_REVOKED", "The session has ended, please sign in again");
  if (kRoles.indexOf(claims.role) < kRoles.indexOf(role)) throw refusal(c, 403, "FORBIDDEN", "Your role does not allow this");
  c.set("principal", {
    kind: "session", actor: claims.session_id, user: claims.user_id, organization: claims.organization_id,
    role: claims.role, plan: claims.plan, label: "", is_platform_admin: false, permissions: [],
  });
  await next();
};

const kNames = { "GET /api/users/me": "me", "POST /webhooks/telnyx": "telnyx_webhook", "POST /webhooks/stripe": "stripe_webhook" };

// A line for each request, with the members of ours (docs/observability.md).
function tell(c, begun) {
  const principal = c.get("principal");
  const length = c.res.headers.get("content-length");
  console.log(JSON.stringify({
    ts: new Date(begun).toISOString(), level: c.res.status >= 500 ? "warn" : "info", event: "request", service: "edge",
    request_id: c.get("request") ?? crypto.randomUUID(), correlation_id: c.get("correlation"),
    trace_id: /^00-([0-9a-f]{32})-/.exec(c.req.header("traceparent") ?? "")?.[1] ?? "", method: c.req.method,
    route: kNames[`${c.req.method} ${c.req.path}`] ?? "none", status: c.res.status, code: c.get("code") ?? "", cache: "none",
    principal: principal?.kind ?? "anonymous", organization: principal?.organization ?? "", ms: Date.now() - begun,
    bytes: length === null ? null : Number(length),
  }));
}

const app = new Hono();

app.use(async (c, next) => {
  const brought = c.req.header("x-correlation-id") ?? "";
  c.set("correlation", /^[\w.-]{1,64}$/.test(brought) ? brought
    : `wb-${Date.now().toString(36)}-${hex(crypto.getRandomValues(new Uint8Array(6)))}`);
  const begun = Date.now();
  await next();
  c.header("x-correlation-id", c.get("correlation"));
  tell(c, begun);
});
app.use(secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], baseUri: ["'none'"], frameAncestors: ["'none'"] },
  strictTransportSecurity: "max-age=31536000; includeSubDomains",
  xFrameOptions: "DENY",
  referrerPolicy: "strict-origin-when-cross-origin",
  crossOriginOpenerPolicy: "same-origin",
  crossOriginResourcePolicy: "same-origin",
  permissionsPolicy: { microphone: [], camera: [], geolocation: [] },
  originAgentCluster: false, xDnsPrefetchControl: false, xDownloadOptions: false, xPermittedCrossDomainPolicies: false, xXssProtection: false,
}));

app.get("/api/users/me", signedIn("viewer"), (c) => forward(c, c.get("principal"), undefined, 30_000));

app.post("/webhooks/telnyx", bodyLimit({ maxSize: 1 << 20 }), async (c) => {
  const body = new Uint8Array(await c.req.arrayBuffer());
  const signature = c.req.header("telnyx-signature-ed25519");
  const timestamp = c.req.header("telnyx-timestamp");
  if (!signature || !timestamp) throw refusal(c, 401, "SIGNATURE_INVALID", "The signature does not match");
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= kTolerance)) throw refusal(c, 401, "SIGNATURE_STALE", "The signed time is too far from now");
  const head = encoder.encode(`${timestamp}|`);
  const message = new Uint8Array(head.length + body.length);
  message.set(head);
  message.set(body, head.length);
  const { telnyx } = await imported(c.env);
  if (!await crypto.subtle.verify("Ed25519", telnyx, bytes(signature), message)) throw refusal(c, 401, "SIGNATURE_INVALID", "The signature does not match");
  const sender = {
    kind: "webhook", actor: null, user: null, organization: null, role: "none", plan: "", label: "telnyx", is_platform_admin: false, permissions: [],
  };
  return forward(c, sender, body, 1_500, ["content-type"]);
});

const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
app.post("/webhooks/stripe", bodyLimit({ maxSize: 1 << 20 }), async (c) => {
  const body = new Uint8Array(await c.req.arrayBuffer());
  const parts = (c.req.header("stripe-signature") ?? "").split(",").map((part) => part.split("="));
  const timestamp = parts.find(([name]) => name === "t")?.[1];
  const signatures = parts.filter(([name, value]) => name === "v1" && /^[0-9a-f]{64}$/.test(value ?? "")).map(([, value]) => value);
  if (!timestamp || signatures.length === 0) throw refusal(c, 401, "SIGNATURE_INVALID", "The signature does not match");
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= kTolerance)) throw refusal(c, 401, "SIGNATURE_STALE", "The signed time is too far from now");
  const head = encoder.encode(`${timestamp}.`);
  const message = new Uint8Array(head.length + body.length);
  message.set(head);
  message.set(body, head.length);
  const { stripe } = await imported(c.env);
  let genuine = false;
  for (const signature of signatures) genuine ||= await crypto.subtle.verify("HMAC", stripe, unhex(signature), message);
  if (!genuine) throw refusal(c, 401, "SIGNATURE_INVALID", "The signature does not match");
  const sender = {
    kind: "webhook", actor: null, user: null, organization: null, role: "none", plan: "", label: "stripe", is_platform_admin: false, permissions: [],
  };
  return forward(c, sender, body, 1_500, ["content-type"]);
});

export default app;
