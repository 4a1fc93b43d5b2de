// docs/adding-an-endpoint.md as a list of edits, and how they are carried out in a tree.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

export interface Step {
  file: string;
  how: "new file" | "after" | "before" | "instead of";
  /** What must stand in the file exactly once; "" for a new one. */
  anchor: string;
  text: string;
}

/** Every fenced block, with the line above it that says where it goes. A block without one is a mistake of the page. */
export function readSteps(page: string): Step[] {
  const lines = page.split("\n");
  const steps: Step[] = [];
  for (let at = 0; at < lines.length; ++at) {
    if (!lines[at]!.startsWith("```")) continue;
    const heading = lines[at - 2] ?? "";
    const told = heading.match(/^`([^`]+)`, (?:(new file)|(after|before|instead of) `([^`]+)`):$/);
    if (!told || lines[at - 1] !== "") throw new Error(`line ${at + 1}: the block's heading does not say where it goes: ${heading}`);
    const end = lines.indexOf("```", at + 1);
    if (end < 0) throw new Error(`line ${at + 1}: the block does not end`);
    steps.push({ file: told[1]!, how: (told[2] ?? told[3]) as Step["how"], anchor: told[4] ?? "", text: lines.slice(at + 1, end).join("\n") });
    at = end;
  }
  return steps;
}

/** Carries one step out. Throws when its place is not there exactly once, or its new file already is. */
export function apply(step: Step, tree: string): void {
  const file = path.join(tree, step.file);
  if (step.how === "new file") {
    if (existsSync(file)) throw new Error(`${step.file} is already there: the page's example has to be one the product lacks`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${step.text}\n`);
    return;
  }
  const text = readFileSync(file, "utf8");
  const places = text.split(step.anchor).length - 1;
  if (places !== 1) throw new Error(`${step.file} has ${places} places "${step.anchor}": the page has to follow the code`);
  const begin = text.indexOf(step.anchor);
  const lineBegin = text.lastIndexOf("\n", begin) + 1;
  const lineEnd = text.indexOf("\n", begin) + 1;
  // A line of white space at the end of a block is part of it.
  const insert = `${step.text}\n`;
  if (step.how === "after") writeFileSync(file, text.slice(0, lineEnd) + insert + text.slice(lineEnd));
  else if (step.how === "before") writeFileSync(file, text.slice(0, lineBegin) + insert + text.slice(lineBegin));
  else writeFileSync(file, text.slice(0, begin) + step.text + text.slice(begin + step.anchor.length));
}
