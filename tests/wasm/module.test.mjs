// The module itself, without Cloudflare: it says what the native core says, and keeps its budgets.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { kExports, kModule, measure } from "../../wasm/budget/measure.mjs";

const recorded = JSON.parse(readFileSync(new URL("../fixtures/edge/conversations.json", import.meta.url), "utf8"));
const bytes = (base64) => Buffer.from(base64, "base64");
const compile = (path) => new WebAssembly.Module(readFileSync(path));
const module_ = compile(kModule);

function start(module = module_) {
  const edge = new WebAssembly.Instance(module, {}).exports;
  edge._initialize();
  const put = (input) => {
    const at = edge.edge_alloc(input.length);
    new Uint8Array(edge.memory.buffer).set(input, at);
    return [at, input.length];
  };
  const call = (entry, input) => {
    const turn = edge[entry](...put(input));
    const size = new DataView(edge.memory.buffer).getUint32(turn, true);
    return Buffer.from(new Uint8Array(edge.memory.buffer).slice(turn + 4, turn + 4 + size));
  };
  edge.edge_configure(...put(bytes(recorded.settings)));
  return { ...edge, call };
}

const lastWords = (edge) => {
  const memory = Buffer.from(edge.memory.buffer);
  const at = edge.edge_last_words();
  return memory.subarray(at, memory.indexOf(0, at)).toString();
};

for (const { name, exchanges } of recorded.conversations)
  test(`wasm says what the native core says: ${name}`, () => {
    const edge = start();
    for (const [step, { entry, in: input, out }] of exchanges.entries())
      assert.equal(edge.call(entry, bytes(input)).toString("latin1"), bytes(out).toString("latin1"), `step ${step}`);
  });

test("one instance serves every conversation after the other, and forgets each", () => {
  const edge = start();
  for (let round = 0; round < 50; ++round)
    for (const { name, exchanges } of recorded.conversations)
      for (const { entry, in: input, out } of exchanges)
        assert.ok(edge.call(entry, bytes(input)).equals(bytes(out)), `${name}, round ${round}`);
});

// A million with WIB_LONG=1 (tests/records/long_runs.md).
const kRequests = process.env.WIB_LONG ? 1_000_000 : 25_000;
test("memory does not grow with the number of requests", (t) => {
  const edge = start();
  const turns = recorded.conversations.flatMap(({ exchanges }) => exchanges.map((one) => ({ entry: one.entry, input: bytes(one.in) })));
  const serve = () => { for (const { entry, input } of turns) edge.call(entry, input); };
  serve();
  const before = edge.memory.buffer.byteLength;
  for (let served = 0; served < kRequests; served += recorded.conversations.length) serve();
  assert.equal(edge.memory.buffer.byteLength, before);
  t.diagnostic(`${kRequests} requests, ${before} bytes`);
});

test("a request that is abandoned leaves the instance ready", () => {
  const edge = start();
  const { exchanges } = recorded.conversations.find(({ name }) => name === "start a call");
  edge.call(exchanges[0].entry, bytes(exchanges[0].in));
  edge.edge_reset();
  for (const { entry, in: input, out } of exchanges) assert.ok(edge.call(entry, bytes(input)).equals(bytes(out)));
});

test("frames that are not ours end the instance, with the reason left behind", () => {
  for (const [entry, input] of [["edge_begin", Buffer.alloc(0)], ["edge_begin", Buffer.alloc(64, 255)],
    ["edge_resume", bytes(recorded.conversations[0].exchanges[0].in)]]) {
    const edge = start();
    assert.throws(() => edge.call(entry, input), WebAssembly.RuntimeError);
    assert.match(lastWords(edge), /the host speaks our frames/);
  }
});

test("the module breaks on purpose only where a test links it so", () => {
  const edge = start(compile(kModule.replace("edge.wasm", "edge_trapping.wasm")));
  const { exchanges } = recorded.conversations[0];
  assert.ok(edge.call(exchanges[0].entry, bytes(exchanges[0].in)).equals(bytes(exchanges[0].out)));
  assert.ok(!readFileSync(kModule).includes("x-trap"));
});

for (const { name, value, unit, budget, ok } of measure())
  test(`${name}: ${value} ${unit}, at most ${budget}`, () => assert.ok(ok));

test("exports what the host calls and nothing else", () =>
  assert.deepEqual(WebAssembly.Module.exports(module_).map(({ name }) => name).sort(), kExports));
