// Buckets and objects on disk: each object a data file and a small JSON beside it, written to one side and renamed, so
// that a reader never meets half an object.
import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";

export interface StoredObject {
    key: string;
    size: number;
    etag: string; // without quotes
    sha256: string;
    content_type: string;
    last_modified: string;
    headers: Record<string, string>; // x-amz-meta-*, content-disposition, cache-control …
}

export interface Upload {
    bucket: string;
    key: string;
    content_type: string;
    headers: Record<string, string>;
    initiated: string;
    parts: Map<number, { etag: string; size: number; path: string }>;
}

export interface Received {
    path: string;
    size: number;
    md5: Buffer;
    sha256: string;
}

export class Store {
    private readonly root: string;
    private readonly buckets = new Map<string, Map<string, StoredObject>>();
    readonly uploads = new Map<string, Upload>();

    constructor(root: string) {
        this.root = root;
    }

    async open(first_bucket: string): Promise<void> {
        await rm(join(this.root, ".incoming"), { recursive: true, force: true });
        await mkdir(join(this.root, ".incoming"), { recursive: true });
        for (const bucket of await readdir(this.root)) {
            if (bucket.startsWith(".")) continue;
            const objects = new Map<string, StoredObject>();
            for (const file of await readdir(join(this.root, bucket))) {
                if (!file.endsWith(".json")) continue;
                const object = JSON.parse(await readFile(join(this.root, bucket, file), "utf8")) as StoredObject;
                objects.set(object.key, object);
            }
            this.buckets.set(bucket, objects);
        }
        await this.create_bucket(first_bucket);
    }

    async create_bucket(name: string): Promise<boolean> {
        if (this.buckets.has(name)) return false;
        await mkdir(join(this.root, name), { recursive: true });
        this.buckets.set(name, new Map());
        return true;
    }

    async delete_bucket(name: string): Promise<void> {
        this.buckets.delete(name);
        await rm(join(this.root, name), { recursive: true, force: true });
    }

    bucket_names(): string[] {
        return [...this.buckets.keys()].sort();
    }

    bucket(name: string): ReadonlyMap<string, StoredObject> | null {
        return this.buckets.get(name) ?? null;
    }

    find(bucket: string, key: string): StoredObject | null {
        return this.buckets.get(bucket)?.get(key) ?? null;
    }

    /** Takes a body down to a file nobody can see yet. */
    async receive(body: AsyncIterable<Uint8Array>): Promise<Received> {
        const path = join(this.root, ".incoming", randomUUID());
        const file = await open(path, "w");
        const md5 = createHash("md5");
        const sha256 = createHash("sha256");
        let size = 0;
        try {
            for await (const part of body) {
                md5.update(part);
                sha256.update(part);
                size += part.length;
                await file.write(part);
            }
        } catch (error) {
            await rm(path, { force: true });
            throw error;
        } finally {
            await file.close();
        }
        return { path, size, md5: md5.digest(), sha256: sha256.digest("hex") };
    }

    async discard(received: Received): Promise<void> {
        await rm(received.path, { force: true });
    }

    async put(bucket: string, key: string, received: Received, etag: string, content_type: string, headers: Record<string, string>): Promise<StoredObject> {
        const object: StoredObject = {
            key,
            size: received.size,
            etag,
            sha256: received.sha256,
            content_type,
            last_modified: new Date().toISOString(),
            headers,
        };
        const base = this.file_of(bucket, key);
        await rename(received.path, `${base}.bin`);
        await writeFile(`${base}.json.new`, JSON.stringify(object));
        await rename(`${base}.json.new`, `${base}.json`);
        this.buckets.get(bucket)!.set(key, object);
        return object;
    }

    async delete(bucket: string, key: string): Promise<void> {
        this.buckets.get(bucket)?.delete(key);
        await rm(`${this.file_of(bucket, key)}.json`, { force: true });
        await rm(`${this.file_of(bucket, key)}.bin`, { force: true });
    }

    /** `last` is inclusive. */
    read(bucket: string, object: StoredObject, first: number, last: number): Readable {
        return createReadStream(`${this.file_of(bucket, object.key)}.bin`, { start: first, end: last });
    }

    /** Joins parts in the order given; their ETag is MD5 of MD5s, dash, count. */
    async join_parts(upload: Upload, numbers: readonly number[]): Promise<{ received: Received; etag: string }> {
        const paths = numbers.map((number) => upload.parts.get(number)!);
        async function* all() {
            for (const { path } of paths) yield* createReadStream(path) as AsyncIterable<Uint8Array>;
        }
        const received = await this.receive(all());
        const digests = Buffer.concat(paths.map(({ etag }) => Buffer.from(etag, "hex")));
        return { received, etag: `${createHash("md5").update(digests).digest("hex")}-${paths.length}` };
    }

    async drop_upload(id: string): Promise<void> {
        const upload = this.uploads.get(id);
        this.uploads.delete(id);
        for (const { path } of upload?.parts.values() ?? []) await rm(path, { force: true });
    }

    private file_of(bucket: string, key: string): string {
        return join(this.root, bucket, createHash("sha256").update(key).digest("hex"));
    }
}
