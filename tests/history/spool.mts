// Spools and WAVs read anew from docs/recording.md: another reader than the product's own, so that the two cannot share a mistake.
import { createHash } from "node:crypto";

export interface SpoolSeen {
    sound: boolean; // to its last byte: every checksum and every head of the chain right
    why: string; // what is wrong with it
    organization: string;
    call: string;
    leg: string;
    recording: string;
    frames: number;
    end: string; // "" without a last record: a disk that was full had no room for it
    chain_head: string; // over the whole file
}

const kMagic = "wibspool";
const kEnds = ["stopped", "disconnected", "interrupted", "disk_full"];

const kCrcTable = Uint32Array.from({ length: 256 }, (_, n) => {
    let crc = n;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    return crc >>> 0;
});

/** CRC-32C (Castagnoli), as RFC 3720 §12.1 has it. */
export function crc32c(bytes: Uint8Array): number {
    let crc = 0xffffffff;
    for (const byte of bytes) crc = kCrcTable[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
    return (crc ^ 0xffffffff) >>> 0;
}

const uuid = (bytes: Buffer) => bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

export function read_spool(file: Buffer): SpoolSeen {
    const seen: SpoolSeen = { sound: false, why: "", organization: "", call: "", leg: "", recording: "", frames: 0, end: "", chain_head: "" };
    const broken = (why: string) => ({ ...seen, why });
    if (file.subarray(0, 8).toString("latin1") !== kMagic) return broken("no spool");
    let head = Buffer.alloc(32);
    let taken = 0; // bytes the head speaks for
    const advance = (to: number) => {
        head = createHash("sha256").update(head).update(file.subarray(taken, to)).digest();
        taken = to;
        return head;
    };
    let records = 0;
    for (let at = 8; at < file.length; ) {
        if (at + 8 > file.length) return broken(`torn at byte ${at}`);
        const size = file.readUInt32LE(at);
        if (size < 1 || at + 8 + size > file.length) return broken(`torn at byte ${at}`);
        const body = file.subarray(at + 8, at + 8 + size);
        const said = file.readUInt32LE(at + 4);
        if (crc32c(Buffer.concat([file.subarray(at, at + 4), body])) !== said) return broken(`checksum at byte ${at}`);
        if (seen.end) return broken("a record after the end");
        const kind = body[0]!;
        if ((kind === 1) !== (records === 0)) return broken(`record ${records} is of kind ${kind}`);
        if (kind === 1) {
            if (body.readUInt16LE(1) !== 1) return broken("version");
            [seen.organization, seen.call, seen.leg, seen.recording] = [3, 19, 35, 51].map((from) => uuid(body.subarray(from, from + 16))) as [string, string, string, string];
        } else if (kind === 2) seen.frames++;
        else if (kind === 6 && !body.subarray(1, 33).equals(advance(at))) return broken(`the chain breaks at byte ${at}`);
        else if (kind === 7) {
            if (!body.subarray(14, 46).equals(advance(at))) return broken("the chain breaks at the end");
            seen.end = kEnds[body[1]!] ?? "unknown";
        } else if (kind < 1 || kind > 7) return broken(`kind ${kind}`);
        records++;
        at += 8 + size;
    }
    return { ...seen, sound: true, chain_head: advance(file.length).toString("hex") };
}

export interface WavSeen {
    sound: boolean;
    why: string;
    duration_ms: number;
}

/** Stereo, 16 bit, 8000 Hz, and every size in it true. */
export function read_wav_file(file: Buffer): WavSeen {
    const broken = (why: string) => ({ sound: false, why, duration_ms: 0 });
    if (file.length < 44 || file.toString("latin1", 0, 4) !== "RIFF" || file.toString("latin1", 8, 16) !== "WAVEfmt ") return broken("no WAV");
    const [channels, rate, bits] = [file.readUInt16LE(22), file.readUInt32LE(24), file.readUInt16LE(34)];
    if (channels !== 2 || rate !== 8000 || bits !== 16) return broken(`${channels} channels, ${rate} Hz, ${bits} bit`);
    if (file.readUInt32LE(4) !== file.length - 8 || file.toString("latin1", 36, 40) !== "data" || file.readUInt32LE(40) !== file.length - 44) return broken("its sizes are not its size");
    return { sound: true, why: "", duration_ms: Math.round((file.length - 44) / 32) };
}
