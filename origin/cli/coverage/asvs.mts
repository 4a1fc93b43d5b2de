// OWASP ASVS 5.0.0 as data (docs/security/*.tsv) held against this tree, and the page made of it. Nothing here reads a file: what it wants to
// know of one it asks for.
import type { Row } from "./lists.mts";

export const kStates = ["proven", "construction", "operator", "not_applicable", "gap"] as const;
export const kWeights = ["heavy", "middle", "light"] as const;
const kLongest = 12; // words of our own for what a requirement asks

/** Rows of asvs.tsv, asvs_gaps.tsv and the standard's own list of ids. */
export interface Standing {
  rows: Row[];
  gaps: Row[];
  ids: Row[];
}

export interface Tree {
  /** Undefined when there is no such file. */
  read(file: string): string | undefined;
  /** Whether a native test of that name ("Suite.Name") stands anywhere. */
  hasTest(name: string): boolean;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const quoted = (text: string): string[] => text.split("; ").filter(Boolean);

/** The native tests of a source, as "Suite.Name". */
export const nativeTests = (source: string): string[] =>
  [...source.matchAll(/^TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\s*\)/gm)].map(([, suite, name]) => `${suite}.${name}`);

export function holds(file: string, source: string, name: string): boolean {
  if (file.endsWith(".cpp")) return nativeTests(source).includes(name);
  return new RegExp(`\\b(?:test|it)\\(\\s*(["'\`])${escaped(name)}\\1`).test(source);
}

/** What is not as the rows say, as sentences. */
export function faults({ rows, gaps, ids }: Standing, tree: Tree): string[] {
  const found: string[] = [];
  const wanted = ids.filter((each) => each["level"] !== "3");
  const own = new Set(rows.map((row) => row["id"]));
  for (const { id } of wanted) if (!own.has(id)) found.push(`${id} is missing`);
  const order = wanted.map((each) => each["id"]).filter((id) => own.has(id));
  if (rows.map((row) => row["id"]).join() !== order.join()) found.push("the rows are not the standard's, each once and in its order");

  const levels = new Map(ids.map((each) => [each["id"], each["level"]]));
  const names = gaps.map((gap) => gap["gap"]!);
  for (const row of rows) {
    const { id, where } = row as { id: string; where: string };
    const say = (what: string): void => void found.push(`${id}: ${what}`);
    if (row["level"] !== levels.get(id)) say(`is of level ${levels.get(id)}`);
    const words = row["asks"]!.split(/\s+/).length;
    if (words > kLongest || !row["asks"]) say(`says what it asks in ${words} words`);
    switch (row["state"]) {
      case "proven":
        if (!where) say("names no test");
        for (const one of quoted(where)) {
          const [file, name] = [one.slice(0, one.indexOf("#")), one.slice(one.indexOf("#") + 1)];
          const source = tree.read(file);
          if (source === undefined) say(`there is no ${file}`);
          else if (!holds(file, source, name)) say(`${file} has no test "${name}"`);
        }
        break;
      case "construction":
      case "operator":
        if (tree.read(where) === undefined) say(`there is no file ${where}`);
        else if (row["state"] === "operator" && !where.startsWith("docs/")) say("what an operator does stands in docs/");
        if (!row["why"]) say("gives no reason");
        break;
      case "not_applicable":
        if (where || !row["why"]) say("needs a reason and nothing else");
        break;
      case "gap":
        if (!names.includes(where)) say(`there is no gap ${where}`);
        break;
      default:
        say(`${row["state"]} is no state`);
    }
    // What a reason leans on exists, too.
    for (const [name] of row["why"]!.matchAll(/\b[A-Z]\w+\.[A-Z]\w+\b/g)) if (!tree.hasTest(name)) say(`there is no test ${name}`);
    for (const [file] of row["why"]!.matchAll(/(?<![\w/])\w+\/[\w/.-]+\.[a-z]+\b/g)) if (tree.read(file) === undefined) say(`there is no ${file}`);
  }

  for (const gap of gaps) if (!rows.some((row) => row["state"] === "gap" && row["where"] === gap["gap"])) found.push(`${gap["gap"]} is nobody's gap`);
  if (new Set(names).size !== names.length) found.push("a gap stands twice");
  const weights = gaps.map((gap) => kWeights.findIndex((weight) => weight === gap["weight"]));
  if (weights.some((weight, at) => weight < 0 || weight < (weights[at - 1] ?? 0))) found.push("the gaps are not in the order of their weight");
  return found;
}

