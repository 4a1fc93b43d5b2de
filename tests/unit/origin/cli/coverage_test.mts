// The lists of docs/coverage against the tree: nothing is served that they do not know, and nothing served asks less than they say.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { describe, test } from "node:test";
import { count, join, parseList, sameAddress, tablesOf, weaknesses, type Lists, type Policy, type Row } from "../../../../origin/cli/coverage/lists.mts";
import { readLists, readServed } from "../../../../origin/cli/coverage/main.mts";

const root = path.resolve(import.meta.dirname, "../../../..");
const tool = process.env["WIB_TOOL"] ?? path.join(root, "build/release/origin/cli/wib-tool");
const lists = readLists(root);

const ours = (changes: Partial<Policy>): Policy => ({
  method: "GET", path: "/api/things", name: "things", auth: "session", role: "viewer", level: 1, csrf: "none", body_limit: 0,
  rate_class: "read", requests: 600, window_s: 300, idempotent: false, streamed: false, ...changes,
});
const listed = (changes: Row): Row => ({ group: "things", method: "GET", path: "/api/things", auth: "sess", rate: "", once: "", alias_of: "", served_by: "", difference: "", ...changes });
const weak = (row: Row, policy: Partial<Policy>): string[] => [...weaknesses(listed(row), ours(policy)).keys()];
const only = (changes: Partial<Lists>): Lists => ({ routes: [], tables: [], pages: [], beyond: [], ...changes });

describe("the lists", () => {
  test("know every endpoint, table and page of the reference once", () => {
    const twice = (names: string[]) => names.filter((name, at) => names.indexOf(name) !== at);
    assert.deepEqual(twice(lists.routes.map((row) => `${row["method"]} ${sameAddress(row["path"]!)}`)), []);
    assert.deepEqual(twice(lists.tables.map((row) => row["table"]!)), []);
    assert.deepEqual(twice(lists.pages.map((row) => row["path"]!)), []);
    // The reference counts 206 names of tables: 127 core, 43 extended, 36 superseded; then 8 of the assistant and 9 of the rules. 85 entries of pages.
    const kinds = Object.groupBy(lists.tables, (row) => row["kind"]!);
    assert.deepEqual(Object.fromEntries(Object.entries(kinds).map(([kind, rows]) => [kind, rows!.length])), { core: 127, extended: 43, superseded: 36, assistant: 8, rules: 9 });
    assert.deepEqual([...new Set(lists.pages.map((row) => Number(row["entry"])).filter(Number.isInteger))], Array.from({ length: 85 }, (_, i) => i + 1));
  });

  test("use no word that nobody knows", () => {
    for (const row of lists.routes) {
      const name = `${row["method"]} ${row["path"]}`;
      assert.match(row["auth"]!, /^(none|optional|sess|viewer|agent|operator|manager|compliance|admin|owner|sig|key|platform|token|vendor|sess\|token)( (csrf|plan:\w+|flag:\w+))*$/, name);
      assert.match(row["rate"]!, /^(\d+\/\d+(\+\d+\/\d+)*)?$/, name);
      assert.match(row["once"]!, /^(yes)?$/, name);
      assert.match(row["method"]!, /^(GET|POST|PUT|PATCH|DELETE|WS)$/, name);
      assert.match(row["path"]!, /^\/[\w\-./{}]*$/, name);
      if (row["alias_of"]) assert.ok(lists.routes.some((other) => `${other["method"]} ${other["path"]}` === row["alias_of"] && !other["alias_of"]), `${name} is an alias of nothing`);
    }
  });
});

