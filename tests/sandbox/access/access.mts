// Cloudflare Access as far as an application behind it sees it (cloudflare-docs, "Application token" and "Validate JWTs"): the keys it
// signs with, and the JWT it puts on every request it lets through. Nobody signs in here; tests ask for a token as somebody.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID, sign } from "node:crypto";

/** Who is let in, and what is to be otherwise than Access would have it: claims and header fields by name, null leaves one out. */
export interface Wanted {
    email?: string;
    common_name?: string;
    claims?: Record<string, unknown>;
    header?: Record<string, unknown>;
}

const kSessionSeconds = 24 * 3600;
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const without_null = (fields: Record<string, unknown>) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

interface Signer {
    kid: string;
    key: KeyObject;
}

function signer(key: KeyObject): Signer {
    const { n, e } = createPublicKey(key).export({ format: "jwk" });
    return { kid: createHash("sha256").update(`${n}.${e}`).digest("hex"), key };
}

export const new_key = (): string => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" }) as string;

export class Access {
    /** How often the keys were asked for. */
    certs_asked = 0;
    /** The first signs; the one before is still listed, as Access has it for a week. */
    private signers: Signer[];
    private readonly team_domain: () => string;
    private readonly aud: string;
    private readonly now: () => number;

    constructor(key_pem: string, aud: string, team_domain: () => string, now: () => number = Date.now) {
        this.signers = [signer(createPrivateKey(key_pem))];
        this.aud = aud;
        this.team_domain = team_domain;
        this.now = now;
    }

    /** GET /cdn-cgi/access/certs */
    certs(): object {
        this.certs_asked++;
        const keys = this.signers.map(({ kid, key }) => ({ kid, ...createPublicKey(key).export({ format: "jwk" }), alg: "RS256", use: "sig" }));
        return { keys };
    }

    /** A JWT as Access would put it into Cf-Access-Jwt-Assertion, or one that was tampered with where `wanted` says so. */
    token({ email, common_name, claims = {}, header = {} }: Wanted): string {
        const now = Math.floor(this.now() / 1000);
        const person = { email, sub: randomUUID(), country: "DE", custom: {}, identity_nonce: randomUUID().slice(0, 16) };
        const service = { common_name, sub: "" };
        const times = { iat: now, nbf: now, exp: now + kSessionSeconds };
        const head = without_null({ alg: "RS256", kid: this.signers[0]!.kid, typ: "JWT", ...header });
        const body = without_null({
            aud: [this.aud], iss: `https://${this.team_domain()}`, type: "app", ...times, ...(common_name === undefined ? person : service), ...claims,
        });
        const text = `${base64url(head)}.${base64url(body)}`;
        return `${text}.${sign("sha256", Buffer.from(text), this.signers[0]!.key).toString("base64url")}`;
    }

    /** Another key signs from now on; what the one before signed is still good. */
    rotate(): void {
        this.signers = [signer(createPrivateKey(new_key())), this.signers[0]!];
    }
}
