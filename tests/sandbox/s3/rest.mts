// The S3 API, path style, as R2 answers it: what is implemented there is implemented here, what is not is refused.
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { chunk_signature, type Credentials, encode_component, parse_query, type Signature, verify } from "./sigv4.mts";
import type { Received, Store, StoredObject } from "./store.mts";

const kPartMin = 5 * 1024 * 1024;
const kObjectMax = 5 * 1024 ** 3;
const kKeyMax = 1024;
const kKeptHeaders = /^(x-amz-meta-.+|content-disposition|content-encoding|content-language|cache-control|expires)$/;

class S3Error extends Error {
    readonly status: number;
    readonly code: string;
    constructor(status: number, code: string, message: string) {
        super(message);
        this.status = status;
        this.code = code;
    }
}

const no_bucket = () => new S3Error(404, "NoSuchBucket", "The specified bucket does not exist.");
const no_key = () => new S3Error(404, "NoSuchKey", "The specified key does not exist.");
const no_upload = () => new S3Error(404, "NoSuchUpload", "The specified multipart upload does not exist.");

function xml(text: string): string {
    return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

function unxml(text: string): string {
    const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
    return text.replace(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));/g, (whole, d, h, n) =>
        d ? String.fromCodePoint(Number(d)) : h ? String.fromCodePoint(parseInt(h, 16)) : (named[n as string] ?? whole),
    );
}

const kProlog = '<?xml version="1.0" encoding="UTF-8"?>';
const kSpace = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

export class S3Rest {
    private readonly store: Store;
    private readonly credentials: Credentials;

    constructor(store: Store, credentials: Credentials) {
        this.store = store;
        this.credentials = credentials;
    }