describe("what is served", async () => {
  const served = await readServed(root, tool);
  const coverage = join(lists, served);

  test("is in the lists or declared beyond them, and asks as much as they say", () => assert.deepEqual(coverage.faults, []));

  test("is found: rows of the route table, of the migrations and of the browser suite", () => {
    assert.ok(served.routes.some((policy) => policy.name === "start_call" && policy.role === "agent" && policy.idempotent));
    assert.ok(served.tables.some((table) => table.name === "calls" && table.isProtected));
    assert.ok(served.tables.some((table) => table.name === "users" && !table.isProtected));
  });

  test("is counted as the data says", () => {
    const printed = execFileSync(process.execPath, [path.join(root, "origin/cli/coverage/main.mts"), "coverage", "--tool", tool], { encoding: "utf8" });
    const figures = printed.split("\n").filter(Boolean).map((line) => line.match(/^(\w+)s +(\d+) of +(\d+) served(?:, (\d+) of (\d+) aliases)?, (\d+) beyond/)!.slice(1, 7));
    // Counted here another way than lists.mts does: by names, from the files.
    const routeNames = new Set(served.routes.map((policy) => `${policy.method} ${sameAddress(policy.path)}`));
    const isServed = (row: Row) => routeNames.has(row["served_by"] ? row["served_by"].replace(/\{\w+\}/g, "{}") : `${row["method"]} ${sameAddress(row["path"]!)}`);
    const own = lists.routes.filter((row) => !row["alias_of"]);
    const aliases = lists.routes.filter((row) => row["alias_of"]);
    const wanted = lists.tables.filter((row) => row["kind"] !== "superseded");
    const tableNames = new Set(served.tables.map((table) => table.name));
    const addresses = new Set(served.pages.map(sameAddress));
    assert.deepEqual(figures.map((cells) => cells.slice(0, 3)), [
      ["route", String(own.filter(isServed).length), String(own.length)],
      ["table", String(wanted.filter((row) => tableNames.has(row["served_by"] || row["table"]!)).length), String(wanted.length)],
      ["page", String(lists.pages.filter((row) => addresses.has(sameAddress(row["served_by"] || row["path"]!))).length), String(lists.pages.length)],
    ]);
    assert.deepEqual(figures[0]!.slice(3, 5), [String(aliases.filter(isServed).length), String(aliases.length)]);
    assert.deepEqual(figures.map((cells) => Number(cells[5])), ["route", "table", "page"].map((kind) => coverage.beyond.filter((one) => one.kind === kind).length));
  });

  test("is left out of --missing, and nothing else is", () => {
    const lines = execFileSync(process.execPath, [path.join(root, "origin/cli/coverage/main.mts"), "routes", "--missing", "--json", "--tool", tool], { encoding: "utf8" }).trim().split("\n").map((line) => JSON.parse(line));
    const missing = new Set(lines.filter((line) => line.kind === "route").map((line) => `${line.method} ${line.path}`));
    for (const item of coverage.items.filter((one) => one.kind === "route")) assert.equal(missing.has(item.name), !item.served, item.name);
    const total = lines.find((line) => line.total).total;
    assert.equal(missing.size, total.total - total.served + total.aliases - total.aliasesServed);
  });
});

describe("a policy is weaker than its row", () => {
  test("when somebody of a lower role comes in", () => {
    assert.deepEqual(weak({ auth: "agent" }, {}), ["auth"]);
    assert.deepEqual(weak({ auth: "viewer" }, { role: "agent", level: 2 }), []);
    assert.deepEqual(weak({ auth: "operator" }, { role: "compliance", level: 3 }), []);
    assert.deepEqual(weak({ auth: "sess" }, { auth: "optional", role: "none", level: 0 }), ["auth"]);
    assert.deepEqual(weak({ auth: "none" }, {}), []);
  });
  test("when a signature or the internal key is not asked for", () => {
    assert.deepEqual(weak({ auth: "sig" }, { auth: "open" }), ["auth"]);
    assert.deepEqual(weak({ auth: "sig" }, { auth: "webhook" }), []);
    assert.deepEqual(weak({ auth: "key" }, { role: "owner", level: 5 }), ["auth"]);
    assert.deepEqual(weak({ auth: "key" }, { auth: "internal" }), []);
  });
  test("when somebody who does not run the platform comes in, or whose plan is lower", () => {
    assert.deepEqual(weak({ auth: "platform" }, { role: "owner", level: 5 }), ["auth"]);
    assert.deepEqual(weak({ auth: "platform" }, { auth: "platform" }), []);
    assert.deepEqual(weak({ auth: "sess plan:pro" }, {}), ["plan"]);
    assert.deepEqual(weak({ auth: "sess plan:pro" }, { plan: "starter" }), ["plan"]);
    assert.deepEqual(weak({ auth: "sess plan:pro" }, { plan: "business" }), []);
  });
  test("when a word has no counterpart in the route table", () => {
    assert.deepEqual(weak({ auth: "token" }, {}), ["auth"]);
    assert.deepEqual(weak({ auth: "sess plan:pro flag:x" }, {}), ["plan", "flag"]);
  });
  test("when more requests fit into the same time, or the token or the key for repeats is not asked for", () => {
    assert.deepEqual(weak({ rate: "20/5+600/5" }, {}), ["rate"]);
    assert.deepEqual(weak({ rate: "600/5" }, {}), []);
    assert.deepEqual(weak({ rate: "60/60" }, { requests: 5, window_s: 300 }), []);
    const { requests: _, window_s: __, ...unlimited } = ours({});
    assert.deepEqual([...weaknesses(listed({ rate: "60/5" }), unlimited).keys()], ["rate"]);
    assert.deepEqual(weak({ auth: "none csrf" }, { auth: "open" }), ["csrf"]);
    assert.deepEqual(weak({ once: "yes" }, {}), ["once"]);
  });
  test("which is a fault until the row says why, and an excuse without need is one too", () => {
    const faults = (row: Row, policy: Partial<Policy>) => join(only({ routes: [listed(row)] }), { routes: [ours(policy)], tables: [], pages: [] }).faults;
    assert.match(faults({ auth: "agent" }, {})[0]!, /GET \/api\/things: auth is weaker/);
    assert.deepEqual(faults({ auth: "agent", difference: "auth: everybody may look" }, {}), []);
    assert.match(faults({ difference: "auth: everybody may look" }, {})[0]!, /needs no excuse/);
  });
});

