import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { canonical_request, chunk_signature, presign, sign_request, type SignedRequest, signing_key, string_to_sign, verify } from "./s3/sigv4.mts";
import { type Stage, stage } from "./stage.mts";

const vectors = JSON.parse(readFileSync(join(import.meta.dirname, "fixtures/aws_sigv4_s3_examples.json"), "utf8"));
const credentials = { access_key_id: vectors.access_key, secret_access_key: vectors.secret_key, region: vectors.region };
const noon = Date.UTC(2013, 4, 24);
const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest("hex");

/** The request behind an AWS example, read back from its canonical form. */
function request_of(example: any): SignedRequest {
    const [method, path, query, ...rest] = example.canonical_request.split("\n") as string[];
    const headers: Record<string, string> = {};
    for (const line of rest.slice(0, rest.indexOf(""))) headers[line.slice(0, line.indexOf(":"))] = line.slice(line.indexOf(":") + 1);
    if (example.authorization) headers["authorization"] = example.authorization;
    const target = example.url ? example.url.slice(example.url.indexOf("/", 8)) : `${path}${query ? `?${query}` : ""}`;
    return { method: method!, target, headers };
}

describe("SigV4", () => {
    it("derives AWS's published signing key", () => {
        assert.equal(signing_key(vectors.secret_key, "20130524", "us-east-1").toString("hex"), vectors.signing_key_hex);
    });

    for (const example of vectors.cases) {
        it(`agrees with AWS on ${example.name}`, () => {
            const request = request_of(example);
            const lines = example.canonical_request.split("\n");
            const canonical = canonical_request(request, lines.at(-2).split(";"), lines.at(-1), new Set(["X-Amz-Signature"]));
            assert.equal(canonical, example.canonical_request);
            assert.equal(string_to_sign("20130524T000000Z", "20130524/us-east-1/s3/aws4_request", canonical), example.string_to_sign);
            const verdict = verify(request, credentials, noon + 60_000);
            assert.ok("signature" in verdict, JSON.stringify(verdict));
            assert.equal(verdict.signature, example.signature);
            // One bit elsewhere, and it is refused.
            const forged = { ...request, target: request.target.replace("/", "/x") };
            const denied = verify(forged, credentials, noon + 60_000);
            assert.ok("code" in denied && denied.code === "SignatureDoesNotMatch");
        });
    }

    it("chains chunk signatures as AWS does", () => {
        const seed = vectors.cases.find((one: any) => one.name === "chunked PUT seed");
        const signature = verify(request_of(seed), credentials, noon);
        assert.ok("signature" in signature);
        let previous = signature.signature;
        for (const [i, length] of [65536, 1024, 0].entries()) {
            previous = chunk_signature(signature, previous, Buffer.alloc(length, "a"));
            assert.equal(previous, vectors.chunks[i].signature);
        }
    });

    it("refuses what is late, early, unsigned, mis-scoped or of another key", () => {
        const request = request_of(vectors.cases[0]);
        const presigned = request_of(vectors.cases.find((one: any) => one.url));
        const refused = (asked: SignedRequest, now: number, who = credentials) => {
            const verdict = verify(asked, who, now);
            return "code" in verdict ? verdict.code : "accepted";
        };
        assert.equal(refused(request, noon + 16 * 60_000), "RequestTimeTooSkewed");
        assert.equal(refused(presigned, noon + 86_401_000), "ExpiredRequest");
        assert.equal(refused({ ...request, headers: { ...request.headers, authorization: undefined } }, noon), "Unauthorized");
        assert.equal(refused({ ...request, headers: { ...request.headers, "x-amz-meta-late": "1" } }, noon), "AccessDenied");
        assert.equal(refused(request, noon, { ...credentials, access_key_id: "another" }), "InvalidAccessKeyId");
        assert.equal(refused(request, noon, { ...credentials, secret_access_key: "another" }), "SignatureDoesNotMatch");
        assert.equal(refused(request, noon, { ...credentials, region: "eu-west-1" }), "AuthorizationHeaderMalformed");
    });
});

function s3(on: Stage) {
    const { access_key_id, secret_access_key, region, bucket } = on.sandbox.info.s3;
    const who = { access_key_id, secret_access_key, region };
    const host = `127.0.0.1:${on.sandbox.info.port}`;
    const ask = async (method: string, target: string, body: Uint8Array = Buffer.alloc(0), headers: Record<string, string> = {}, payload_hash = sha256(body)) => {
        const signed = sign_request({ method, target, headers: { host, ...headers } }, who, payload_hash, new Date());
        const answer = await on.request(method, target, { host, ...headers, ...signed, "content-length": String(body.length) }, body);
        return { ...answer, text: answer.body.toString("utf8") };
    };
    return { ask, who, host, bucket, path: (key: string) => `/${bucket}/${key}` };
}
const code = (answer: { text: string }) => /<Code>(\w+)<\/Code>/.exec(answer.text)?.[1];

