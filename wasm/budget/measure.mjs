// The edge module's budgets (docs/architecture.md): at most 200 KiB gzipped, ready to serve within 3 ms, alone in the world.
//   node wasm/budget/measure.mjs [module]      prints one JSON object per budget; exits 1 when one is broken
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";

export const kModule = fileURLToPath(new URL("../../build/wasm/edge.wasm", import.meta.url));
export const kExports = [
  "_initialize", "edge_alloc", "edge_begin", "edge_configure", "edge_finish", "edge_last_words", "edge_reset",
  "edge_resume", "memory",
];
const kRounds = 200;

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

// From module to an instance whose static objects exist; compiling is Cloudflare's, once per deployment.
function startMillis(module) {
  const begun = performance.now();
  new WebAssembly.Instance(module, {}).exports._initialize();
  return performance.now() - begun;
}

export function measure(path = kModule) {
  const bytes = readFileSync(path);
  const module = new WebAssembly.Module(bytes);
  const budget = (name, value, unit, limit) => ({ name, value: Number(value.toFixed(3)), unit, budget: limit, ok: value <= limit });
  const strangers = WebAssembly.Module.exports(module).filter(({ name }) => !kExports.includes(name)).length;
  return [
    budget("edge_module_gzipped", gzipSync(bytes, { level: 9 }).length / 1024, "KiB", 200),
    budget("edge_module_start", median(Array.from({ length: kRounds }, () => startMillis(module))), "ms", 3),
    budget("edge_module_imports", WebAssembly.Module.imports(module).length, "imports", 0),
    budget("edge_module_unknown_exports", strangers, "exports", 0),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const figures = measure(process.argv[2]);
  for (const figure of figures) console.log(JSON.stringify(figure));
  process.exitCode = figures.every(({ ok }) => ok) ? 0 : 1;
}