describe("the join", () => {
  test("finds a route whatever its parameters are called, and by another name where the row gives one", () => {
    const { items, faults } = join(
      only({ routes: [listed({ path: "/api/things/{id}/{*}" }), listed({ method: "WS", path: "/ws", served_by: "GET /api/live" })] }),
      { routes: [ours({ path: "/api/things/{thing}/{part}" }), ours({ path: "/api/live" })], tables: [], pages: [] });
    assert.deepEqual(items.map((item) => item.served), [true, true]);
    assert.deepEqual(faults, []);
  });
  test("reports what no list knows until it is declared, and a declaration of what is not served", () => {
    const served = { routes: [ours({})], tables: [{ name: "extras", isProtected: true }], pages: ["/calls/$id"] };
    assert.equal(join(only({}), served).faults.length, 3);
    const beyond = [["route", "GET /api/things"], ["table", "extras"], ["page", "/calls/{id}"]].map(([kind, name]) => ({ kind: kind!, name: name!, reason: "because" }));
    const declared = join(only({ beyond }), served);
    assert.deepEqual(declared.faults, []);
    assert.equal(count(declared, "page").beyond, 1);
    // A page of ours that no test opens yet is no contradiction.
    assert.equal(join(only({ beyond }), { routes: [], tables: [], pages: [] }).faults.length, 2);
  });
  test("wants a tenant's table protected and a superseded one absent", () => {
    const table = (changes: Row): Row => ({ section: "x", table: "things", kind: "core", scope: "org + RLS", served_by: "", difference: "", ...changes });
    const faults = (row: Row, isProtected: boolean) => join(only({ tables: [table(row)] }), { routes: [], tables: [{ name: "things", isProtected }], pages: [] }).faults;
    assert.deepEqual(faults({}, true), []);
    assert.match(faults({}, false)[0]!, /scope is weaker/);
    assert.deepEqual(faults({ scope: "global" }, false), []);
    assert.match(faults({ kind: "superseded", scope: "" }, false)[0]!, /superseded/);
  });
});

test("tables are read from migrations as they end up", () => {
  assert.deepEqual(
    tablesOf("create table a (x int);\ncreate table if not exists public.b (y int); -- create table c\nalter table a rename to d;\ncreate table e ();\ndrop table if exists e;\nselect wib.protect('d');\ncreate temporary table f ();"),
    [{ name: "b", isProtected: false }, { name: "d", isProtected: true }]);
});

test("a list with a row of other columns is refused", () => assert.throws(() => parseList("# prose\na\tb\n1\t2\n1\n"), /row 2 has 1 columns/));
