// ./wib doctor --live: what each configured key and address is worth to those who gave it. Every check says one of four things.
import { createHash, createHmac } from "node:crypto";
import type { Answer, Ask, Silence } from "./ask.mts";

export type Verdict = "well" | "wrong" | "not configured" | "not checked";

export interface Finding {
  what: string;
  verdict: Verdict;
  says: string;
  /** How to put right what is wrong, or how to learn what could not be checked. */
  mend?: string;
}

export type Settings = Record<string, string | undefined>;

export interface Check {
  /** Whom it asks; undefined when nothing is configured that it could ask. */
  host: (settings: Settings) => string | undefined;
  look: (settings: Settings, ask: Ask) => Promise<Finding[]>;
}

const well = (what: string, says: string): Finding => ({ what, verdict: "well", says });
const wrong = (what: string, says: string, mend: string): Finding => ({ what, verdict: "wrong", says, mend });
const absent = (what: string, variable: string, means: string): Finding => ({ what, verdict: "not configured", says: `${variable} is not set: ${means}` });
const unchecked = (what: string, says: string, mend?: string): Finding => ({ what, verdict: "not checked", says, ...(mend ? { mend } : {}) });

const isSilent = (outcome: Answer | Silence): outcome is Silence => "why" in outcome;
const isRefused = (status: number): boolean => status === 401 || status === 403;
const hostOf = (url: string | undefined): string | undefined => (url && URL.canParse(url) ? new URL(url).host : url);
const isLocal = (url: string): boolean => URL.canParse(url) && /^(localhost|\[::1\]|127\..*)$/.test(new URL(url).hostname);
/** An address without what may be secret in it: user, password, query. */
const shown = (url: unknown): string => (typeof url === "string" && URL.canParse(url) ? new URL(url).origin + new URL(url).pathname : "none");

/** What a vendor lists, whatever else it may have put there. */
const listed = (answer: Answer): any[] | undefined => (Array.isArray(answer.json?.data) ? answer.json.data.filter((one: unknown) => typeof one === "object" && one !== null) : undefined);

const base = (settings: Settings, name: string, otherwise: string): string => settings[name] ?? otherwise;
const telnyx = (settings: Settings): string => base(settings, "TELNYX_BASE_URL", "https://api.telnyx.com/v2");
const resend = (settings: Settings): string => base(settings, "RESEND_BASE_URL", "https://api.resend.com");
const streaming = (settings: Settings): string => base(settings, "ASSEMBLYAI_STREAMING_URL", "wss://streaming.assemblyai.com/v3/ws").replace(/^ws/, "http");
const turnstile = (settings: Settings): string => base(settings, "TURNSTILE_VERIFY_URL", "https://challenges.cloudflare.com/turnstile/v0/siteverify");
const webhookOf = (settings: Settings, vendor: string): string => `${settings["WIB_PUBLIC_URL"] ?? ""}/webhooks/${vendor}`;
/** The edge takes a vendor's events under either. */
const isOurs = (settings: Settings, vendor: string, url: unknown): boolean =>
  url === webhookOf(settings, vendor) || url === `${settings["WIB_PUBLIC_URL"] ?? ""}/api/webhooks/${vendor}`;

// What no check needs to say for itself: nobody there, or somebody who cannot say now.
function unhelpful(what: string, address: string, variable: string, outcome: Answer | Silence): Finding | undefined {
  const host = hostOf(address) ?? address;
  if (isSilent(outcome)) return wrong(what, `${host} cannot be reached: ${outcome.why}`, `check ${variable}, the network and WIB_CA_FILE`);
  if (outcome.status === 429 || outcome.status >= 500) return unchecked(what, `${host} answers ${outcome.status}`, "ask again in a minute");
  return undefined;
}

