// The voices: flite for English, espeak-ng for every other language. Each utterance is synthesised once and kept, as
// 8 kHz μ-law with the times of its words, in a cache named after what was said and how.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { align_phones, align_sounds, parse_phones, type SpokenWord } from "./alignment.mts";
import { kSampleRate, pcm_to_ulaw } from "./g711.mts";
import { resample } from "./resample.mts";
import { read_wav } from "./wav.mts";

export interface Utterance {
    audio: Uint8Array; // μ-law, 8 kHz, a few ms of silence at either end
    words: SpokenWord[];
}

const kFliteVoices = new Set(["slt", "rms", "awb", "kal", "kal16"]);
const kRecipe = "7"; // part of every cache name: bump when the path from text to bytes changes
const kPeak = 12000; // leaves headroom for two people talking at once

/** `slt`, `rms`, `awb`, `kal`, `kal16` are flite's; any other name is espeak-ng's, such as `es` or `de+f2`. */
export function voice_language(voice: string): string {
    return kFliteVoices.has(voice) ? "en" : voice.slice(0, 2);
}

function run(command: string, args: string[]): Promise<string> {
    return new Promise((done, fail) => {
        execFile(command, args, { timeout: 30_000, encoding: "utf8" }, (error, stdout) => {
            if (error) fail(new Error(`${command} could not speak (is the Debian package "${command}" installed?): ${error.message}`));
            else done(stdout);
        });
    });
}

/** Silence at either end cut down to a few ms. */
function trim(pcm: Int16Array): Int16Array {
    const loud = (i: number) => Math.abs(pcm[i]!) > 80;
    let first = 0;
    let last = pcm.length - 1;
    while (first < last && !loud(first)) first++;
    while (last > first && !loud(last)) last--;
    return pcm.slice(Math.max(0, first - 80), Math.min(pcm.length, last + 160));
}

async function read_sound(path: string): Promise<Int16Array> {
    const sound = read_wav(await readFile(path));
    if (!sound || sound.channels !== 1) throw new Error("a synthesiser wrote a file that is no mono WAVE");
    const pcm = resample(sound.pcm, sound.rate, kSampleRate);
    let peak = 1;
    for (const sample of pcm) peak = Math.max(peak, Math.abs(sample));
    return pcm.map((sample) => Math.round((sample * kPeak) / peak));
}

const lone_phones = new Map<string, Promise<string[]>>();
function phones_alone(text: string): Promise<string[]> {
    let phones = lone_phones.get(text);
    if (!phones) {
        phones = run("flite", ["-voice", "kal", "-ps", "-o", "none", "-t", text]).then((out) => out.trim().split(/\s+/));
        lone_phones.set(text, phones);
    }
    return phones;
}

async function synthesise(voice: string, text: string): Promise<Utterance> {
    const texts = text.split(/\s+/).filter((word) => word !== "");
    const scratch = await mkdtemp(join(tmpdir(), "sandbox-voice-"));
    try {
        const path = join(scratch, "line.wav");
        if (kFliteVoices.has(voice)) {
            const phones = parse_phones(await run("flite", ["-voice", voice, "-psdur", "-o", path, "-t", text]));
            const spoken = phones.filter((phone) => phone.name !== "pau");
            const cut_ms = Math.max(0, (spoken[0]?.start_ms ?? 0) - 20);
            const last_ms = (spoken.at(-1)?.end_ms ?? 0) + 40;
            const pcm = (await read_sound(path)).slice((cut_ms * kSampleRate) / 1000, (last_ms * kSampleRate) / 1000);
            const alone: string[][] = [];
            for (const word of texts) alone.push(await phones_alone(word.toLowerCase().replace(/[.,?!;:]+$/, "")));
            const words = align_phones(phones, texts, alone).map((word) => ({
                text: word.text,
                start_ms: Math.max(0, Math.round(word.start_ms - cut_ms)),
                end_ms: Math.round(word.end_ms - cut_ms),
            }));
            return { audio: pcm_to_ulaw(pcm), words };
        }
        const speak = async (said: string) => {
            await run("espeak-ng", ["-v", voice, "-s", "150", "-w", path, "--", said]);
            return trim(await read_sound(path));
        };
        const line = await speak(text);
        const alone: Int16Array[] = [];
        for (const word of texts) alone.push(await speak(word));
        return { audio: pcm_to_ulaw(line), words: align_sounds(line, texts, alone) };
    } finally {
        await rm(scratch, { recursive: true, force: true });
    }
}

/** A store of spoken lines. `say` waits for a synthesiser the first time and reads one small file afterwards. */
export class Voices {
    private readonly directory: string;
    private readonly remembered = new Map<string, Promise<Utterance>>();
    private readonly waiting: (() => void)[] = [];
    private free = Math.max(2, availableParallelism());
    synthesised = 0;

    constructor(directory: string) {
        this.directory = directory;
    }

    say(voice: string, text: string): Promise<Utterance> {
        const name = createHash("sha256").update(`${kRecipe}\n${voice}\n${text}`).digest("hex").slice(0, 32);
        let said = this.remembered.get(name);
        if (!said) {
            said = this.load(name, voice, text);
            said.catch(() => this.remembered.delete(name));
            this.remembered.set(name, said);
        }
        return said;
    }

    private async load(name: string, voice: string, text: string): Promise<Utterance> {
        const path = join(this.directory, `${name}.json`);
        const kept = await readFile(path, "utf8").catch(() => null);
        if (kept) {
            const { audio, words } = JSON.parse(kept) as { audio: string; words: SpokenWord[] };
            return { audio: Uint8Array.from(Buffer.from(audio, "base64")), words };
        }
        await this.take_slot();
        try {
            const said = await synthesise(voice, text);
            this.synthesised++;
            await mkdir(this.directory, { recursive: true });
            const whole = `${path}.${process.pid}`;
            await writeFile(whole, JSON.stringify({ voice, text, words: said.words, audio: Buffer.from(said.audio).toString("base64") }));
            await rename(whole, path);
            return said;
        } finally {
            this.free++;
            this.waiting.shift()?.();
        }
    }

    private async take_slot(): Promise<void> {
        while (this.free <= 0) await new Promise<void>((go) => this.waiting.push(go));
        this.free--;
    }
}
