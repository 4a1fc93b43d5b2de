// Carries out what the C++ module decides (edge/core); knows Cloudflare and nothing of the product.
// Frames are those of edge/wire/frame.hpp: a head of 12 bytes, NUL-terminated text fields, a body.
import { DurableObject } from "cloudflare:workers";
import edge from "../build/wasm/edge.wasm";

const kIdleInstances = 32;
const kDrained = 64 * 1024;
const kNothing = new Uint8Array(0);
const kKind = { event: 1, outcome: 2, settings: 3, context: 4, firstQuestion: 32, firstEnding: 64 };
const kEnding = { done: 0, absent: 1, refused: 2, tooLarge: 3, late: 4, failed: 5, unavailable: 6 };

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const idle = [];

const micros = () => `${Date.now()}000`;

// Scheme, host, and path with query. Most addresses are in their normal form, which can be seen: they are cut and not parsed.
const kNormal = /^(https?):\/\/([a-z\d.-]+(?::(?!80\/|443\/)\d+)?)((?:\/[\w~-][\w.~-]*)*\/?(?:\?[\w.~%&=+:,-]+)?)$/;
function addressed(address) {
  const cut = kNormal.exec(address);
  if (cut?.[3].startsWith("/")) return [cut[1], cut[2], cut[3]];
  const url = new URL(address);
  return [url.protocol.slice(0, -1), url.host, url.pathname + url.search];
}

// 32 bytes that are given once, drawn for many requests at a time.
const drawn = new Uint8Array(4096);
let given = drawn.length;
function random() {
  if (given === drawn.length) {
    crypto.getRandomValues(drawn);
    given = 0;
  }
  return drawn.subarray(given, given += 32);
}

class Instance {
  constructor(env) {
    this.exports = new WebAssembly.Instance(edge, {}).exports;
    this.exports._initialize();
    const settings = Object.entries(env).flatMap(([name, value]) => [name, typeof value === "string" ? value : ""]);
    this.write([[kKind.settings, settings, kNothing]]);
    this.exports.edge_configure(this.at, this.size);
  }

  // The module's memory, seen anew when it has grown.
  look() {
    const { buffer } = this.exports.memory;
    if (this.bytes?.buffer === buffer) return;
    this.bytes = new Uint8Array(buffer);
    this.view = new DataView(buffer);
  }

  // Puts frames one after another into the module's inbox.
  write(frames) {
    let room = 0;
    const texts = [];
    for (const [, fields, body] of frames) {
      const text = fields.length ? fields.join("\0") + "\0" : "";
      texts.push(text);
      room += 12 + 3 * text.length + body.length;
    }
    this.at = this.exports.edge_alloc(room);
    this.look();
    let end = this.at;
    for (let i = 0; i < frames.length; ++i) {
      const [kind, fields, body] = frames[i];
      const { written } = encoder.encodeInto(texts[i], this.bytes.subarray(end + 12));
      this.view.setUint8(end, 1);
      this.view.setUint8(end + 1, kind);
      this.view.setUint16(end + 2, fields.length, true);
      this.view.setUint32(end + 4, written, true);
      this.view.setUint32(end + 8, body.length, true);
      this.bytes.set(body, end + 12 + written);
      end += 12 + written + body.length;
    }
    this.size = end - this.at;
  }

  // Tells the module something; answers with what it wants next, as [kind, fields, body].
  call(entry, ...frames) {
    this.write(frames);
    const turn = this.exports[entry](this.at, this.size);
    this.look();
    const { bytes, view } = this;
    const effects = [];
    for (let at = turn + 4, end = at + view.getUint32(turn, true); at < end; ) {
      const text = at + 12;
      const body = text + view.getUint32(at + 4, true);
      const next = body + view.getUint32(at + 8, true);
      const fields = decoder.decode(bytes.subarray(text, body)).split("\0");
      fields.pop();
      effects.push([view.getUint8(at + 1), fields, body === next ? kNothing : bytes.slice(body, next)]);
      at = next;
    }
    return effects;
  }

  lastWords() {
    this.look();
    const at = this.exports.edge_last_words();
    return decoder.decode(this.bytes.subarray(at, this.bytes.indexOf(0, at)));
  }
}