const carrier: Check = {
  host: (settings) => (settings["TELNYX_API_KEY"] ? hostOf(telnyx(settings)) : undefined),
  look: async (settings, ask) => {
    const id = settings["TELNYX_CONNECTION_ID"] ?? "";
    if (!settings["TELNYX_API_KEY"]) return [absent("telnyx key", "TELNYX_API_KEY", "calls answer VENDOR_NOT_CONFIGURED")];
    const answer = await ask(`${telnyx(settings)}/call_control_applications/${encodeURIComponent(id)}`, { headers: { authorization: `Bearer ${settings["TELNYX_API_KEY"]}` } });
    const trouble = unhelpful("telnyx key", telnyx(settings), "TELNYX_BASE_URL", answer);
    if (trouble || isSilent(answer)) return [trouble!];
    if (isRefused(answer.status)) return [wrong("telnyx key", `it is refused (${answer.status})`, "put a v2 key of the portal (Account settings, Keys & Credentials) into TELNYX_API_KEY")];
    const findings = [well("telnyx key", "it is accepted")];
    const application = answer.json?.data;
    if (answer.status !== 200 || application?.record_type !== "call_control_application")
      return [...findings, wrong("telnyx application", `there is no Voice API application ${id} (${answer.status})`, "put the id of the portal's Voice, Programmable Voice application into TELNYX_CONNECTION_ID")];
    findings.push(
      application.active === false ? wrong("telnyx application", "it is switched off", "switch it on in the portal: Voice, Programmable Voice")
      : String(application.webhook_api_version) !== "2" ? wrong("telnyx application", `its webhooks are of API version ${application.webhook_api_version}`, "choose API v2 in the application's settings")
      : well("telnyx application", "it is there and active"),
      isOurs(settings, "telnyx", application.webhook_event_url) ? well("telnyx webhook", `events go to ${shown(application.webhook_event_url)}`)
      : wrong("telnyx webhook", `events go to ${shown(application.webhook_event_url)}`, `let the application send them to ${webhookOf(settings, "telnyx")}`),
    );
    return findings;
  },
};

const recogniser: Check = {
  host: (settings) => (settings["ASSEMBLYAI_API_KEY"] ? hostOf(streaming(settings)) : undefined),
  look: async (settings, ask) => {
    const what = "assemblyai key";
    if (!settings["ASSEMBLYAI_API_KEY"]) return [absent(what, "ASSEMBLYAI_API_KEY", "calls are recorded, not transcribed")];
    const url = URL.canParse("token", streaming(settings)) ? new URL("token?expires_in_seconds=60", streaming(settings)).href : streaming(settings);
    const answer = await ask(url, { headers: { authorization: settings["ASSEMBLYAI_API_KEY"] } });
    const trouble = unhelpful(what, streaming(settings), "ASSEMBLYAI_STREAMING_URL", answer);
    if (trouble || isSilent(answer)) return [trouble!];
    if (isRefused(answer.status)) return [wrong(what, `it is refused (${answer.status})`, "put the key of the dashboard into ASSEMBLYAI_API_KEY; keys of the EU work at ASSEMBLYAI_STREAMING_URL=wss://streaming.eu.assemblyai.com/v3/ws")];
    if (answer.status === 200 && typeof answer.json?.token === "string") return [well(what, "it opens sessions")];
    return [wrong(what, `no session is granted (${answer.status})`, "check ASSEMBLYAI_STREAMING_URL")];
  },
};

const mailer: Check = {
  host: (settings) => (settings["RESEND_API_KEY"] ? hostOf(resend(settings)) : undefined),
  look: async (settings, ask) => {
    const key = settings["RESEND_API_KEY"];
    if (!key) return [absent("resend key", "RESEND_API_KEY", "no letter leaves")];
    const headers = { authorization: `Bearer ${key}` };
    const answer = await ask(`${resend(settings)}/domains`, { headers });
    const trouble = unhelpful("resend key", resend(settings), "RESEND_BASE_URL", answer);
    if (trouble || isSilent(answer)) return [trouble!];
    if (answer.json?.name === "restricted_api_key") {
      const mend = "look at Domains and Webhooks on resend.com, or run this once with a key of full access";
      return [well("resend key", "it is accepted and may only send"), unchecked("resend domain", "the key may not read domains", mend), unchecked("resend webhook", "the key may not read webhooks", mend)];
    }
    if (isRefused(answer.status)) return [wrong("resend key", `it is refused (${answer.status})`, "put a key of resend.com (API Keys) into RESEND_API_KEY")];
    const domains = listed(answer);
    if (answer.status !== 200 || !domains) return [wrong("resend key", `domains are not listed (${answer.status})`, "check RESEND_BASE_URL")];
    return [well("resend key", "it is accepted"), senderOf(settings, domains), await letterNews(settings, ask, headers)];
  },
};

