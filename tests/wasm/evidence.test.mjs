// The verifier of evidence as a module says what the native one says: the same C++, the same bundle, the same report.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const module = new WebAssembly.Module(readFileSync(`${root}build/wasm/evidence.wasm`));
const bundle = readFileSync(`${root}tests/fixtures/evidence/bundle.zip`);
const key = readFileSync(`${root}tests/fixtures/evidence/signer.key`, "utf8");

function inModule(bytes, keys, piece = bytes.length) {
  const it = new WebAssembly.Instance(module, {}).exports;
  it._initialize();
  const put = (some) => {
    const at = it.evidence_alloc(some.length);
    new Uint8Array(it.memory.buffer, at, some.length).set(some);
    return [at, some.length];
  };
  assert.equal(it.evidence_begin(...put(Buffer.from(keys))), 1);
  for (let at = 0; at < bytes.length; at += piece) if (!it.evidence_feed(...put(bytes.subarray(at, at + piece)))) break;
  const at = it.evidence_finish(), size = new DataView(it.memory.buffer).getUint32(at, true);
  return JSON.parse(Buffer.from(it.memory.buffer, at + 4, size).toString());
}

function natively(bytes, keys) {
  const asked = keys.split("\n").filter((line) => line).flatMap((line) => ["--key", line]);
  const { stdout, status } = spawnSync(`${root}build/release/origin/cli/wib-verify`, ["-", "--json", ...asked], { input: bytes, encoding: "utf8" });
  const report = JSON.parse(stdout);
  assert.equal(status, report.holds ? 0 : 1);
  return report;
}

describe("evidence", () => {
  it("holds in the module as it does natively, whoever is trusted", () => {
    for (const keys of [key, "", "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n"]) {
      const report = inModule(bundle, keys);
      assert.deepEqual(report, natively(bundle, keys));
      assert.equal(report.holds, !keys.startsWith("Peter"));
      assert.deepEqual(inModule(bundle, keys, 7), report, "in pieces too");
    }
  });

  it("does not hold in the module wherever a byte was changed", () => {
    for (let at = 0; at < bundle.length; ++at) {
      const changed = Buffer.from(bundle);
      changed[at] ^= 1;
      const report = inModule(changed, key);
      assert.equal(report.holds, false, `byte ${at}`);
      if (at % 200 === 0) assert.deepEqual(report, natively(changed, key), `byte ${at}`);
    }
  });

  it("refuses a key that is none", () => {
    const it = new WebAssembly.Instance(module, {}).exports;
    it._initialize();
    for (const text of ["no key\n", key.trim(), "\n"]) {
      const at = it.evidence_alloc(text.length);
      new Uint8Array(it.memory.buffer, at, text.length).set(Buffer.from(text));
      assert.equal(it.evidence_begin(at, text.length), 0, JSON.stringify(text));
    }
  });
});
