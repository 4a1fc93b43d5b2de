// Who can be called: one JSON file a person, read and checked at start.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

export interface ScriptLine {
    /** `answer`: a breath after the phone is picked up. `other_silence`: when the other side has spoken and paused. A number: ms after the answer. */
    after: "answer" | "other_silence" | number;
    say?: string;
    press?: string; // telephone keys
}

export interface Script {
    name: string;
    title: string;
    number: string; // E.164
    role: "consumer" | "agent";
    kind: "person" | "machine";
    outcome: "answers" | "busy" | "no_answer" | "rejects";
    voice: string;
    answer_after_ms: number; // for busy and rejects: when the network says so
    /** How long this person waits for the other side to say anything before carrying on regardless. */
    patience_ms: number;
    lines: ScriptLine[];
    beep_after_ms: number | null; // machines: after the answer
    hang_up: "end" | "never" | number; // a number: ms after the answer
}

const kFields: Record<string, (value: unknown) => boolean> = {
    name: (v) => typeof v === "string" && /^[a-z0-9_]{1,40}$/.test(v),
    title: (v) => typeof v === "string" && v !== "",
    number: (v) => typeof v === "string" && /^\+[1-9]\d{7,14}$/.test(v),
    role: (v) => v === "consumer" || v === "agent",
    kind: (v) => v === "person" || v === "machine",
    outcome: (v) => ["answers", "busy", "no_answer", "rejects"].includes(v as string),
    voice: (v) => typeof v === "string" && v !== "",
    answer_after_ms: (v) => typeof v === "number" && v >= 0,
    patience_ms: (v) => typeof v === "number" && v >= 0,
    beep_after_ms: (v) => v === null || typeof v === "number",
    hang_up: (v) => v === "end" || v === "never" || typeof v === "number",
    lines: (v) =>
        Array.isArray(v) &&
        v.every((line: ScriptLine) => {
            const after = line.after === "answer" || line.after === "other_silence" || typeof line.after === "number";
            return after && (typeof line.say === "string") !== (typeof line.press === "string");
        }),
};

/** Throws a sentence naming file and field. */
export function parse_script(file: string, text: string): Script {
    const given = JSON.parse(text) as Record<string, unknown>;
    const script = { kind: "person", outcome: "answers", patience_ms: 4000, beep_after_ms: null, ...given } as Record<string, unknown>;
    for (const [field, fits] of Object.entries(kFields)) {
        if (!fits(script[field])) throw new Error(`${file}: "${field}" is missing or not what a script needs`);
    }
    const stranger = Object.keys(script).find((field) => !kFields[field]);
    if (stranger) throw new Error(`${file}: "${stranger}" means nothing in a script`);
    return script as unknown as Script;
}

export interface Decoy {
    voice: string;
    say: string;
}

export class Directory {
    readonly scripts: Script[];
    readonly decoys: Decoy[];
    private readonly by_number: Map<string, Script>;

    constructor(scripts: Script[], decoys: Decoy[]) {
        this.scripts = scripts;
        this.decoys = decoys;
        this.by_number = new Map(scripts.map((script) => [script.number, script]));
        if (this.by_number.size !== scripts.length) throw new Error("two scripts share a number");
    }

    static async load(folder: string): Promise<Directory> {
        const files = (await readdir(join(folder, "scripts"))).filter((file) => file.endsWith(".json")).sort();
        const scripts = await Promise.all(
            files.map(async (file) => parse_script(file, await readFile(join(folder, "scripts", file), "utf8"))),
        );
        const decoys = JSON.parse(await readFile(join(folder, "decoys.json"), "utf8")) as Decoy[];
        return new Directory(scripts, decoys);
    }

    find(number: string): Script | null {
        return this.by_number.get(number) ?? null;
    }
}
