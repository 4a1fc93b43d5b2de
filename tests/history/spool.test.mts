import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { crc32c, read_spool, read_wav_file } from "./spool.mts";

const fixture = readFileSync(path.join(import.meta.dirname, "../fixtures/written_from_the_document.wibspool"));

describe("the second reader of spools", () => {
    test("knows CRC-32C by the check value of RFC 3720", () => {
        assert.equal(crc32c(Buffer.alloc(32)), 0x8a9136aa);
        assert.equal(crc32c(Buffer.from("123456789")), 0xe3069283);
    });

    test("finds the spool written from the document sound", () => {
        const seen = read_spool(fixture);
        assert.equal(seen.why, "");
        assert.ok(seen.sound && seen.frames > 0 && seen.end !== "");
        assert.match(seen.chain_head, /^[0-9a-f]{64}$/);
    });

    test("finds every flipped bit and every torn tail", () => {
        for (let at = 0; at < fixture.length; at += 7) {
            const damaged = Buffer.from(fixture);
            damaged[at]! ^= 1 << at % 8;
            assert.equal(read_spool(damaged).sound, false, `byte ${at}`);
        }
        for (let cut = 1; cut < 40; cut++) {
            const { sound, end } = read_spool(fixture.subarray(0, fixture.length - cut));
            assert.ok(!sound || end === "", `${cut} bytes short`);
        }
    });
});

describe("the reader of WAVs", () => {
    test("believes no size that is not true", () => {
        const wav = Buffer.alloc(44 + 3200);
        wav.write("RIFF", 0), wav.writeUInt32LE(wav.length - 8, 4), wav.write("WAVEfmt ", 8), wav.writeUInt32LE(16, 16);
        wav.writeUInt16LE(1, 20), wav.writeUInt16LE(2, 22), wav.writeUInt32LE(8000, 24), wav.writeUInt32LE(32000, 28);
        wav.writeUInt16LE(4, 32), wav.writeUInt16LE(16, 34), wav.write("data", 36), wav.writeUInt32LE(3200, 40);
        assert.deepEqual(read_wav_file(wav), { sound: true, why: "", duration_ms: 100 });
        assert.equal(read_wav_file(wav.subarray(0, 3000)).sound, false);
        assert.equal(read_wav_file(Buffer.from("RIFF")).sound, false);
    });
});
