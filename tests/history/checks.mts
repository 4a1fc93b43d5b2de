// The query set: read from checks.sql, asked of a database that has come to rest.
import { readFileSync } from "node:fs";
import path from "node:path";

export interface Check {
    name: string;
    promise: string;
    query: string;
}

export interface Finding {
    name: string;
    promise: string;
    rows: Record<string, unknown>[];
}

/** Asks several queries at one moment and gives the rows of each; whoever runs the checks brings it. */
export type Ask = (queries: readonly string[]) => Promise<Record<string, unknown>[][]>;

export const checks: readonly Check[] = parse(readFileSync(path.join(import.meta.dirname, "checks.sql"), "utf8"));

export function parse(text: string): Check[] {
    return text
        .split(/^-- check /m)
        .slice(1)
        .map((part) => {
            const [name, promise, ...query] = part.trimEnd().split("\n");
            if (!promise?.startsWith("-- promise ")) throw new Error(`check ${name} holds us to no promise`);
            return { name: name!.trim(), promise: promise.slice("-- promise ".length), query: query.join("\n").trim().replace(/;$/, "") };
        });
}

/** Every check that found something, with what it found. */
export async function violations(ask: Ask): Promise<Finding[]> {
    const answers = await ask(checks.map(({ query }) => query));
    return checks.map(({ name, promise }, n) => ({ name, promise, rows: answers[n]! })).filter(({ rows }) => rows.length > 0);
}

export function told(findings: readonly Finding[]): string {
    return findings
        .map(({ name, promise, rows }) => [`✖ ${name}: ${promise}`, ...rows.slice(0, 8).map((row) => `    ${JSON.stringify(row)}`), ...(rows.length > 8 ? [`    … ${rows.length} in all`] : [])].join("\n"))
        .join("\n");
}
