// Follows docs/adding-an-endpoint.md to the letter in a copy of the tree, and asks whether everything it says has come true.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { before, describe, test } from "node:test";
import { apply, readSteps, type Step } from "./steps.mts";

const root = path.resolve(import.meta.dirname, "../..");
const preset = process.env["WIB_PRESET"] ?? "release";
const tree = path.join(root, "build/guide/tree");
const build = path.join(tree, "build", preset);
const cacheLog = path.join(root, "build/guide/cache.log");
const page = readFileSync(path.join(root, "docs/adding-an-endpoint.md"), "utf8");
const steps = readSteps(page);

// Paths below the copy's root do not count: whatever this tree has compiled with these flags is found again.
const environment = { ...process.env, CCACHE_BASEDIR: tree, CCACHE_NOHASHDIR: "1", CCACHE_STATSLOG: cacheLog, NODE_TEST_CONTEXT: undefined };
const git = (...words: string[]) => execFileSync("git", words, { cwd: root, encoding: "utf8", maxBuffer: 1 << 26 });

function must(command: string, words: string[], minutes: number, cwd = tree): string {
  const { status, stdout, stderr } = spawnSync(command, words, { cwd, env: environment, encoding: "utf8", timeout: minutes * 60_000, maxBuffer: 1 << 26 });
  assert.equal(status, 0, `${command} ${words.join(" ")}\n${`${stdout}\n${stderr}`.split("\n").slice(-40).join("\n")}`);
  return stdout;
}

/** The tree as it stands here, made anew: a copy in which the page has already been followed is no place to follow it. */
function copyTree(): void {
  rmSync(tree, { recursive: true, force: true });
  for (const file of git("ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")) {
    if (!file || !existsSync(path.join(root, file))) continue;
    mkdirSync(path.join(tree, path.dirname(file)), { recursive: true });
    copyFileSync(path.join(root, file), path.join(tree, file));
  }
}

const linesOf = (step: Step): number => step.text.split("\n").filter((line) => line.trim() !== "").length;

describe("docs/adding-an-endpoint.md", () => {
  before(() => {
    copyTree();
    for (const step of steps) apply(step, tree);
    rmSync(cacheLog, { force: true });
  });

  test("is true when it is followed to the letter", { timeout: 1_500_000 }, async (t) => {
    await t.test("builds", () => {
      must("cmake", ["--preset", preset], 5);
      must(process.env["NINJA"] ?? "ninja", ["-C", build, "wib-tool", "unit_api", "unit_origin_voice", "db", "unit_house"], 20);
    });
    await t.test("passes its own test and those that every endpoint, statement, table and include line gets", () => {
      const run = (program: string, filter: string): string => must(path.join(build, program), [`--gtest_filter=${filter}`], 5);
      assert.match(run("tests/unit/origin/voice/unit_origin_voice", "Bookmarks.*"), /PASSED {2}\] 3 tests/);
      must("env", ["WIB_RECORD=1", path.join(build, "tests/unit/shared/api/unit_api"), "--gtest_filter=ApiPage.*"], 1);
      assert.match(readFileSync(path.join(tree, "docs/api.md"), "utf8"), /POST `\/api\/calls\/\{id\}\/bookmarks`/);
      run("tests/unit/shared/api/unit_api", "*");
      run("tests/db/db", "Statements.*:CoverageLists.*:*Matrix*");
      run("tests/unit/unit_house", "*");
    });
    await t.test("is in the document and in the lists", () => {
      const tool = path.join(build, "origin/cli/wib-tool");
      const document = JSON.parse(must(tool, ["openapi"], 1));
      const { get, post } = document.paths["/api/calls/{id}/bookmarks"];
      assert.equal(get.operationId, "list_bookmarks");
      assert.equal(post.operationId, "add_bookmark");
      assert.equal(post["x-wib-role"], "agent");
      assert.ok(document.components.schemas.Bookmark.properties.at_ms);
      const rows = must(tool, ["routes", "--json"], 1).trim().split("\n").map((line) => JSON.parse(line));
      assert.equal(rows.find((row) => row.name === "add_bookmark").idempotent, true);
      const counted = must(process.execPath, [path.join(tree, "origin/cli/coverage/main.mts"), "coverage", "--tool", tool], 1);
      const here = readFileSync(path.join(root, "docs/coverage/beyond.tsv"), "utf8").split("\n").filter((line) => line.startsWith("route\t")).length;
      assert.match(counted, new RegExp(`^routes .* ${here + 2} beyond the reference$`, "m"));
    });
    const files = new Set(steps.map((step) => step.file));
    const made = steps.filter((step) => step.how === "new file");
    t.diagnostic(`${files.size} files (${made.length} new), ${steps.reduce((sum, step) => sum + linesOf(step), 0)} lines; without the test ${steps.filter((step) => !step.file.startsWith("tests/")).reduce((sum, step) => sum + linesOf(step), 0)}`);
    if (existsSync(cacheLog)) {
      const results = readFileSync(cacheLog, "utf8").split("\n").filter((line) => /^(direct_cache_hit|preprocessed_cache_hit|cache_miss)$/.test(line));
      t.diagnostic(`${results.filter((line) => line !== "cache_miss").length} of ${results.length} units came out of the compiler's cache`);
    }
  });
});

describe("the page", () => {
  test("has its example in the product nowhere", () => assert.equal(spawnSync("git", ["grep", "-li", "bookmark", "--", "shared", "origin", "edge/core", "edge/console/src", "migrations"], { cwd: root, encoding: "utf8" }).stdout, ""));
  test("says of every block where it goes", () => assert.ok(steps.length >= 12));
});

describe("a step", () => {
  const step = (changes: Partial<Step>): Step => ({ file: "a/b.txt", how: "after", anchor: "one", text: "new", ...changes });
  test("is refused when its place is missing or there twice, or its new file already is", () => {
    const place = path.join(root, "build/guide/steps");
    rmSync(place, { recursive: true, force: true });
    apply(step({ how: "new file", anchor: "", text: "one\ntwo\ntwo" }), place);
    assert.throws(() => apply(step({ how: "new file" }), place), /already there/);
    assert.throws(() => apply(step({ anchor: "three" }), place), /0 places/);
    assert.throws(() => apply(step({ anchor: "two" }), place), /2 places/);
    apply(step({}), place);
    apply(step({ how: "before", text: "zero" }), place);
    apply(step({ how: "instead of", anchor: "zero", text: "0" }), place);
    assert.equal(readFileSync(path.join(place, "a/b.txt"), "utf8"), "0\none\nnew\ntwo\ntwo\n");
  });
  test("is read from a heading and a block, and a block without a heading is refused", () => {
    assert.deepEqual(readSteps("x\n\n`a.cpp`, before `int b;`:\n\n```cpp\nint a;\n```\n"), [{ file: "a.cpp", how: "before", anchor: "int b;", text: "int a;" }]);
    assert.throws(() => readSteps("Just so:\n\n```\nx\n```\n"), /does not say where/);
  });
});