// A plain object is what the runtime takes in fastest; a name that comes twice is one list (RFC 9110 §5.3).
const record = (fields) => {
  const headers = {};
  for (let i = 0; i < fields.length; i += 2) {
    const known = headers[fields[i]];
    headers[fields[i]] = known === undefined ? fields[i + 1] : `${known}, ${fields[i + 1]}`;
  }
  return headers;
};
// forEach hands over two strings; an iterator would make a list and a result of each pair.
const withHeaders = (fields, headers) => {
  headers.forEach((value, name) => { fields.push(name, value); });
  return fields;
};
const kNoHeaders = new Map();
const done = (body = kNothing, status = 0, headers = kNoHeaders) => ({ ending: kEnding.done, status, headers, body });
const ended = (ending) => ({ ending, status: 0, headers: kNoHeaders, body: kNothing });
const outcome = ({ ending, status, headers, body }) => [kKind.outcome, withHeaders([`${ending}`, micros(), `${status}`], headers), body];

// At most `limit` bytes of a request's or an answer's body; null when there are more. What announces its length is taken whole, for
// HTTP delivers no more than was announced. Of what proves too large a little more is read and dropped: who is still writing when the
// connection closes may never read the refusal.
async function gather(message, limit) {
  if (Number(message.headers.get("content-length") ?? NaN) <= limit) return new Uint8Array(await message.arrayBuffer());
  const parts = [];
  let size = 0;
  for await (const part of message.body ?? []) {
    size += part.length;
    if (size > limit + kDrained) return null;
    parts.push(part);
  }
  if (size > limit) return null;
  if (parts.length === 1) return parts[0];
  const bytes = new Uint8Array(size);
  parts.reduce((at, part) => (bytes.set(part, at), at + part.length), 0);
  return bytes;
}

// Gives `work` a signal that fires when patience runs out, and tells lateness from failure.
async function within(millis, work) {
  const signal = AbortSignal.timeout(millis);
  try {
    return await work(signal);
  } catch (fault) {
    if (signal.aborted) return ended(kEnding.late);
    throw fault;
  }
}
// The same for work that heeds no signal.
async function orLate(millis, work) {
  let alarm;
  const late = new Promise((resolve) => { alarm = setTimeout(resolve, millis, ended(kEnding.late)); });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(alarm);
  }
}

const gathered = async (message, limit, keep) => {
  const bytes = await gather(message, limit);
  return bytes ? keep(bytes) : ended(kEnding.tooLarge);
};

const exchange = (base) => ([method, target, patience, limit, ...headers], body) =>
  within(Number(patience), async (signal) => {
    const init = { method, headers: record(headers), body: body.length ? body : undefined, redirect: "manual", signal };
    const answer = await fetch(base + target, init);
    return gathered(answer, Number(limit), (bytes) => done(bytes, answer.status, answer.headers));
  });

const joined = (one, other) => {
  const bytes = new Uint8Array(one.length + other.length);
  bytes.set(one);
  bytes.set(other, one.length);
  return bytes;
};

// A request's body as it comes in. What announces its length brings no more than that, which the module has looked at; what does not
// is counted, and `tooMuch` is called before more than `limit` bytes have gone on.
const counted = ({ headers, body }, limit, tooMuch) => {
  let size = 0;
  if (!body || headers.has("content-length")) return body;
  return body.pipeThrough(new TransformStream({
    transform(part, onward) {
      size += part.length;
      if (size <= limit) return onward.enqueue(part);
      tooMuch(ended(kEnding.tooLarge));
      onward.error(new Error("more than the limit"));
    },
  }));
};

// Public keys, imported once for each isolate.
const verifiers = new Map();
async function verify(algorithm, format, name, key, signature, message) {
  if (!verifiers.has(name)) verifiers.set(name, await crypto.subtle.importKey(format, key(), algorithm, false, ["verify"]));
  return (await crypto.subtle.verify(algorithm, verifiers.get(name), signature, message)) ? done() : ended(kEnding.refused);
}
const kRs256 = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

// A binding this deployment lacks is an answer, too.
const using = (binding, use) => (binding === undefined ? ended(kEnding.unavailable) : use(binding));

