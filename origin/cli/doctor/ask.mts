// One question to somebody outside, and what came of it. Nothing is changed there: reads, and posts that are made to be refused.
import http from "node:http";
import https from "node:https";

export interface Question {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface Answer {
  status: number;
  body: string;
  /** The body as JSON; undefined where it is none. */
  json: any;
}

/** Nobody answered: why, in a few words. */
export interface Silence {
  why: string;
}

export type Ask = (url: string, question?: Question) => Promise<Answer | Silence>;

const kPatienceMs = 10_000;
const kLongest = 256 * 1024;
const kLongestPauseMs = 5_000;

const kReasons: Record<string, string> = {
  ENOTFOUND: "its name is not known",
  EAI_AGAIN: "its name could not be looked up",
  ECONNREFUSED: "the connection is refused",
  ECONNRESET: "the connection was cut",
  ETIMEDOUT: "no answer in time",
  CERT_HAS_EXPIRED: "its certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is signed by nobody we trust",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is signed by nobody we trust",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is signed by nobody we trust",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate is signed by nobody we trust",
};

/** Redirects are answers. Who asks for a pause gets one, of five seconds at most, and is asked once more. */
export const ask: Ask = async (url, question) => {
  const first = await once(url, question);
  if (!("status" in first) || first.status !== 429) return first;
  await new Promise((go) => setTimeout(go, Math.min(first.retryAfterMs, kLongestPauseMs)));
  return once(url, question);
};

type Heard = Answer & { retryAfterMs: number };

// The CA of WIB_CA_FILE is trusted where node was started with NODE_EXTRA_CA_CERTS.
const once = (url: string, { method = "GET", headers = {}, body }: Question = {}): Promise<Heard | Silence> =>
  new Promise((resolve) => {
    const silent = (why: string) => resolve({ why });
    let target: URL;
    try {
      target = new URL(url);
    } catch {
      return silent("it is no address");
    }
    const client = target.protocol === "https:" ? https : target.protocol === "http:" ? http : undefined;
    if (!client) return silent("it is no http or https address");
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    let sent: http.ClientRequest;
    try {
      sent = client.request(target, { method, headers: { "user-agent": "word-is-bond-doctor", ...length, ...headers }, agent: false });
    } catch {
      return silent("a value of the configuration cannot stand in a header");
    }
    const alarm = setTimeout(() => sent.destroy(Object.assign(new Error(), { code: "ETIMEDOUT" })), kPatienceMs);
    const ended = (outcome: Heard | Silence) => {
      clearTimeout(alarm);
      resolve(outcome);
    };
    sent.on("error", (error: NodeJS.ErrnoException) => ended({ why: kReasons[error.code ?? ""] ?? `no answer (${error.code ?? "broken"})` }));
    sent.on("upgrade", (reply, socket) => {
      socket.destroy();
      ended({ status: reply.statusCode ?? 0, body: "", json: undefined, retryAfterMs: 0 });
    });
    sent.on("response", (reply) => {
      let text = "";
      reply.setEncoding("utf8");
      reply.on("data", (part: string) => {
        if (text.length < kLongest) text += part;
      });
      reply.on("error", () => ended({ why: "the connection was cut" }));
      reply.on("aborted", () => ended({ why: "the connection was cut" }));
      reply.on("end", () => {
        let json: unknown;
        try {
          json = JSON.parse(text);
        } catch {
          json = undefined;
        }
        ended({ status: reply.statusCode ?? 0, body: text, json, retryAfterMs: (Number(reply.headers["retry-after"]) || 1) * 1000 });
      });
    });
    sent.end(body);
  });