describe("the object store", () => {
    it("keeps an object, its type and its metadata, and gives ranges of it", async (t) => {
        const on = await stage(t);
        const { ask, path } = s3(on);
        const body = Buffer.from("Welcome to the sandbox.");
        const key = path("recordings/a%20b/c%2B%C3%BC.wav");
        const put = await ask("PUT", key, body, { "content-type": "audio/wav", "x-amz-meta-call": "42", "content-md5": createHash("md5").update(body).digest("base64") });
        assert.equal(put.status, 200);
        assert.equal(put.headers.etag, `"${createHash("md5").update(body).digest("hex")}"`);
        const whole = await ask("GET", key);
        assert.equal(whole.text, body.toString());
        assert.equal(whole.headers["content-type"], "audio/wav");
        assert.equal(whole.headers["x-amz-meta-call"], "42");
        const head = await ask("HEAD", key);
        assert.deepEqual([head.status, head.headers["content-length"], head.text], [200, String(body.length), ""]);
        for (const [range, text, where] of [["bytes=0-6", "Welcome", "bytes 0-6/23"], ["bytes=15-", "sandbox.", "bytes 15-22/23"], ["bytes=-8", "sandbox.", "bytes 15-22/23"]] as const) {
            const part = await ask("GET", key, undefined, { range });
            assert.deepEqual([part.status, part.text, part.headers["content-range"]], [206, text, where]);
        }
        assert.equal(code(await ask("GET", key, undefined, { range: "bytes=99-" })), "InvalidRange");
        assert.equal((await ask("GET", key, undefined, { "if-none-match": String(put.headers.etag) })).status, 304);
        assert.equal(code(await ask("PUT", key, body, { "if-none-match": "*" })), "PreconditionFailed");
        assert.equal((await ask("DELETE", key)).status, 204);
        assert.equal((await ask("DELETE", key)).status, 204);
        assert.equal(code(await ask("GET", key)), "NoSuchKey");
    });

    it("believes neither a body that is not the one signed, nor a stranger, nor an unknown bucket", async (t) => {
        const on = await stage(t);
        const { ask, path, host } = s3(on);
        assert.equal(code(await ask("PUT", path("x"), Buffer.from("true"), {}, sha256("false"))), "XAmzContentSHA256Mismatch");
        assert.equal(code(await ask("PUT", path("x"), Buffer.from("true"), { "content-md5": createHash("md5").update("false").digest("base64") })), "BadDigest");
        assert.equal(code(await ask("GET", path("x"))), "NoSuchKey");
        assert.equal((await on.request("GET", path("x"), { host })).status, 401);
        assert.equal(code(await ask("GET", "/nobody/x")), "NoSuchBucket");
        assert.equal(code(await ask("PUT", path("x"), Buffer.from("x"), { "x-amz-object-lock-mode": "COMPLIANCE" })), "NotImplemented");
        assert.equal(code(await ask("GET", `/${on.sandbox.info.s3.bucket}?versioning`)), "NotImplemented");
    });

    it("honours presigned links until they expire", async (t) => {
        const on = await stage(t);
        const { ask, path, who, host } = s3(on);
        await ask("PUT", path("shared.txt"), Buffer.from("for you"));
        const link = presign("GET", host, path("shared.txt"), who, new Date(), 60);
        assert.equal((await on.request("GET", link, { host })).body.toString(), "for you");
        const old = presign("GET", host, path("shared.txt"), who, new Date(Date.now() - 120_000), 60);
        assert.match((await on.request("GET", old, { host })).body.toString(), /ExpiredRequest/);
        assert.match((await on.request("GET", link.replace("shared", "other"), { host })).body.toString(), /SignatureDoesNotMatch/);
    });

    it("keeps an object although nobody hears so, when asked to", async (t) => {
        const on = await stage(t);
        const { ask, path } = s3(on);
        await on.control("POST", "/faults", { at: "s3", kind: "unheard" });
        await assert.rejects(ask("PUT", path("kept"), Buffer.from("as asked")));
        assert.equal((await ask("GET", path("kept"))).text, "as asked");
    });

    it("joins multipart uploads of equal parts, and nothing less", async (t) => {
        const on = await stage(t);
        const { ask, path, bucket } = s3(on);
        const key = path("long.wibspool");
        const start = async () => /<UploadId>(\w+)</.exec((await ask("POST", `${key}?uploads`)).text)![1]!;
        const part = async (id: string, number: number, body: Uint8Array) => String((await ask("PUT", `${key}?partNumber=${number}&uploadId=${id}`, body)).headers.etag);
        const complete = (id: string, tags: string[]) =>
            ask("POST", `${key}?uploadId=${id}`, Buffer.from(`<CompleteMultipartUpload>${tags.map((tag, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>${tag}</ETag></Part>`).join("")}</CompleteMultipartUpload>`));
        const size = 5 * 1024 * 1024;
        const parts = [Buffer.alloc(size, 1), Buffer.alloc(size, 2), Buffer.from("the end")];
        const id = await start();
        const tags: string[] = [];
        for (const [i, body] of parts.entries()) tags.push(await part(id, i + 1, body));
        assert.equal(code(await complete(id, ['"wrong"'])), "InvalidPart");
        const done = await complete(id, tags);
        assert.match(done.text, /-3&#34;|-3&quot;/);
        const whole = await ask("GET", key);
        assert.equal(sha256(whole.body), sha256(Buffer.concat(parts)));
        assert.equal(code(await complete(id, tags)), "NoSuchUpload");
        const small = await start();
        const two = [await part(small, 1, Buffer.from("a")), await part(small, 2, Buffer.from("b"))];
        assert.equal(code(await complete(small, two)), "EntityTooSmall");
        const unfinished = (await ask("GET", `/${bucket}?prefix=long&uploads`)).text;
        assert.match(unfinished, new RegExp(`<Key>long.wibspool</Key><UploadId>${small}</UploadId>.*<Initiated>[\\d-]+T[\\d:.]+Z</Initiated>`));
        assert.equal((await ask("GET", `/${bucket}?prefix=other&uploads`)).text.includes("<Upload>"), false);
        assert.equal((await ask("DELETE", `${key}?uploadId=${small}`)).status, 204);
    });

    it("lists by prefix and delimiter, page by page, and deletes many at once", async (t) => {
        const on = await stage(t);
        const { ask, path, bucket } = s3(on);
        for (const key of ["a/1", "a/2", "a/b/3", "c"]) await ask("PUT", path(key), Buffer.from(key));
        const keys = (text: string) => [...text.matchAll(/<Key>([^<]*)</g)].map((match) => match[1]);
        const grouped = await ask("GET", `/${bucket}?list-type=2&delimiter=%2F&prefix=a%2F`);
        assert.deepEqual(keys(grouped.text), ["a/1", "a/2"]);
        assert.match(grouped.text, /<CommonPrefixes><Prefix>a\/b\/<\/Prefix>/);
        const all: (string | undefined)[] = [];
        let token = "";
        for (let page = 0; page < 5; page++) {
            const { text } = await ask("GET", `/${bucket}?list-type=2&max-keys=2${token && `&continuation-token=${token}`}`);
            all.push(...keys(text));
            token = /<NextContinuationToken>([^<]+)</.exec(text)?.[1] ?? "";
            if (!token) break;
        }
        assert.deepEqual(all, ["a/1", "a/2", "a/b/3", "c"]);
        const request = Buffer.from("<Delete><Object><Key>a/1</Key></Object><Object><Key>c</Key></Object></Delete>");
        assert.equal((await ask("POST", `/${bucket}?delete`, request)).status, 200);
        assert.deepEqual(keys((await ask("GET", `/${bucket}?list-type=2`)).text), ["a/2", "a/b/3"]);
    });

    it("takes signed chunks, and refuses a chunk that was changed", async (t) => {
        const on = await stage(t);
        const { ask, path, who } = s3(on);
        const data = Buffer.from("hello in chunks");
        const upload = async (damage: (body: Buffer) => Buffer) => {
            const headers = { "content-encoding": "aws-chunked", "x-amz-decoded-content-length": String(data.length) };
            const hash = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
            const now = new Date();
            const host = `127.0.0.1:${on.sandbox.info.port}`;
            const signed = sign_request({ method: "PUT", target: path("chunked"), headers: { host, ...headers } }, who, hash, now);
            const date = signed["x-amz-date"]!;
            const scope = `${date.slice(0, 8)}/${who.region}/s3/aws4_request`;
            const seed = { payload_hash: hash, signature: signed["authorization"]!.slice(-64), scope, date, signing_key: signing_key(who.secret_access_key, date.slice(0, 8), who.region) };
            const first = chunk_signature(seed, seed.signature, data);
            const last = chunk_signature(seed, first, Buffer.alloc(0));
            const body = damage(Buffer.from(`${data.length.toString(16)};chunk-signature=${first}\r\n${data}\r\n0;chunk-signature=${last}\r\n\r\n`));
            return on.request("PUT", path("chunked"), { host, ...headers, ...signed, "content-length": String(body.length) }, body);
        };
        assert.match((await upload((body) => Buffer.from(body.toString().replace("hello", "hullo")))).body.toString(), /SignatureDoesNotMatch/);
        assert.equal((await upload((body) => body)).status, 200);
        assert.equal((await ask("GET", path("chunked"))).text, data.toString());
    });

    it("fails as scripted", async (t) => {
        const on = await stage(t);
        const { ask, path } = s3(on);
        await on.control("POST", "/faults", { at: "s3", kind: "status", status: 503, times: 2 });
        assert.equal(code(await ask("PUT", path("x"), Buffer.from("x"))), "SlowDown");
        assert.equal((await ask("PUT", path("x"), Buffer.from("x"))).status, 503);
        assert.equal((await ask("PUT", path("x"), Buffer.from("x"))).status, 200);
        await on.control("POST", "/faults", { at: "s3", kind: "disconnect" });
        await assert.rejects(ask("GET", path("x")));
        assert.equal((await ask("GET", path("x"))).text, "x");
    });
});