const perform = {
  16: (visit, [line]) => console.log(line),
  17: ({ env }, [what, ...labels]) => env.METRICS?.writeDataPoint({ indexes: [what], blobs: labels, doubles: [1] }),
  32: (visit, [limit, patience]) => orLate(Number(patience),
    gathered(visit.request, Number(limit), (bytes) => done((visit.gathered = bytes)))),
  33: ({ env }, [key]) => using(env.KV, async (kv) => {
    const value = await kv.get(key, "arrayBuffer");
    return value === null ? ended(kEnding.absent) : done(new Uint8Array(value));
  }),
  34: ({ env }, [key, life], body) => using(env.KV, (kv) => kv.put(key, body, { expirationTtl: Number(life) }).then(() => done())),
  35: ({ env }, [key]) => using(env.KV, (kv) => kv.delete(key).then(() => done())),
  36: ({ env }, [key]) => using(env.FLOOD, async (flood) =>
    (await flood.limit({ key })).success ? done() : ended(kEnding.refused)),
  37: (visit, [key, payload], body) => using(visit.env.STORE, (store) =>
    store.put(key, payload === "gathered" && visit.gathered ? joined(body, visit.gathered) : body).then(() => done())),
  38: ({ env }, [queue], body) => using(env[`QUEUE_${queue.toUpperCase()}`], (queue) =>
    queue.send(body, { contentType: "bytes" }).then(() => done())),
  39: ({ request }, [path]) => caches.default.delete(new URL(path, request.url)).then(() => done()),
  40: ({ env }, fields, body) => exchange(env.ORIGIN_URL)(fields, body),
  41: (visit, fields, body) => exchange("")(fields, body),
  42: (visit, [key], body) =>
    verify("Ed25519", "raw", key, () => Uint8Array.from(atob(key), (c) => c.charCodeAt(0)), body.subarray(0, 64), body.subarray(64)),
  43: ({ env }, [key, label, amount, life]) => using(env.WINDOWS, async (windows) =>
    done(encoder.encode(await windows.get(windows.idFromName(key)).add(Number(label), Number(amount), Number(life))))),
  44: ({ env }, [key]) => using(env.STORE, async (store) => {
    const object = await store.get(key);
    return object === null ? ended(kEnding.absent) : done(new Uint8Array(await object.arrayBuffer()));
  }),
  45: ({ env }, [key]) => using(env.STORE, (store) => store.delete(key).then(() => done())),
  46: ({ env }, [prefix, limit, after]) => using(env.STORE, async (store) => {
    const { objects } = await store.list({ prefix, limit: Number(limit), startAfter: after || undefined });
    return done(encoder.encode(objects.map(({ key }) => key).join("\n")));
  }),
  47: ({ env }, [path, patience, limit]) => using(env.ASSETS, (assets) => orLate(Number(patience), (async () => {
    const answer = await assets.fetch(new URL(path, "https://assets.local"));
    return gathered(answer, Number(limit), (bytes) => done(bytes, answer.status, answer.headers));
  })())),
  48: (visit, [n, e, size], body) =>
    verify(kRs256, "jwk", `${n}.${e}`, () => ({ kty: "RSA", n, e }), body.subarray(0, Number(size)), body.subarray(Number(size))),
  64: ({ head }, [status, from, ...fields], body) => {
    // Cookies alone must not be joined (RFC 6265 §3).
    const cookies = [], others = [];
    for (let i = 0; i < fields.length; i += 2) (fields[i] === "set-cookie" ? cookies : others).push(fields[i], fields[i + 1]);
    const answer = new Response(from === "passed" ? head.body : body.length ? body : null,
      { status: Number(status), headers: record(others), webSocket: head?.webSocket });
    for (let i = 0; i < cookies.length; i += 2) answer.headers.append(cookies[i], cookies[i + 1]);
    return answer;
  },
  65: (visit, [method, target, patience, payload, limit, ...headers], context) => awaitHead(visit, context, () => within(Number(patience), (signal) => {
    const { promise: tooMuch, resolve } = Promise.withResolvers();
    const body = payload === "streamed" ? counted(visit.request, Number(limit), resolve) : payload === "gathered" ? visit.gathered : undefined;
    const head = fetch(visit.env.ORIGIN_URL + target, { method, headers: record(headers), redirect: "manual", signal, body });
    return payload === "streamed" ? Promise.race([head, tooMuch]) : head;
  })),
  66: (visit, [method, path, ...headers], context) => awaitHead(visit, context, () => using(visit.env.ASSETS, (assets) =>
    orLate(10_000, assets.fetch(new Request(new URL(path, "https://assets.local"), { method, headers: record(headers) }))))),
};

const failed = (fault) => (console.warn(JSON.stringify({ level: "warn", event: "effect_failed", error: String(fault) })), ended(kEnding.failed));
const attempt = async (effect) => {
  try {
    return await effect();
  } catch (fault) {
    return failed(fault);
  }
};
// Most notes are done at once; nobody waits for the others, but they may outlive the answer.
function carryOut(note, visit, fields, body) {
  try {
    const going = perform[note](visit, fields, body);
    if (going instanceof Promise) visit.ctx.waitUntil(going.catch(failed));
  } catch (fault) {
    failed(fault);
  }
}

