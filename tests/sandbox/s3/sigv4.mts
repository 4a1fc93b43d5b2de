// AWS Signature Version 4, the verifying side: header form, presigned form and signed chunks, as S3 wants them (paths
// neither normalised nor encoded twice).
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

export const kEmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const kSkewMs = 15 * 60_000;

export interface Credentials {
    access_key_id: string;
    secret_access_key: string;
    region: string;
}

export interface SignedRequest {
    method: string;
    target: string; // as in the request line: path and query, still encoded
    headers: Record<string, string | string[] | undefined>; // lower-case names
}

export interface Signature {
    payload_hash: string; // what the request says of its body
    signature: string;
    scope: string;
    date: string;
    signing_key: Buffer;
}

export interface Denial {
    status: number;
    code: string;
    message: string;
}

const denial = (status: number, code: string, message: string): Denial => ({ status, code, message });
const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest("hex");
const hmac = (key: string | Uint8Array, data: string) => createHmac("sha256", key).update(data).digest();

export function encode_component(text: string): string {
    return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function decode(text: string): string {
    return decodeURIComponent(text.replaceAll("+", "%20"));
}

export function parse_query(query: string): [string, string][] {
    if (query === "") return [];
    return query.split("&").map((item) => {
        const at = item.indexOf("=");
        return at < 0 ? [decode(item), ""] : [decode(item.slice(0, at)), decode(item.slice(at + 1))];
    });
}

export function canonical_request(request: SignedRequest, signed_headers: readonly string[], payload_hash: string, leave_out: ReadonlySet<string>): string {
    const [path = "", query = ""] = split_target(request.target);
    const uri = path
        .split("/")
        .map((segment) => encode_component(decodeURIComponent(segment)))
        .join("/");
    const pairs = parse_query(query)
        .filter(([name]) => !leave_out.has(name))
        .map(([name, value]) => [encode_component(name), encode_component(value)] as const)
        .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : x > y ? 1 : 0) : a < b ? -1 : 1))
        .map(([name, value]) => `${name}=${value}`)
        .join("&");
    const headers = signed_headers
        .map((name) => {
            const value = request.headers[name];
            const joined = (Array.isArray(value) ? value : [value ?? ""]).map((one) => one.trim().replace(/ +/g, " ")).join(",");
            return `${name}:${joined}\n`;
        })
        .join("");
    return [request.method, uri || "/", pairs, headers, signed_headers.join(";"), payload_hash].join("\n");
}

function split_target(target: string): [string, string] {
    const at = target.indexOf("?");
    return at < 0 ? [target, ""] : [target.slice(0, at), target.slice(at + 1)];
}

export function signing_key(secret: string, day: string, region: string): Buffer {
    return hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), "s3"), "aws4_request");
}

export function string_to_sign(date: string, scope: string, canonical: string): string {
    return ["AWS4-HMAC-SHA256", date, scope, sha256(canonical)].join("\n");
}

/** `20130524T000000Z` as ms, or NaN. */
function parse_date(date: string): number {
    const m = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
    return m ? Date.UTC(+m[1]!, +m[2]! - 1, +m[3]!, +m[4]!, +m[5]!, +m[6]!) : NaN;
}

