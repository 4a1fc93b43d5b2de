// docs/observability.md against the sources: what is counted stands there, and what stands there is counted.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const text = (path) => readFileSync(join(root, path), "utf8");
const kPage = text("docs/observability.md");
const section = (name) => kPage.split(`## ${name}\n`)[1].split("\n## ")[0];
const sources = (folder) => readdirSync(join(root, folder), { recursive: true }).filter((name) => /\.[ch]pp$/.test(name)).map((name) => text(join(folder, name))).join("\n");
const sorted = (names) => [...new Set(names)].sort();

test("every point that the edge counts stands in the page, and no other", () => {
  const core = sources("edge/core");
  const counted = [...core.matchAll(/Count\{\s*"(\w+)"/g)].map(([, what]) => what);
  const chosen = [...core.matchAll(/"(webhook_(?:redelivered|given_up))"/g)].map(([, what]) => what);
  const rows = section("Points").split("\n").filter((line) => line.startsWith("| `") && !line.startsWith("| `index1`"));
  const told = rows.flatMap((row) => [...row.split("|")[1].matchAll(/`(\w+)`/g)].map(([, what]) => what));
  assert.deepEqual(sorted(told), sorted([...counted, ...chosen]));
});

test("a request's line has the fields of the page, on both sides", () => {
  const rows = section("A line for each request").split("\n").filter((line) => line.startsWith("| `")).map((line) => line.split("|").map((cell) => cell.trim()));
  const fields = (column) => sorted(rows.filter((row) => row[column] === "✓").flatMap(([, names]) => [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name)));
  const printed = text("edge/core/request_line.cpp").split("std::string print(")[1];
  assert.deepEqual(fields(2), sorted([...printed.matchAll(/\\"(\w+)\\":/g)].map(([, name]) => name)));
  const logged = text("origin/http/request_line.cpp").split('log.info("request"')[1].split(");\n}")[0];
  assert.deepEqual(fields(3), sorted(["ts", "level", "event", ...[...logged.matchAll(/\{"(\w+)",/g)].map(([, name]) => name)]));
});

test("metrics, commands and problem codes of the page exist", () => {
  const origin = sources("origin");
  for (const [, name] of kPage.matchAll(/\b(wib_[a-z]+_[a-z_]+)\b/g)) assert.ok(origin.includes(`"${name}"`) || text("wrangler/wrangler.jsonc").includes(`"${name}"`), name);
  const codes = text("shared/api/problem.cpp");
  for (const [, code] of kPage.matchAll(/\b([A-Z]+_[A-Z_]+[A-Z])\b/g)) assert.ok(codes.includes(`"${code}"`) || code === "SENTRY_DSN", code);
  for (const [, name] of kPage.matchAll(/\.\/wib ([a-z]+)/g)) assert.ok(readdirSync(join(root, "origin/cli/wib")).some((file) => text(`origin/cli/wib/${file}`).includes(`cmd_${name}()`)), name);
});
