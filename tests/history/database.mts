// Statements as the cluster's superuser, rows as JSON.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Stack } from "../e2e/stack.mts";

/** Runs a script; what it prints, without decoration. `database` is the product's own unless said otherwise. */
export function script(stack: Stack, text: string, database = "wib"): Promise<string> {
    const secrets = readFileSync(path.join(stack.home, "secrets"), "utf8");
    const password = /^pg_super_password=(.*)$/m.exec(secrets)?.[1] ?? "";
    const { postgres } = JSON.parse(readFileSync(path.join(stack.home, "stack.json"), "utf8"));
    return new Promise((done, fail) => {
        const child = execFile(
            "psql",
            ["-XAtq", "-h", postgres, "-p", "5432", "-U", "postgres", "-d", database, "-v", "ON_ERROR_STOP=1", "-f", "-"],
            { env: { ...process.env, PGPASSWORD: password, PGCONNECT_TIMEOUT: "10" }, maxBuffer: 1 << 26 },
            (error, stdout, stderr) => (error ? fail(new Error(stderr.trim() || error.message)) : done(stdout)),
        );
        child.stdin!.on("error", () => {}); // a server that is away is told by the exit
        child.stdin!.end(text);
    });
}

const as_json = (query: string) => `select coalesce(json_agg(to_json(q)), '[]')::text from (\n${query}\n) q;\n`;

export async function rows(stack: Stack, query: string, database = "wib"): Promise<Record<string, any>[]> {
    return JSON.parse(await script(stack, as_json(query), database));
}

/** The rows of several queries, as they were at one moment. */
export async function all_rows(stack: Stack, queries: readonly string[], database = "wib"): Promise<Record<string, any>[][]> {
    const text = await script(stack, `begin isolation level repeatable read;\n${queries.map((query) => `select '-- next';\n${as_json(query)}`).join("")}commit;`, database);
    return text.split("-- next\n").slice(1).map((part) => JSON.parse(part));
}

/** The statement that puts objects of these columns into a table. */
export function insert(table: string, columns: Record<string, string>, values: readonly object[]): string {
    if (values.length === 0) return "";
    const names = Object.keys(columns);
    const shape = Object.entries(columns).map(([name, type]) => `${name} ${type}`).join(", ");
    const json = JSON.stringify(values).replaceAll("'", "''");
    return `insert into ${table} (${names.join(", ")}) select ${names.join(", ")} from json_to_recordset('${json}') as given(${shape});\n`;
}