function senderOf(settings: Settings, domains: any[]): Finding {
  const what = "resend domain";
  const domain = /@([^>\s]+)/.exec(settings["WIB_MAIL_FROM"] ?? "")?.[1]?.toLowerCase();
  if (!domain) return wrong(what, "WIB_MAIL_FROM names no address", "set WIB_MAIL_FROM to Name <address of a verified domain>");
  const held = domains.find(({ name }) => String(name).toLowerCase() === domain);
  if (!held) return wrong(what, `${domain} is not one of the account's domains`, "add it on resend.com (Domains), or send from one that is there: WIB_MAIL_FROM");
  return held.status === "verified" ? well(what, `${domain} is verified`) : wrong(what, `${domain} is ${held.status}`, "set the DNS records that resend.com shows for it, then press Verify");
}

async function letterNews(settings: Settings, ask: Ask, headers: Record<string, string>): Promise<Finding> {
  const what = "resend webhook";
  const answer = await ask(`${resend(settings)}/webhooks`, { headers });
  const trouble = unhelpful(what, resend(settings), "RESEND_BASE_URL", answer);
  if (trouble || isSilent(answer)) return trouble!;
  const hooks = listed(answer);
  if (answer.status !== 200 || !hooks) return unchecked(what, `webhooks are not listed (${answer.status})`, "look at Webhooks on resend.com");
  const held = hooks.find(({ endpoint }) => isOurs(settings, "resend", endpoint));
  const others = hooks.map(({ endpoint }) => shown(endpoint)).join(", ");
  if (!held) return wrong(what, others ? `news of letters goes to ${others}` : "nobody is told what becomes of letters", `add ${webhookOf(settings, "resend")} on resend.com (Webhooks), and its secret as RESEND_WEBHOOK_SECRET`);
  return held.status === "enabled" ? well(what, `news of letters goes to ${shown(held.endpoint)}`) : wrong(what, `it is ${held.status}`, "enable it on resend.com (Webhooks)");
}

/** AWS Signature Version 4 of a GET without a body. */
export function signed(url: URL, region: string, id: string, secret: string, now: Date): Record<string, string> {
  const hash = (text: string) => createHash("sha256").update(text).digest("hex");
  const mac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const at = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const headers = { host: url.host, "x-amz-content-sha256": hash(""), "x-amz-date": at };
  const names = Object.keys(headers).join(";");
  const query = [...url.searchParams].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).sort().join("&");
  const canonical = ["GET", url.pathname, query, ...Object.entries(headers).map(([name, value]) => `${name}:${value}`), "", names, hash("")].join("\n");
  const scope = `${at.slice(0, 8)}/${region}/s3/aws4_request`;
  const key = [at.slice(0, 8), region, "s3", "aws4_request"].reduce<string | Buffer>((before, part) => mac(before, part), `AWS4${secret}`);
  const signature = mac(key, ["AWS4-HMAC-SHA256", at, scope, hash(canonical)].join("\n")).toString("hex");
  return { ...headers, authorization: `AWS4-HMAC-SHA256 Credential=${id}/${scope}, SignedHeaders=${names}, Signature=${signature}` };
}