function same(a: string, b: string): boolean {
    return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** Who asks is who they say, and asked for exactly this. The body is checked by the caller, against `payload_hash`. */
export function verify(request: SignedRequest, credentials: Credentials, now_ms: number): Signature | Denial {
    const query = new Map(parse_query(split_target(request.target)[1]));
    const presigned = query.get("X-Amz-Algorithm") !== undefined;
    const header = (name: string) => {
        const value = request.headers[name];
        return Array.isArray(value) ? value.join(",") : value;
    };
    let fields: { credential: string; signed: string; signature: string; date: string };
    if (presigned) {
        if (query.get("X-Amz-Algorithm") !== "AWS4-HMAC-SHA256") return denial(400, "AuthorizationQueryParametersError", "X-Amz-Algorithm only supports AWS4-HMAC-SHA256");
        fields = {
            credential: query.get("X-Amz-Credential") ?? "",
            signed: query.get("X-Amz-SignedHeaders") ?? "",
            signature: query.get("X-Amz-Signature") ?? "",
            date: query.get("X-Amz-Date") ?? "",
        };
    } else {
        const authorization = header("authorization");
        if (authorization === undefined) return denial(401, "Unauthorized", "Unauthorized");
        const match = /^AWS4-HMAC-SHA256\s+Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/.exec(authorization);
        if (!match) return denial(400, "AuthorizationHeaderMalformed", "The authorization header is malformed.");
        fields = { credential: match[1]!, signed: match[2]!, signature: match[3]!, date: header("x-amz-date") ?? "" };
    }
    const [key, day, region, service, end] = fields.credential.split("/");
    if (key !== credentials.access_key_id) return denial(403, "InvalidAccessKeyId", "The access key ID you provided does not exist in our records.");
    if (service !== "s3" || end !== "aws4_request" || !fields.date.startsWith(day ?? "-"))
        return denial(400, "AuthorizationHeaderMalformed", "The credential scope is malformed.");
    // R2 takes `us-east-1` for its one region `auto`.
    if (region !== credentials.region && !(credentials.region === "auto" && region === "us-east-1"))
        return denial(400, "AuthorizationHeaderMalformed", `The region '${region}' is wrong; expecting '${credentials.region}'`);
    const asked_ms = parse_date(fields.date);
    if (Number.isNaN(asked_ms)) return denial(403, "AccessDenied", "A valid X-Amz-Date is required.");
    if (presigned) {
        const seconds = Number(query.get("X-Amz-Expires"));
        if (!Number.isInteger(seconds) || seconds < 1 || seconds > 604_800)
            return denial(400, "AuthorizationQueryParametersError", "X-Amz-Expires must be between 1 and 604800 seconds");
        if (now_ms > asked_ms + seconds * 1000) return denial(400, "ExpiredRequest", "Request has expired");
        if (asked_ms > now_ms + kSkewMs) return denial(403, "AccessDenied", "Request is not valid yet");
    } else if (Math.abs(now_ms - asked_ms) > kSkewMs) {
        return denial(403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.");
    }
    const signed_headers = fields.signed.split(";");
    const must = Object.keys(request.headers).filter((name) => name === "host" || (name.startsWith("x-amz-") && !presigned));
    const unsigned = must.find((name) => !signed_headers.includes(name));
    if (unsigned) return denial(403, "AccessDenied", `There were headers present in the request which were not signed: ${unsigned}`);
    const payload_hash = presigned ? (header("x-amz-content-sha256") ?? "UNSIGNED-PAYLOAD") : header("x-amz-content-sha256");
    if (payload_hash === undefined) return denial(400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
    const scope = [day, region, service, end].join("/");
    const derived = signing_key(credentials.secret_access_key, day!, region!);
    let canonical: string;
    try {
        canonical = canonical_request(request, signed_headers, presigned ? "UNSIGNED-PAYLOAD" : payload_hash, new Set(["X-Amz-Signature"]));
    } catch {
        return denial(400, "InvalidURI", "Couldn't parse the specified URI.");
    }
    const expected = createHmac("sha256", derived).update(string_to_sign(fields.date, scope, canonical)).digest("hex");
    if (!same(expected, fields.signature))
        return denial(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your secret access key and signing method.");
    return { payload_hash, signature: fields.signature, scope, date: fields.date, signing_key: derived };
}

/** Signature of one chunk of `STREAMING-AWS4-HMAC-SHA256-PAYLOAD`; each signs the one before. */
export function chunk_signature(seed: Signature, previous: string, data: Uint8Array): string {
    const text = ["AWS4-HMAC-SHA256-PAYLOAD", seed.date, seed.scope, previous, kEmptyHash, sha256(data)].join("\n");
    return createHmac("sha256", seed.signing_key).update(text).digest("hex");
}

/** The signing side, for the sandbox's own tests. */
export function sign_request(request: SignedRequest, credentials: Credentials, payload_hash: string, now: Date): Record<string, string> {
    const date = now.toISOString().replace(/[-:]|\.\d{3}/g, "");
    const headers = { ...request.headers, "x-amz-date": date, "x-amz-content-sha256": payload_hash };
    const names = Object.keys(headers).sort();
    const scope = `${date.slice(0, 8)}/${credentials.region}/s3/aws4_request`;
    const canonical = canonical_request({ ...request, headers }, names, payload_hash, new Set());
    const key = signing_key(credentials.secret_access_key, date.slice(0, 8), credentials.region);
    const signature = createHmac("sha256", key).update(string_to_sign(date, scope, canonical)).digest("hex");
    return {
        "x-amz-date": date,
        "x-amz-content-sha256": payload_hash,
        authorization: `AWS4-HMAC-SHA256 Credential=${credentials.access_key_id}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`,
    };
}

export function presign(method: string, host: string, path: string, credentials: Credentials, now: Date, seconds: number): string {
    const date = now.toISOString().replace(/[-:]|\.\d{3}/g, "");
    const scope = `${date.slice(0, 8)}/${credentials.region}/s3/aws4_request`;
    const query = [
        ["X-Amz-Algorithm", "AWS4-HMAC-SHA256"],
        ["X-Amz-Credential", `${credentials.access_key_id}/${scope}`],
        ["X-Amz-Date", date],
        ["X-Amz-Expires", String(seconds)],
        ["X-Amz-SignedHeaders", "host"],
    ]
        .map(([name, value]) => `${name}=${encode_component(value!)}`)
        .join("&");
    const target = `${path}?${query}`;
    const canonical = canonical_request({ method, target, headers: { host } }, ["host"], "UNSIGNED-PAYLOAD", new Set());
    const key = signing_key(credentials.secret_access_key, date.slice(0, 8), credentials.region);
    return `${target}&X-Amz-Signature=${createHmac("sha256", key).update(string_to_sign(date, scope, canonical)).digest("hex")}`;
}
