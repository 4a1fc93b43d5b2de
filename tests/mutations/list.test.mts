// The list of mutations stays true when code moves: each text still stands where it says, and each of those expected to
// notice is there. Reads files only; ./wib mutate runs them.
import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { mutations } from "./list.mts";
import { broken, root } from "./scratch.mts";
import { matcher } from "./suites.mts";

const read = (file: string) => readFileSync(path.join(root, file), "utf8");

/** Names of native tests as googletest prints them; of a parameterised one, with a place for the instance. */
const nativeTests = globSync("tests/{unit,db}/**/*test.cpp", { cwd: root }).flatMap((file) =>
  [...read(file).matchAll(/^TEST(_[FP])?\((\w+), *(\w+)/gm)].map(([, kind, suite, name]) => (kind === "_P" ? `Any/${suite}.${name}/0` : `${suite}.${name}`)),
);
const nativePrograms = globSync("tests/**/CMakeLists.txt", { cwd: root }).map(read).join("\n");

test("there are at least twenty mutations, each with a name of its own", () => {
  assert.ok(mutations.length >= 20);
  assert.equal(new Set(mutations.map(({ name }) => name)).size, mutations.length);
});

/** A later migration that makes the function anew in which a migration's mutation stands: what is broken there runs no more. */
function madeAnewBy({ file, find }: (typeof mutations)[number]): string | undefined {
  if (!file.startsWith("migrations/")) return undefined;
  const before = read(file).slice(0, read(file).indexOf(find) + find.length);
  const name = [...before.matchAll(/^create (?:or replace )?function ([\w.]+)\(/gm)].at(-1);
  if (!name || /^\$\$;?$/m.test(before.slice(name.index).split("as $$").slice(1).join(""))) return undefined;
  return globSync("migrations/*.sql", { cwd: root }).toSorted()
    .find((other) => other > file && read(other).includes(`create or replace function ${name[1]}(`));
}

describe("a mutation", () => {
  for (const mutation of mutations)
    test(`${mutation.name} finds its text once and its witnesses`, () => {
      assert.match(mutation.name, /^[a-z0-9_]+$/);
      assert.match(mutation.promise, /^[A-Z].*\.$/);
      assert.notEqual(broken(mutation, root), read(mutation.file), "it changes something");
      assert.equal(madeAnewBy(mutation), undefined, "nothing later makes what it breaks anew");
      const { seen } = mutation;
      if (seen.suite === "native") {
        for (const program of seen.programs) assert.match(nativePrograms, new RegExp(`NAME ${program}\\b`), program);
        for (const pattern of seen.tests.split(":")) assert.ok(nativeTests.some(matcher(pattern)), `a test that matches ${pattern}`);
      } else {
        for (const file of seen.files) assert.ok(existsSync(path.join(root, file)), file);
      }
    });
});
