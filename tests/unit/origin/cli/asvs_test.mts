// docs/security against the tree: every requirement of ASVS 5.0.0, levels 1 and 2, stands there once, and what a row leans on exists.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { faults, holds, kStates, nativeTests, page, type Standing, type Tree } from "../../../../origin/cli/coverage/asvs.mts";
import { parseList, type Row } from "../../../../origin/cli/coverage/lists.mts";

const root = path.resolve(import.meta.dirname, "../../../..");
const kPage = path.join(root, "docs/security/asvs.md");
const list = (file: string): Row[] => parseList(readFileSync(path.join(root, file), "utf8"));
const standing: Standing = { rows: list("docs/security/asvs.tsv"), gaps: list("docs/security/asvs_gaps.tsv"), ids: list("tests/fixtures/asvs/5.0.0.tsv") };

const sources = readdirSync(path.join(root, "tests"), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".cpp") && !file.includes("node_modules"));
const native = new Set(sources.flatMap((file) => nativeTests(readFileSync(path.join(root, "tests", file), "utf8"))));
const tree: Tree = {
  read: (file) => {
    const at = path.join(root, file);
    return file && existsSync(at) && statSync(at).isFile() ? readFileSync(at, "utf8") : undefined;
  },
  hasTest: (name) => native.has(name),
};

describe("the standard's list", () => {
  test("is the one OWASP counts: 70, 183 and 92 requirements, each once", () => {
    const of = (level: string) => standing.ids.filter((each) => each["level"] === level).length;
    assert.deepEqual([of("1"), of("2"), of("3")], [70, 183, 92]);
    assert.equal(new Set(standing.ids.map((each) => each["id"])).size, 345);
  });
});

describe("the standing", () => {
  test("has every requirement of levels 1 and 2 once, and leans on what exists", () => assert.deepEqual(faults(standing, tree), []));

  test("is told by its page, to the letter", () => {
    if (process.env["WIB_RECORD"]) writeFileSync(kPage, page(standing));
    assert.ok(readFileSync(kPage, "utf8") === page(standing), "WIB_RECORD=1 and this test write docs/security/asvs.md");
  });

  test("is counted by its page as the rows are", () => {
    const text = readFileSync(kPage, "utf8");
    const named = ["proven by a test", "met by construction", "met by the operator", "not applicable", "gap"];
    for (const [at, state] of kStates.entries()) {
      const mine = standing.rows.filter((row) => row["state"] === state);
      const cells = ["1", "2"].map((level) => mine.filter((row) => row["level"] === level).length);
      assert.ok(text.includes(`| ${named[at]} | ${cells[0]} | ${cells[1]} | ${mine.length} |`), state);
    }
    assert.ok(text.includes("| all | 70 | 183 | 253 |"));
  });
});

describe("a row is refused", () => {
  const good: Row = { id: "V1.1.1", level: "2", asks: "Something", state: "proven", where: "a_test.cpp#Own.Holds; b.test.mts#says 'so'", why: "" };
  const files: Record<string, string> = { "a_test.cpp": "TEST_F(Own, Holds) {\n", "b.test.mts": `  test("says 'so'", () => {`, "docs/x.md": "x", "y.cpp": "y" };
  const little: Tree = { read: (file) => files[file], hasTest: (name) => name === "Own.Holds" };
  const judged = (change: Row, gaps: Row[] = [], ids: Row[] = [{ id: "V1.1.1", level: "2" }]) => faults({ rows: [{ ...good, ...change }], gaps, ids }, little);
  const gap = (name: string, weight = "heavy"): Row => ({ gap: name, weight, what: "x", mend: "y" });

  test("not when it is as it should be", () => {
    assert.deepEqual(judged({}), []);
    assert.deepEqual(judged({ state: "construction", where: "y.cpp", why: "as Own.Holds says" }), []);
    assert.deepEqual(judged({ state: "operator", where: "docs/x.md", why: "so" }), []);
    assert.deepEqual(judged({ state: "not_applicable", where: "", why: "none" }), []);
    assert.deepEqual(judged({ state: "gap", where: "hole" }, [gap("hole")]), []);
  });
  test("when its test or its file is not there", () => {
    assert.match(judged({ where: "a_test.cpp#Own.Hold" })[0]!, /has no test "Own.Hold"/);
    assert.match(judged({ where: "b.test.mts#says" })[0]!, /has no test "says"/);
    assert.match(judged({ where: "c.cpp#Own.Holds" })[0]!, /there is no c.cpp/);
    assert.match(judged({ where: "" })[0]!, /names no test/);
    assert.match(judged({ state: "construction", where: "z.cpp", why: "so" })[0]!, /there is no file z.cpp/);
    assert.match(judged({ why: "see Gone.IsGone" })[0]!, /there is no test Gone.IsGone/);
    assert.match(judged({ why: "see docs/gone.md" })[0]!, /there is no docs\/gone.md/);
  });
  test("when it gives no reason, an operator's work outside of docs, or a gap nobody described", () => {
    assert.match(judged({ state: "construction", where: "y.cpp" })[0]!, /gives no reason/);
    assert.match(judged({ state: "not_applicable", where: "" })[0]!, /needs a reason/);
    assert.match(judged({ state: "operator", where: "y.cpp", why: "so" })[0]!, /stands in docs/);
    assert.match(judged({ state: "gap", where: "hole" })[0]!, /there is no gap hole/);
    assert.match(judged({ state: "fine" })[0]!, /fine is no state/);
  });
  test("when its level is another, its words are many, or the standard has more or others", () => {
    assert.match(judged({ level: "1" })[0]!, /is of level 2/);
    assert.match(judged({ asks: "a b c d e f g h i j k l m" })[0]!, /in 13 words/);
    assert.match(judged({}, [], [{ id: "V1.1.1", level: "2" }, { id: "V1.1.2", level: "1" }, { id: "V1.1.3", level: "3" }]).join(), /^V1.1.2 is missing$/);
    assert.match(judged({ id: "V9.9.9" }).join(), /V1.1.1 is missing,the rows are not the standard's/);
  });
  test("and so is a gap that is nobody's, stands twice or out of order", () => {
    assert.match(judged({}, [gap("hole")])[0]!, /hole is nobody's gap/);
    const of = (gaps: Row[]) => judged({ state: "gap", where: "hole" }, gaps).join();
    assert.match(of([gap("hole"), gap("hole")]), /stands twice/);
    assert.match(of([gap("other", "light"), gap("hole", "middle")]), /order of their weight/);
    assert.match(of([gap("hole", "grave")]), /order of their weight/);
  });
});

test("a test is found by its whole name, whatever quotes it has", () => {
  assert.ok(holds("x.cpp", "TEST(\n    A,\n    B) {", "A.B"));
  assert.ok(!holds("x.cpp", "// TEST(A, B)", "A.B"));
  assert.ok(holds("x.mts", "it('a (b)', async () => {", "a (b)"));
  assert.ok(!holds("x.mts", "note('a')", "a"));
});