    async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
        try {
            const signed = { method: request.method!, target: request.url!, headers: request.headers };
            const verdict = verify(signed, this.credentials, Date.now());
            if ("code" in verdict) throw new S3Error(verdict.status, verdict.code, verdict.message);
            await this.route(request, response, verdict);
        } catch (error) {
            if (response.headersSent || request.socket.destroyed) {
                response.destroy();
                return;
            }
            const known = error instanceof S3Error ? error : new S3Error(500, "InternalError", "We encountered an internal error. Please try again.");
            if (!(error instanceof S3Error)) process.stderr.write(`sandbox: s3 ${request.method} ${request.url}: ${(error as Error).stack}\n`);
            request.resume();
            const resource = xml(decodeURI(request.url!.split("?")[0]!).slice(0, 1100));
            const body = `${kProlog}<Error><Code>${known.code}</Code><Message>${xml(known.message)}</Message><Resource>${resource}</Resource><RequestId>${randomUUID()}</RequestId></Error>`;
            reply(request, response, known.status, body);
        }
    }

    private async route(request: IncomingMessage, response: ServerResponse, signature: Signature): Promise<void> {
        const [path = "/", query_text = ""] = request.url!.split("?", 2);
        const query = new Map(parse_query(query_text));
        const slash = path.indexOf("/", 1);
        const bucket = decodeURIComponent(slash < 0 ? path.slice(1) : path.slice(1, slash));
        const key = slash < 0 ? "" : decodeURIComponent(path.slice(slash + 1));
        const { method } = request;
        if (bucket === "") {
            if (method !== "GET") throw new S3Error(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
            const names = this.store.bucket_names().map((name) => `<Bucket><Name>${xml(name)}</Name></Bucket>`);
            return reply(request, response, 200, `${kProlog}<ListAllMyBucketsResult ${kSpace}><Buckets>${names.join("")}</Buckets></ListAllMyBucketsResult>`);
        }
        for (const gone of ["versioning", "versions", "acl", "tagging", "policy", "object-lock", "legal-hold", "retention"])
            if (query.has(gone)) throw new S3Error(501, "NotImplemented", `${gone} is not implemented.`);
        if (key === "") return this.bucket_request(request, response, signature, bucket, query);
        if (Buffer.byteLength(key) > kKeyMax) throw new S3Error(400, "KeyTooLongError", "Your key is too long.");
        if (!this.store.bucket(bucket)) {
            if (method === "PUT" && request.headers["cf-create-bucket-if-missing"] === "true") await this.store.create_bucket(bucket);
            else throw no_bucket();
        }
        const upload_id = query.get("uploadId");
        if (method === "GET" || method === "HEAD") {
            if (upload_id !== undefined) return this.list_parts(request, response, bucket, key, upload_id);
            return this.get(request, response, bucket, key, query);
        }
        if (method === "PUT") {
            if (upload_id !== undefined) return this.put_part(request, response, signature, bucket, key, upload_id, Number(query.get("partNumber")));
            if (request.headers["x-amz-copy-source"] !== undefined) return this.copy(request, response, bucket, key);
            return this.put(request, response, signature, bucket, key);
        }
        if (method === "DELETE") {
            if (upload_id !== undefined) {
                if (!this.store.uploads.has(upload_id)) throw no_upload();
                await this.store.drop_upload(upload_id);
            } else await this.store.delete(bucket, key);
            return reply(request, response, 204, "");
        }
        if (method === "POST" && query.has("uploads")) return this.start_upload(request, response, bucket, key);
        if (method === "POST" && upload_id !== undefined) return this.complete(request, response, signature, bucket, key, upload_id);
        throw new S3Error(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
    }

    private async bucket_request(request: IncomingMessage, response: ServerResponse, signature: Signature, bucket: string, query: Map<string, string>): Promise<void> {
        const { method } = request;
        if (method === "PUT") {
            if (!(await this.store.create_bucket(bucket))) throw new S3Error(409, "BucketAlreadyOwnedByYou", "The bucket already exists and is yours.");
            return reply(request, response, 200, "", { location: `/${bucket}` });
        }
        const objects = this.store.bucket(bucket);
        if (!objects) throw no_bucket();
        if (method === "HEAD") return reply(request, response, 200, "");
        if (method === "DELETE") {
            if (objects.size > 0) throw new S3Error(409, "BucketNotEmpty", "The bucket you tried to delete is not empty.");
            await this.store.delete_bucket(bucket);
            return reply(request, response, 204, "");
        }
        if (method === "POST" && query.has("delete")) {
            const text = (await small_body(this.body(request, signature), 1 << 20)).toString("utf8");
            const keys = [...text.matchAll(/<Key>([^<]*)<\/Key>/g)].map((m) => unxml(m[1]!));
            if (keys.length === 0 || keys.length > 1000) throw new S3Error(400, "MalformedXML", "The XML you provided was not well-formed.");
            for (const key of keys) await this.store.delete(bucket, key);
            const quiet = text.includes("<Quiet>true</Quiet>");
            const deleted = quiet ? "" : keys.map((key) => `<Deleted><Key>${xml(key)}</Key></Deleted>`).join("");
            return reply(request, response, 200, `${kProlog}<DeleteResult ${kSpace}>${deleted}</DeleteResult>`);
        }
        if (method !== "GET") throw new S3Error(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
        if (query.has("location")) return reply(request, response, 200, `${kProlog}<LocationConstraint ${kSpace}>${this.credentials.region}</LocationConstraint>`);
        if (query.has("uploads")) {
            const prefix = query.get("prefix") ?? "";
            const rows = [...this.store.uploads].filter(([, upload]) => upload.bucket === bucket && upload.key.startsWith(prefix));
            const listed = rows
                .map(([id, upload]) => `<Upload><Key>${xml(upload.key)}</Key><UploadId>${id}</UploadId><StorageClass>STANDARD</StorageClass><Initiated>${upload.initiated}</Initiated></Upload>`)
                .join("");
            return reply(request, response, 200, `${kProlog}<ListMultipartUploadsResult ${kSpace}><Bucket>${xml(bucket)}</Bucket><Prefix>${xml(prefix)}</Prefix><IsTruncated>false</IsTruncated>${listed}</ListMultipartUploadsResult>`);
        }
        return reply(request, response, 200, list_objects(bucket, objects, query));
    }

    private async get(request: IncomingMessage, response: ServerResponse, bucket: string, key: string, query: Map<string, string>): Promise<void> {
        const object = this.store.find(bucket, key);
        if (!object) throw no_key();
        const match = request.headers["if-match"];
        const none = request.headers["if-none-match"];
        if (match !== undefined && !etag_listed(match, object)) throw new S3Error(412, "PreconditionFailed", "At least one of the preconditions you specified did not hold.");
        const headers: Record<string, string> = {
            ...object.headers,
            etag: `"${object.etag}"`,
            "last-modified": new Date(object.last_modified).toUTCString(),
            "accept-ranges": "bytes",
            "content-type": query.get("response-content-type") ?? object.content_type,
        };
        const disposition = query.get("response-content-disposition");
        if (disposition !== undefined) headers["content-disposition"] = disposition;
        if (none !== undefined && etag_listed(none, object)) {
            response.writeHead(304, headers).end();
            return;
        }
        let first = 0;
        let last = object.size - 1;
        let status = 200;
        const range = request.headers.range === undefined ? null : /^bytes=(\d*)-(\d*)$/.exec(request.headers.range);
        if (range && (range[1] !== "" || range[2] !== "")) {
            if (range[1] === "") first = Math.max(0, object.size - Number(range[2]));
            else {
                first = Number(range[1]);
                if (range[2] !== "") last = Math.min(last, Number(range[2]));
            }
            if (first > last || first >= object.size) throw new S3Error(416, "InvalidRange", "The requested range is not satisfiable");
            status = 206;
            headers["content-range"] = `bytes ${first}-${last}/${object.size}`;
        }
        headers["content-length"] = String(object.size === 0 ? 0 : last - first + 1);
        response.writeHead(status, headers);
        if (request.method === "HEAD" || object.size === 0) {
            response.end();
            return;
        }
        await pipeline(this.store.read(bucket, object, first, last), response);
    }

    private async put(request: IncomingMessage, response: ServerResponse, signature: Signature, bucket: string, key: string): Promise<void> {
        for (const name of Object.keys(request.headers))
            if (/^x-amz-(object-lock|server-side-encryption$|acl|tagging|grant)/.test(name)) throw new S3Error(501, "NotImplemented", `${name} is not implemented.`);
        const precondition = () => {
            const object = this.store.find(bucket, key);
            const { "if-match": match, "if-none-match": none } = request.headers;
            if ((none !== undefined && object && etag_listed(none, object)) || (match !== undefined && !(object && etag_listed(match, object))))
                throw new S3Error(412, "PreconditionFailed", "At least one of the preconditions you specified did not hold.");
        };
        precondition();
        const received = await this.take(request, signature);
        const headers = Object.fromEntries(
            Object.entries(request.headers)
                .filter(([name]) => kKeptHeaders.test(name))
                .map(([name, value]) => [name, String(value).replace(/^aws-chunked,?/, "")])
                .filter(([, value]) => value !== ""),
        ) as Record<string, string>;
        const metadata = Object.entries(headers).reduce((n, [name, value]) => n + name.length + value.length, 0);
        if (metadata > 8192) throw new S3Error(400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size.");
        precondition(); // once more: another may have come first while the body was on its way
        const object = await this.store.put(bucket, key, received, received.md5.toString("hex"), request.headers["content-type"] ?? "application/octet-stream", headers);
        reply(request, response, 200, "", { etag: `"${object.etag}"` });
    }

    private async copy(request: IncomingMessage, response: ServerResponse, bucket: string, key: string): Promise<void> {
        const source = decodeURIComponent(String(request.headers["x-amz-copy-source"])).replace(/^\//, "");
        const slash = source.indexOf("/");
        const from = source.slice(0, slash);
        const original = this.store.find(from, source.slice(slash + 1));
        if (!original) throw no_key();
        const received = await this.store.receive(original.size === 0 ? nothing() : this.store.read(from, original, 0, original.size - 1));
        const object = await this.store.put(bucket, key, received, received.md5.toString("hex"), original.content_type, original.headers);
        reply(request, response, 200, `${kProlog}<CopyObjectResult ${kSpace}><ETag>&quot;${object.etag}&quot;</ETag><LastModified>${object.last_modified}</LastModified></CopyObjectResult>`);
    }

    private start_upload(request: IncomingMessage, response: ServerResponse, bucket: string, key: string): void {
        const id = randomUUID().replaceAll("-", "");
        const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => kKeptHeaders.test(name))) as Record<string, string>;
        this.store.uploads.set(id, { bucket, key, content_type: request.headers["content-type"] ?? "application/octet-stream", headers, initiated: new Date().toISOString(), parts: new Map() });
        reply(request, response, 200, `${kProlog}<InitiateMultipartUploadResult ${kSpace}><Bucket>${xml(bucket)}</Bucket><Key>${xml(key)}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
    }

    private async put_part(request: IncomingMessage, response: ServerResponse, signature: Signature, bucket: string, key: string, id: string, number: number): Promise<void> {
        const upload = this.store.uploads.get(id);
        if (!upload || upload.bucket !== bucket || upload.key !== key) throw no_upload();
        if (!Number.isInteger(number) || number < 1 || number > 10_000) throw new S3Error(400, "InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive");
        const received = await this.take(request, signature);
        const before = upload.parts.get(number);
        upload.parts.set(number, { etag: received.md5.toString("hex"), size: received.size, path: received.path });
        if (before) await this.store.discard({ ...received, path: before.path });
        reply(request, response, 200, "", { etag: `"${received.md5.toString("hex")}"` });
    }

    private list_parts(request: IncomingMessage, response: ServerResponse, bucket: string, key: string, id: string): void {
        const upload = this.store.uploads.get(id);
        if (!upload) throw no_upload();
        const parts = [...upload.parts].sort(([a], [b]) => a - b).map(([number, part]) => `<Part><PartNumber>${number}</PartNumber><ETag>&quot;${part.etag}&quot;</ETag><Size>${part.size}</Size></Part>`);
        reply(request, response, 200, `${kProlog}<ListPartsResult ${kSpace}><Bucket>${xml(bucket)}</Bucket><Key>${xml(key)}</Key><UploadId>${id}</UploadId><IsTruncated>false</IsTruncated>${parts.join("")}</ListPartsResult>`);
    }

    private async complete(request: IncomingMessage, response: ServerResponse, signature: Signature, bucket: string, key: string, id: string): Promise<void> {
        const upload = this.store.uploads.get(id);
        if (!upload || upload.bucket !== bucket || upload.key !== key) throw no_upload();
        const text = (await small_body(this.body(request, signature), 4 << 20)).toString("utf8");
        const listed = [...text.matchAll(/<Part>([\s\S]*?)<\/Part>/g)].map(([, part]) => ({
            number: Number(/<PartNumber>(\d+)<\/PartNumber>/.exec(part!)?.[1]),
            etag: unxml(/<ETag>([^<]*)<\/ETag>/.exec(part!)?.[1] ?? "").replaceAll('"', ""),
        }));
        if (listed.length === 0) throw new S3Error(400, "MalformedXML", "The XML you provided was not well-formed.");
        listed.forEach(({ number, etag }, i) => {
            const part = upload.parts.get(number);
            if (!part || part.etag !== etag) throw new S3Error(400, "InvalidPart", "One or more of the specified parts could not be found.");
            if (i > 0 && number <= listed[i - 1]!.number) throw new S3Error(400, "InvalidPartOrder", "The list of parts was not in ascending order.");
        });
        const sizes = listed.slice(0, -1).map(({ number }) => upload.parts.get(number)!.size);
        if (sizes.some((size) => size < kPartMin)) throw new S3Error(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed object size.");
        if (sizes.some((size) => size !== sizes[0])) throw new S3Error(400, "InvalidPart", "All non-trailing parts must have the same length.");
        const { received, etag } = await this.store.join_parts(upload, listed.map(({ number }) => number));
        await this.store.put(bucket, key, received, etag, upload.content_type, upload.headers);
        await this.store.drop_upload(id);
        const location = `/${encode_component(bucket)}/${key.split("/").map(encode_component).join("/")}`;
        reply(request, response, 200, `${kProlog}<CompleteMultipartUploadResult ${kSpace}><Location>${location}</Location><Bucket>${xml(bucket)}</Bucket><Key>${xml(key)}</Key><ETag>&quot;${etag}&quot;</ETag></CompleteMultipartUploadResult>`);
    }

    /** The body on disk, proven to be what was signed, announced and digested. */
    private async take(request: IncomingMessage, signature: Signature): Promise<Received> {
        const chunked = signature.payload_hash.startsWith("STREAMING-");
        const announced = request.headers[chunked ? "x-amz-decoded-content-length" : "content-length"];
        if (announced === undefined) throw new S3Error(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
        if (Number(announced) > kObjectMax) throw new S3Error(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size.");
        const received = await this.store.receive(this.body(request, signature)).catch((error: unknown) => {
            if (error instanceof S3Error) throw error;
            throw new S3Error(400, "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header");
        });
        const refuse = async (status: number, code: string, message: string) => {
            await this.store.discard(received);
            throw new S3Error(status, code, message);
        };
        if (received.size !== Number(announced)) await refuse(400, "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header");
        if (/^[0-9a-f]{64}$/.test(signature.payload_hash) && signature.payload_hash !== received.sha256)
            await refuse(400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");
        const md5 = request.headers["content-md5"];
        if (md5 !== undefined) {
            if (Buffer.from(String(md5), "base64").length !== 16) await refuse(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");
            if (Buffer.from(String(md5), "base64").compare(received.md5) !== 0) await refuse(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
        }
        const sha = request.headers["x-amz-checksum-sha256"];
        if (sha !== undefined && Buffer.from(String(sha), "base64").toString("hex") !== received.sha256) await refuse(400, "BadDigest", "The x-amz-checksum-sha256 you specified did not match what we received.");
        return received;
    }

    private body(request: IncomingMessage, signature: Signature): AsyncIterable<Uint8Array> {
        // A body refused half-way is still read to its end, so that the refusal can be heard.
        const source = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
        if (signature.payload_hash === "STREAMING-AWS4-HMAC-SHA256-PAYLOAD") return signed_chunks(source, signature);
        if (signature.payload_hash === "UNSIGNED-PAYLOAD" || /^[0-9a-f]{64}$/.test(signature.payload_hash)) return source;
        throw new S3Error(501, "NotImplemented", `${signature.payload_hash} is not implemented.`);
    }
}

async function* nothing(): AsyncIterable<Uint8Array> {}

/** `hex;chunk-signature=…\r\n<data>\r\n`, each chunk's signature checked before its bytes are believed. */
async function* signed_chunks(source: AsyncIterable<Uint8Array>, seed: Signature): AsyncIterable<Uint8Array> {
    let held = Buffer.alloc(0);
    let previous = seed.signature;
    let done = false;
    for await (const part of source) {
        held = Buffer.concat([held, part]);
        for (;;) {
            const line = held.indexOf("\r\n");
            if (line < 0) break;
            const head = /^([0-9a-f]+);chunk-signature=([0-9a-f]{64})$/i.exec(held.subarray(0, line).toString("latin1"));
            if (!head) throw new S3Error(400, "InvalidRequest", "The chunk header is malformed.");
            const size = parseInt(head[1]!, 16);
            if (size > 16 << 20) throw new S3Error(400, "InvalidRequest", "A chunk is larger than 16 MiB.");
            if (held.length < line + 2 + size + 2) break;
            const data = held.subarray(line + 2, line + 2 + size);
            if (chunk_signature(seed, previous, data) !== head[2]) throw new S3Error(403, "SignatureDoesNotMatch", "A chunk's signature does not match.");
            previous = head[2]!;
            done = size === 0;
            if (size > 0) yield Buffer.from(data);
            held = held.subarray(line + 2 + size + 2);
        }
    }
    if (!done) throw new S3Error(400, "IncompleteBody", "The request body terminated unexpectedly");
}

async function small_body(source: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of source) {
        size += part.length;
        if (size > limit) throw new S3Error(400, "EntityTooLarge", "The request body is too large.");
        parts.push(part);
    }
    return Buffer.concat(parts);
}

function etag_listed(header: string, object: StoredObject): boolean {
    return header.split(",").some((tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "").replaceAll('"', "") === object.etag);
}

function list_objects(bucket: string, objects: ReadonlyMap<string, StoredObject>, query: Map<string, string>): string {
    const prefix = query.get("prefix") ?? "";
    const delimiter = query.get("delimiter") ?? "";
    const asked = query.get("max-keys");
    if (asked !== undefined && !/^\d+$/.test(asked)) throw new S3Error(400, "InvalidArgument", "Provided max-keys not an integer or within integer range");
    const most = Math.min(1000, asked === undefined ? 1000 : Number(asked));
    const token = query.get("continuation-token");
    const after = token === undefined ? (query.get("start-after") ?? "") : Buffer.from(token, "base64url").toString("utf8");
    const rows: string[] = [];
    const groups = new Set<string>();
    let next = "";
    let truncated = false;
    for (const key of [...objects.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
        if (!key.startsWith(prefix) || key <= after) continue;
        const cut = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
        const group = cut < 0 ? null : key.slice(0, cut + delimiter.length);
        if (group !== null && (groups.has(group) || after.startsWith(group))) continue;
        if (rows.length + groups.size >= most) {
            truncated = true;
            break;
        }
        next = group ?? key;
        if (group !== null) groups.add(group);
        else {
            const { etag, size, last_modified } = objects.get(key)!;
            rows.push(
                `<Contents><Key>${xml(key)}</Key><LastModified>${last_modified}</LastModified><ETag>&quot;${etag}&quot;</ETag><Size>${size}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
            );
        }
    }
    const common = [...groups].map((group) => `<CommonPrefixes><Prefix>${xml(group)}</Prefix></CommonPrefixes>`).join("");
    const token_out = truncated ? `<NextContinuationToken>${Buffer.from(next).toString("base64url")}</NextContinuationToken>` : "";
    return (
        `${kProlog}<ListBucketResult ${kSpace}><Name>${xml(bucket)}</Name><Prefix>${xml(prefix)}</Prefix><MaxKeys>${most}</MaxKeys>` +
        `<IsTruncated>${truncated}</IsTruncated>${token_out}<KeyCount>${rows.length + groups.size}</KeyCount>${rows.join("")}${common}</ListBucketResult>`
    );
}

function reply(request: IncomingMessage, response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
    const bytes = Buffer.from(body);
    response.writeHead(status, {
        ...headers,
        ...(bytes.length > 0 ? { "content-type": "application/xml" } : {}),
        ...(status === 204 ? {} : { "content-length": String(bytes.length) }),
        "x-amz-request-id": randomUUID(),
    });
    response.end(request.method === "HEAD" ? undefined : bytes);
}