const kChapters = [
  "Encoding and sanitisation", "Validation and business logic", "Web front end", "API and web services", "Files", "Authentication", "Sessions",
  "Authorisation", "Self-contained tokens", "OAuth and OIDC", "Cryptography", "Communication", "Configuration", "Data protection",
  "Coding and architecture", "Logging and errors", "WebRTC",
];
const kNamed: Record<(typeof kStates)[number], string> = {
  proven: "proven by a test", construction: "met by construction", operator: "met by the operator", not_applicable: "not applicable", gap: "gap",
};

const table = (head: string[], body: string[][]): string =>
  [head, head.map(() => "---"), ...body].map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n");

function evidence(row: Row): string {
  const where = row["where"]!;
  const shown = row["state"] === "proven" ? quoted(where).map((one) => `\`${one.slice(0, one.indexOf("#"))}\` *${one.slice(one.indexOf("#") + 1)}*`)
    : row["state"] === "gap" ? [`[${where}](#${where})`] : where ? [`\`${where}\``] : [];
  return [shown.join("; "), row["why"]].filter(Boolean).join(": ");
}

/** docs/security/asvs.md. */
export function page({ rows, gaps }: Standing): string {
  const count = (state: string, level?: string): number => rows.filter((row) => row["state"] === state && (!level || row["level"] === level)).length;
  const total = (level?: string): string => String(rows.filter((row) => !level || row["level"] === level).length);
  const parts = [
    "# OWASP ASVS 5.0.0, levels 1 and 2",
    `<!-- Made of asvs.tsv and asvs_gaps.tsv: WIB_RECORD=1 node --test tests/unit/origin/cli/asvs_test.mts writes it, the same test without it checks it. -->`,
    `What the [Application Security Verification Standard](https://owasp.org/www-project-application-security-verification-standard/) 5.0.0 asks of an
application on its first two levels, and how this one stands to it. Ids are the standard's; its text is OWASP's (CC BY-SA 4.0), the few words
here are ours and no substitute for it. *Proven* names tests that fail when it stops being true; *by construction* names the file that makes it
so; a *gap* is something the standard asks and the product does not do, whatever the reason.`,
    table(["State", "Level 1", "Level 2", "Both"], [
      ...kStates.map((state) => [kNamed[state], String(count(state, "1")), String(count(state, "2")), String(count(state))]),
      ["all", total("1"), total("2"), total()],
    ]),
    `## Gaps\n\n${gaps.length} things, the heaviest first; each with the requirements it leaves unmet (level 1 in bold) and what would mend it.`,
  ];
  for (const weight of kWeights) {
    const body = gaps.filter((gap) => gap["weight"] === weight).map((gap) => [
      `<a id="${gap["gap"]}"></a>${gap["what"]}`,
      rows.filter((row) => row["state"] === "gap" && row["where"] === gap["gap"]).map((row) => (row["level"] === "1" ? `**${row["id"]}**` : row["id"])).join(", "),
      gap["mend"]!,
    ]);
    parts.push(`### ${weight[0]!.toUpperCase()}${weight.slice(1)}`, table(["What is missing", "Requirements", "What would mend it"], body));
  }
  kChapters.forEach((name, at) => {
    const chapter = rows.filter((row) => row["id"]!.startsWith(`V${at + 1}.`));
    parts.push(`## V${at + 1} ${name}`, table(["Id", "Level", "Asks", "State", "Where, why"],
      chapter.map((row) => [row["id"]!, row["level"]!, row["asks"]!, kNamed[row["state"] as keyof typeof kNamed], evidence(row)])));
  });
  return `${parts.join("\n\n")}\n`;
}