const store: Check = {
  host: (settings) => hostOf(settings["S3_ENDPOINT"]),
  look: async (settings, ask) => {
    const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket = "", S3_REGION: region = "auto" } = settings;
    const what = "object store";
    if (!endpoint) return [absent(what, "S3_ENDPOINT", "recordings stay in the spool")];
    const address = `${endpoint}/${bucket}?list-type=2&max-keys=1`;
    const headers = URL.canParse(address) ? signed(new URL(address), region, settings["S3_ACCESS_KEY_ID"] ?? "", settings["S3_SECRET_ACCESS_KEY"] ?? "", new Date()) : {};
    const answer = await ask(address, { headers });
    const trouble = unhelpful(what, endpoint, "S3_ENDPOINT", answer);
    if (trouble || isSilent(answer)) return [trouble!];
    if (isRefused(answer.status)) return [wrong(what, `the keys are refused (${answer.status})`, `check S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, and that they may read and write ${bucket}`)];
    if (answer.status === 404) return [wrong(what, `there is no bucket ${bucket}`, "make it, or mend S3_BUCKET")];
    return answer.status === 200 ? [well(what, `bucket ${bucket} can be listed`)] : [wrong(what, `it answers ${answer.status}`, "check S3_ENDPOINT and S3_REGION")];
  },
};

const human: Check = {
  host: (settings) => (settings["TURNSTILE_SECRET_KEY"] ? hostOf(turnstile(settings)) : undefined),
  look: async (settings, ask) => {
    const what = "turnstile key";
    if (!settings["TURNSTILE_SECRET_KEY"]) return [absent(what, "TURNSTILE_SECRET_KEY", "nobody is asked to prove to be a person")];
    // An answer that no widget gave: a right secret is told that the answer is wrong, a wrong one that the secret is.
    const body = new URLSearchParams({ secret: settings["TURNSTILE_SECRET_KEY"], response: "doctor" }).toString();
    const answer = await ask(turnstile(settings), { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body });
    const trouble = unhelpful(what, turnstile(settings), "TURNSTILE_VERIFY_URL", answer);
    if (trouble || isSilent(answer)) return [trouble!];
    const told: unknown = answer.json?.["error-codes"];
    const codes: unknown[] = Array.isArray(told) ? told : [];
    if (codes.includes("invalid-input-secret")) return [wrong(what, "it is refused", "put the widget's secret key (Cloudflare dashboard, Turnstile) into TURNSTILE_SECRET_KEY")];
    if (answer.json?.success === true) return [wrong(what, "it is a key for tests, which lets everybody in", "put the widget's secret key (Cloudflare dashboard, Turnstile) into TURNSTILE_SECRET_KEY")];
    return codes.length ? [well(what, "it is accepted")] : [unchecked(what, `the answer is not understood (${answer.status})`)];
  },
};

const front: Check = {
  host: (settings) => hostOf(settings["WIB_PUBLIC_URL"]),
  look: async (settings, ask) => {
    const address = settings["WIB_PUBLIC_URL"] ?? "";
    const what = "edge";
    if (!address) return [absent(what, "WIB_PUBLIC_URL", "nobody can reach the product")];
    const answer = await ask(`${address}/api/health`);
    if (isSilent(answer)) return [wrong(what, `${hostOf(address)} cannot be reached: ${answer.why}`, "check WIB_PUBLIC_URL, its DNS record and the Worker's route")];
    if (answer.json?.code === "ENVELOPE_INVALID" || answer.status === 401) return [wrong(what, "the origin refuses the edge's envelope", "WIB_ENVELOPE_KEYS must be the same on both, and their clocks agree within 30 s")];
    if (answer.status !== 200) return [wrong(what, `/api/health answers ${answer.status}${answer.json?.code ? ` ${answer.json.code}` : ""}`, "look at the edge's log (./wib wrangler tail --env production) and at ORIGIN_URL")];
    const findings = [well(what, `healthy at ${shown(address)}, and the origin takes its envelope`)];
    if (!address.startsWith("https:") && !isLocal(telnyx(settings))) findings.push(wrong("public address", "WIB_PUBLIC_URL is not https: no vendor sends events there", "serve it under a certificate, docs/deploy-edge.md"));
    return findings;
  },
};

