// docs/deploy-edge.md and docs/go-live.md: every command in them can be given, every name in them means something.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const text = (path) => readFileSync(join(root, path), "utf8");
const kPages = ["docs/deploy-edge.md", "docs/go-live.md"];
const kTool = join(root, "wrangler/node_modules/wrangler");

/** What stands between backticks, inline or in blocks, in lines as somebody would type them. */
function codeOf(page) {
  const all = text(page);
  const blocks = [...all.matchAll(/^ *```\n([\s\S]*?)^ *```$/gm)].flatMap(([, block]) => block.split("\n").map((line) => line.trim()));
  const inline = [...all.replaceAll(/^ *```\n[\s\S]*?^ *```$/gm, "").matchAll(/`([^`]+)`/g)].map(([, code]) => code.replaceAll(/\s+/g, " "));
  return [...blocks, ...inline].filter(Boolean);
}
const kCode = kPages.flatMap((page) => codeOf(page).map((code) => ({ page, code })));
const commands = (pattern) => [...new Set(kCode.flatMap(({ code }) => [...code.matchAll(pattern)].map(([, words]) => words.trim())))];

const home = mkdtempSync(join(tmpdir(), "wib-docs-"));
after(() => rmSync(home, { recursive: true, force: true }));
const helps = new Map();
const help = (words) => {
  const name = words.join(" ");
  if (!helps.has(name))
    helps.set(name, new Promise((resolve) => execFile(process.execPath, [join(kTool, "bin/wrangler.js"), ...words, "--help"], {
      cwd: home, timeout: 60_000,
      env: { PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home, TMPDIR: home, CI: "1", NO_COLOR: "1", WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true" },
    }, (fault, stdout, stderr) => resolve(stdout + stderr))));
  return helps.get(name);
};

describe("the pages about deploying", () => {
  test("name commands of ./wib that there are", () => {
    const known = readdirSync(join(root, "origin/cli/wib")).flatMap((file) => [...text(`origin/cli/wib/${file}`).matchAll(/^cmd_(\w+)\(\)/gm)].map(([, name]) => name));
    const named = commands(/\.\/wib ([a-z]+)/g);
    assert.ok(named.length >= 4, named.join());
    for (const name of named) assert.ok(known.includes(name), `./wib ${name}`);
    for (const option of commands(/\.\/wib doctor (--\S+)/g)) assert.ok(text("origin/cli/wib/doctor.sh").includes(option), option);
  });

  test("name commands of wrangler, with options, that the pinned version takes", async () => {
    const named = commands(/\.\/wib wrangler ([^;|]+)/g).filter((words) => !words.startsWith("…"));
    assert.ok(named.length >= 12, named.join("\n"));
    // "queues create wib-…": what follows the verbs are names of ours, which have a hyphen or capitals.
    const verbsOf = (words) => words.slice(0, words.findIndex((word) => !/^[a-z]+[a-z\d]*$/.test(word)) >>> 0);
    const asked = [...new Set(named.map((line) => verbsOf(line.split(" ")).join(" ")))];
    const two = [asked.filter((_, at) => at % 2), asked.filter((_, at) => at % 2 === 0)];
    await Promise.all(two.map(async (half) => {
      for (const verbs of half) await help(verbs.split(" "));
    }));
    for (const line of named) {
      const words = line.split(" ");
      const verbs = verbsOf(words);
      const told = await help(verbs);
      assert.match(told, new RegExp(`^wrangler ${verbs.join(" ")}( |$)`, "m"), `wrangler ${line}`);
      for (const option of words.filter((word) => word.startsWith("--"))) assert.match(told, new RegExp(`[ ,]${option}[ ,]`), `wrangler ${line}`);
    }
  });

  test("name commands of wib-tool and wib-origin that there are", () => {
    for (const name of commands(/wib-tool ([a-z-]+)/g)) assert.match(text("origin/cli/main.cpp"), new RegExp(`"${name}"`), name);
    for (const option of commands(/wib-origin (--\S+)/g)) assert.ok(text("origin/main.cpp").includes(`"${option}"`), option);
    assert.deepEqual(commands(/sandbox? (short_\w+)/g).filter((name) => !existsSync(join(root, `tests/sandbox/scripts/${name}.json`))), []);
  });

  test("name variables, codes and places of wrangler.jsonc that mean something", () => {
    const read = ["origin/runtime/config.cpp", "origin/cli/database.cpp", "edge/core/config.cpp", "wrangler/local.mjs", "wib"].map(text).join("\n");
    const codes = text("shared/api/problem.cpp");
    const ours = kPages.flatMap((page) => [...text(page).matchAll(/\b[A-Z][A-Z\d]*_[A-Z\d_]*[A-Z\d]\b/g)].map(([name]) => name));
    const filledIn = ["ACCOUNT_ID", "TUNNEL_ID", "VERSION_ID"];
    for (const name of new Set(ours)) {
      if (filledIn.includes(name)) continue;
      if (name.startsWith("CLOUDFLARE_")) assert.ok(text("wrangler/node_modules/wrangler/wrangler-dist/cli.js").includes(`"${name}"`), name);
      else assert.ok(read.includes(name) || codes.includes(`"${name}"`), name);
    }
  });

  test("name addresses that are served, and pages that are there", () => {
    const routes = readdirSync(join(root, "shared/api/routes")).map((file) => text(`shared/api/routes/${file}`)).join("\n");
    const shown = text("tests/browser/pages_shown.mts");
    const named = new Set(kCode.flatMap(({ code }) => [...code.matchAll(/app\.example\.com(\/[a-z\-/]+)/g)].map(([, path]) => path)));
    assert.ok(named.size >= 4);
    for (const path of named) assert.ok(routes.includes(`"${path}"`) || shown.includes(`'${path}'`), path);
    for (const page of kPages) for (const [, link] of text(page).matchAll(/\]\(([\w-]+\.md)\)/g)) assert.ok(existsSync(join(root, "docs", link)), link);
  });

  test("say of every key how it is replaced, and how many of it may be there meanwhile", () => {
    const table = text("docs/deploy-edge.md").split("## Rotating keys")[1].split("\n## ")[0];
    const rows = table.split("\n").filter((line) => line.startsWith("| `")).map((line) => line.split("|").map((cell) => cell.trim()));
    const told = new Map(rows.flatMap(([, names, atOnce]) => [...names.matchAll(/`(\w+)`/g)].map(([, name]) => [name, Number(atOnce)])));
    for (const { name, kind, at_once } of JSON.parse(text("wrangler/settings.json"))) if (kind === "secret") assert.equal(told.get(name), at_once, name);
    const secrets = [...text("origin/runtime/config.cpp").matchAll(/read\.(?:secret|key|named_keys)\("(\w+)"\)/g)].map(([, name]) => name);
    for (const name of [...secrets, "DATABASE_URL"]) assert.ok(told.has(name), name);
  });
});