// Asks for an answer whose head goes back to the module and whose body stays here, to be streamed.
async function awaitHead(visit, context, ask) {
  const head = await attempt(ask);
  visit.head = head;
  const known = head instanceof Response ? done(kNothing, head.status, head.headers) : head;
  return converse(visit, "edge_finish", [kKind.context, [], context], outcome(known));
}

// One request's dialogue with an instance, which it owns until the module says how it ends.
async function converse(visit, entry, ...frames) {
  const instance = idle.pop() ?? new Instance(visit.env);
  let turn;
  try {
    for (turn = instance.call(entry, ...frames); ; ) {
      const [kind, fields, body] = turn.pop();
      for (const [note, fields, body] of turn) carryOut(note, visit, fields, body);
      if (kind >= kKind.firstEnding) {
        if (idle.length < kIdleInstances) idle.push(instance);
        return perform[kind](visit, fields, body);
      }
      turn = instance.call("edge_resume", outcome(await attempt(() => perform[kind](visit, fields, body))));
    }
  } catch (fault) {
    // The instance is not given back: what trapped is poisoned, and the next request builds a new one.
    throw fault instanceof WebAssembly.RuntimeError ? new Error(`${fault.message}: ${instance.lastWords()}`, { cause: fault }) : fault;
  }
}

// One counter: an object is one thread, wherever its callers are. It starts anew with each later label, adds nothing to an earlier
// one, and forgets itself in the end.
export class Window extends DurableObject {
  async add(label, amount, life) {
    const kept = (await this.ctx.storage.get("window")) ?? { label, count: 0 };
    const window = label > kept.label ? { label, count: amount } : { ...kept, count: kept.count + (label === kept.label ? amount : 0) };
    if (amount !== 0) await this.ctx.storage.put("window", window);
    if (life > 0) await this.ctx.storage.setAlarm(Date.now() + life * 1000);
    return `${window.count}`;
  }
  alarm() {
    return this.ctx.storage.deleteAll();
  }
}

// What the platform itself brings is told to the module as a request of a scheme that no request can have.
const tell = (env, ctx, scheme, host, headers, body) => converse(
  { request: new Request("https://platform.local/", { method: "POST", body }), env, ctx }, "edge_begin",
  [kKind.event, withHeaders([micros(), "POST", scheme, host, "/", body ? "1" : "0"], headers), random()]);

export default {
  async queue(batch, env, ctx) {
    await Promise.all(batch.messages.map(async (message) => {
      const answer = await tell(env, ctx, "queue", batch.queue, new Map([["x-attempts", `${message.attempts}`]]), message.body);
      if (answer.ok) message.ack();
      else message.retry({ delaySeconds: Number(answer.headers.get("retry-after")) });
    }));
  },
  async scheduled({ cron, scheduledTime }, env, ctx) {
    await tell(env, ctx, "cron", cron, new Map([["x-scheduled-at", `${scheduledTime}000`]]));
  },
  async fetch(request, env, ctx) {
    const { method, headers, body } = request;
    const event = withHeaders([micros(), method, ...addressed(request.url), body ? "1" : "0"], headers);
    try {
      const answer = await converse({ request, env, ctx }, "edge_begin", [kKind.event, event, random()]);
      // A short body nobody read would make the runtime close the connection under the caller's next request.
      if (body && !request.bodyUsed) await attempt(() => orLate(200, gathered(request, 65_536, done)));
      return answer;
    } catch (fault) {
      const correlation_id = crypto.randomUUID();
      // A new instance tells of it, after the answer; should that one trap as well, nobody does.
      const words = new Map([
        ["x-correlation-id", correlation_id], ["traceparent", headers.get("traceparent") ?? ""],
        ["x-last-words", (fault?.cause ? fault.message : `${fault?.name}`).slice(0, 500)],
      ]);
      ctx.waitUntil(attempt(() => tell(env, ctx, "trap", "edge", words)));
      console.error(JSON.stringify({ level: "error", event: "edge_trap", correlation_id, error: String(fault) }));
      const problem = { success: false, error: "Something went wrong on our side.", code: "INTERNAL_ERROR", correlation_id };
      return Response.json(problem, { status: 503, headers: {
        "cache-control": "no-store", "retry-after": "1", "x-content-type-options": "nosniff", "x-correlation-id": correlation_id,
      } });
    }
  },
};
