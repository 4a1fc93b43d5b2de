// A copy of the sources to break things in: build/mutations/tree. The checkout itself is never touched, and what an
// interrupted run left broken is put right by the next copy.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Mutation } from "./list.mts";

export const root = path.resolve(import.meta.dirname, "../..");
export const home = path.join(root, "build/mutations");
export const tree = path.join(home, "tree");

/** What npm has installed for the checkout serves the copy too. */
const kPackages = ["wrangler", "wrangler/tools", "edge/console", "tests/sandbox", "tests/browser", "tests/db"];

function sources(): string[] {
  const listed = execFileSync("git", ["ls-files", "-z", "-c", "-o", "--exclude-standard"], { cwd: root, encoding: "utf8", maxBuffer: 1 << 26 });
  return listed.split("\0").filter((file) => file && statSync(path.join(root, file), { throwIfNoEntry: false })?.isFile());
}

/** Makes the copy what the checkout is. Files that are the same are left alone, so that nothing is built twice. */
export function copySources(): void {
  const copied = path.join(home, "copied.json");
  const before: string[] = existsSync(copied) ? JSON.parse(readFileSync(copied, "utf8")) : [];
  const now = sources();
  mkdirSync(tree, { recursive: true });
  for (const file of now) {
    const from = path.join(root, file), to = path.join(tree, file);
    const bytes = readFileSync(from);
    if (existsSync(to) && readFileSync(to).equals(bytes)) continue;
    mkdirSync(path.dirname(to), { recursive: true });
    writeFileSync(to, bytes);
    chmodSync(to, statSync(from).mode);
  }
  const kept = new Set(now);
  for (const file of before) if (!kept.has(file)) rmSync(path.join(tree, file), { force: true });
  writeFileSync(copied, JSON.stringify(now));
  for (const folder of kPackages) {
    const from = path.join(root, folder, "node_modules"), to = path.join(tree, folder, "node_modules");
    if (existsSync(from) && !existsSync(to)) symlinkSync(from, to);
  }
}

/** The file of a mutation, broken. Throws unless its text stands there exactly once. */
export function broken(mutation: Mutation, under: string): string {
  const text = readFileSync(path.join(under, mutation.file), "utf8");
  const places = text.split(mutation.find).length - 1;
  if (places !== 1) throw new Error(`${mutation.name}: its text stands ${places} times in ${mutation.file}; the list has to follow the code`);
  // A function, so that "$&" in the new text means itself.
  return text.replace(mutation.find, () => mutation.replace);
}

/** Does `work` while the copy has this one mutation. */
export async function withMutation<T>(mutation: Mutation, work: () => Promise<T>): Promise<T> {
  const file = path.join(tree, mutation.file);
  const whole = readFileSync(file, "utf8");
  writeFileSync(file, broken(mutation, tree));
  try {
    return await work();
  } finally {
    writeFileSync(file, whole);
  }
}
