// worker.mjs on a platform that does all that Cloudflare says it may do: queues that deliver twice and out of order, KV that goes on
// telling what was put over or taken out, a day that is over at once. wrangler/local.mjs puts it in front where WIB_EDGE_ROUGH asks for
// it (docs/testing.md); nothing of it is ever deployed.
import worker, { Window } from "./worker.mjs";

export { Window };

// Each value with the moment until which it was true. A reader far away may be told whatever was true within the last `seconds`: here
// everybody is told the oldest of it.
function staleKv(kv, seconds) {
  const told = new Map();
  const tellable = (name) => (told.get(name) ?? []).filter(({ until }) => until > Date.now() - seconds * 1000);
  const over = (name) => tellable(name).map(({ value, until }) => ({ value, until: Math.min(until, Date.now()) }));
  return {
    async get(name, type) {
      const [oldest] = tellable(name);
      return oldest ? oldest.value : kv.get(name, type);
    },
    async put(name, value, options) {
      await kv.put(name, value, options);
      told.set(name, [...over(name), { value, until: Date.now() + options.expirationTtl * 1000 }]);
    },
    async delete(name) {
      told.set(name, over(name));
      await kv.delete(name);
    },
  };
}

// Each message twice, the second time up to two seconds before the first one and what was sent with it.
function doublingQueue(queue) {
  let sent = 0;
  const later = (seconds) => seconds + (sent++ % 3);
  return { send: (body, options) => Promise.all([2, 0].map((wait) => queue.send(body.slice(), { ...options, delaySeconds: later(wait) }))) };
}

// What is kept was brought so long ago: its first line says when.
function agedStore(store, seconds) {
  const earlier = (_, at) => `"received_at":"${new Date(Date.parse(at) - seconds * 1000).toISOString()}"`;
  return {
    get: (key) => store.get(key),
    list: (options) => store.list(options),
    delete: (key) => store.delete(key),
    put(key, bytes) {
      const end = bytes.indexOf(10);
      const line = new TextDecoder().decode(bytes.subarray(0, end)).replace(/"received_at":"([^"]+)"/, earlier);
      const head = new TextEncoder().encode(line);
      const whole = new Uint8Array(head.length + bytes.length - end);
      whole.set(head);
      whole.set(bytes.subarray(end), head.length);
      return store.put(key, whole);
    },
  };
}

const toldPoints = { writeDataPoint: (point) => console.log(JSON.stringify({ event: "data_point", ...point })) };

// ROUGH: { doubled, stale: seconds, aged: seconds, pause: seconds at most before a message is tried again, points }.
let made;
function roughen(env) {
  if (made) return made;
  const { ROUGH, ...rough } = env;
  const { doubled, stale, aged, points } = JSON.parse(ROUGH);
  if (stale) rough.KV = staleKv(env.KV, stale);
  if (aged) rough.STORE = agedStore(env.STORE, aged);
  if (doubled) for (const name of Object.keys(env)) if (name.startsWith("QUEUE_")) rough[name] = doublingQueue(env[name]);
  if (points) rough.METRICS = toldPoints;
  return (made = rough);
}

function delivered({ queue, messages }, { doubled, pause = Infinity }) {
  const eager = messages.map((message) => ({
    id: message.id, timestamp: message.timestamp, body: message.body, attempts: message.attempts,
    ack: () => message.ack(),
    retry: ({ delaySeconds }) => message.retry({ delaySeconds: Math.min(delaySeconds, pause) }),
  }));
  return { queue, messages: doubled ? eager.reverse() : eager };
}

export default {
  fetch: (request, env, ctx) => worker.fetch(request, roughen(env), ctx),
  queue: (batch, env, ctx) => worker.queue(delivered(batch, JSON.parse(env.ROUGH)), roughen(env), ctx),
  scheduled: (event, env, ctx) => worker.scheduled(event, roughen(env), ctx),
};