const media: Check = {
  host: (settings) => hostOf(settings["WIB_MEDIA_URL"]?.replace(/^ws/, "http")),
  look: async (settings, ask) => {
    const address = settings["WIB_MEDIA_URL"]?.replace(/^ws/, "http");
    const what = "media sockets";
    if (!address) return [absent(what, "WIB_MEDIA_URL", "no carrier can bring audio")];
    const handshake = { connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13", "sec-websocket-key": "d29yZGlzYm9uZGRvY3Rvcg==" };
    const answer = await ask(`${address}/telnyx`, { headers: handshake });
    const trouble = unhelpful(what, address, "WIB_MEDIA_URL", answer);
    if (trouble || isSilent(answer)) return [trouble!];
    // Without a stream's token nobody comes in: to be refused in our own words is to be well.
    if (isRefused(answer.status) && answer.json?.code) return [well(what, `${hostOf(address)} answers and lets no stranger in`)];
    return [wrong(what, `${hostOf(address)} answers ${answer.status}, which is not the origin's way`, "let what ends TLS pass /media on to the origin, upgrades too: docs/go-live.md")];
  },
};

const access: Check = {
  host: (settings) => settings["ACCESS_TEAM_DOMAIN"] || undefined,
  look: async (settings, ask) => {
    const what = "access keys";
    const team = settings["ACCESS_TEAM_DOMAIN"];
    if (!team) return [absent(what, "ACCESS_TEAM_DOMAIN", "what Cloudflare Access says of a request is not looked at")];
    if (!settings["ACCESS_AUD"]) return [wrong(what, "ACCESS_AUD is not set: the edge refuses to work with half of it", "put the application's AUD tag (Zero Trust, Access, Applications, Overview) into ACCESS_AUD")];
    const address = `https://${team}`;
    const answer = await ask(`${address}/cdn-cgi/access/certs`);
    const trouble = unhelpful(what, address, "ACCESS_TEAM_DOMAIN", answer);
    if (trouble || isSilent(answer)) return [trouble!];
    const keys: unknown = answer.json?.keys;
    if (answer.status === 200 && Array.isArray(keys) && keys.length > 0) return [well(what, `${team} signs with ${keys.length === 1 ? "one key" : `one of ${keys.length} keys`}`)];
    return [wrong(what, `there is no team at ${team} (${answer.status})`, "put the team's host name (Zero Trust, Settings) into ACCESS_TEAM_DOMAIN")];
  },
};

// A token that nobody signed: an edge that has a public key refuses it, one that has none says so.
const serviceTokens: Check = {
  host: (settings) => (settings["WIB_SERVICE_PUBLIC_KEYS"] ? hostOf(settings["WIB_PUBLIC_URL"]) : undefined),
  look: async (settings, ask) => {
    const what = "service tokens";
    if (!settings["WIB_SERVICE_PUBLIC_KEYS"]) return [absent(what, "WIB_SERVICE_PUBLIC_KEYS", "the platform's own routes are for sessions of its people alone")];
    if (!settings["WIB_PUBLIC_URL"]) return [unchecked(what, "WIB_PUBLIC_URL is not set")];
    const answer = await ask(`${settings["WIB_PUBLIC_URL"]}/api/internal/cron-health`, { headers: { authorization: "Bearer a.b.c" } });
    if (isSilent(answer)) return [wrong(what, `${hostOf(settings["WIB_PUBLIC_URL"])} cannot be reached: ${answer.why}`, "check WIB_PUBLIC_URL, its DNS record and the Worker's route")];
    if (answer.status === 401 && answer.json?.reason === "malformed") return [well(what, "the edge has a key and refuses what is not signed")];
    if (answer.json?.code === "VENDOR_NOT_CONFIGURED") return [wrong(what, "the edge has no WIB_SERVICE_PUBLIC_KEYS", "put it into vars of the environment (wrangler/wrangler.jsonc) and deploy")];
    return [unchecked(what, `the platform's routes answer ${answer.status}`, "look at the line named edge, then ask again")];
  },
};

/** Vendors whose webhooks the edge checks with a key of its own, and what that key is called. */
export const kWebhookKeys: readonly (readonly [vendor: string, variable: string])[] = [
  ["telnyx", "TELNYX_PUBLIC_KEY"],
  ["resend", "RESEND_WEBHOOK_SECRET"],
  ["stripe", "STRIPE_WEBHOOK_SECRET"],
  ["twilio", "TWILIO_AUTH_TOKEN"],
  ["assemblyai", "ASSEMBLYAI_WEBHOOK_SECRET"],
];

// An event that nobody signed: an edge that has the vendor's key refuses the signature, one that has none says so.
const door = (vendor: string, variable: string): Check => ({
  host: (settings) => (settings[variable] ? hostOf(settings["WIB_PUBLIC_URL"]) : undefined),
  look: async (settings, ask) => {
    const what = `${vendor} door`;
    if (!settings[variable]) return [absent(what, variable, `${vendor}'s webhooks answer VENDOR_NOT_CONFIGURED`)];
    if (!settings["WIB_PUBLIC_URL"]) return [unchecked(what, "WIB_PUBLIC_URL is not set")];
    const answer = await ask(webhookOf(settings, vendor), { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
    if (isSilent(answer)) return [wrong(what, `${hostOf(settings["WIB_PUBLIC_URL"])} cannot be reached: ${answer.why}`, "check WIB_PUBLIC_URL, its DNS record and the Worker's route")];
    const code: unknown = answer.json?.code;
    if (answer.status === 401 && code === "SIGNATURE_INVALID") return [well(what, "the edge has a key and refuses what is not signed")];
    if (code === "VENDOR_NOT_CONFIGURED") return [wrong(what, `the edge has no ${variable}`, `./wib wrangler secret put ${variable} --env production`)];
    return [unchecked(what, `${shown(webhookOf(settings, vendor))} answers ${answer.status}`, "look at the line named edge, then ask again")];
  },
});

// Keys whose vendor would have to be asked with another key, which the product does not have.
const unaskable = (what: string, variable: string, says: string, mend: string): Check => ({
  host: () => undefined,
  look: async (settings) => (settings[variable] ? [unchecked(what, says, mend)] : []),
});

export const kChecks: readonly Check[] = [
  front, media, carrier, recogniser, mailer, store, human, serviceTokens, access,
  ...kWebhookKeys.map(([vendor, variable]) => door(vendor, variable)),
  unaskable("stripe webhook", "STRIPE_WEBHOOK_SECRET", "the product has no key that may ask Stripe where events go", "compare the endpoint on the dashboard (Developers, Webhooks): its address ends in /webhooks/stripe"),
  unaskable("error reports", "SENTRY_DSN", "its key can send and not read", "look for events of logger edge and origin in the project"),
  unaskable("twilio webhook", "TWILIO_AUTH_TOKEN", "the product does not know the account to ask", "compare the number's webhook in the console: its address ends in /webhooks/twilio"),
];

/** Whom these settings make us ask, each once. */
export const hosts = (settings: Settings): string[] => [...new Set(kChecks.map((check) => check.host(settings)).filter((host) => host !== undefined))];

/** Text without any value of the settings that opens something, whoever put it there. */
export function hide(settings: Settings, text: string): string {
  let hidden = text;
  for (const [name, value] of Object.entries(settings))
    if (value && /(KEYS?|SECRET|TOKEN|PASSWORD|DSN|DATABASE_URL)$/.test(name))
      // Two keys of one variable are parted by a comma, an envelope's has its name in front.
      for (const part of [value, ...value.split(",").flatMap((one) => [one, one.slice(one.indexOf(":") + 1)])]) if (part.length >= 6) hidden = hidden.replaceAll(part, "…");
  return hidden;
}
