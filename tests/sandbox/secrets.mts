// Keys of every stand-in account: made at first start, kept beside the data, so that a restart changes nothing for clients.
import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { new_key } from "./access/access.mts";

export interface Secrets {
    telnyx_api_key: string;
    telnyx_connection_id: string;
    telnyx_user_id: string;
    webhook_key_pem: string;
    assemblyai_api_key: string;
    assemblyai_webhook_secret: string;
    s3_access_key_id: string;
    s3_secret_access_key: string;
    resend_api_key: string;
    resend_webhook_secret: string;
    turnstile_site_key: string;
    turnstile_secret_key: string;
    sentry_key: string;
    access_key_pem: string;
    access_aud: string;
}

export async function secrets(directory: string): Promise<Secrets & { webhook_key: KeyObject }> {
    const path = join(directory, "secrets.json");
    let kept = await readFile(path, "utf8")
        .then((text) => JSON.parse(text) as Secrets)
        .catch(() => null);
    // A directory older than one of the vendors gets what it lacks.
    if (!kept?.turnstile_secret_key || !kept.sentry_key || !kept.access_key_pem || !kept.assemblyai_webhook_secret) {
        const { privateKey } = generateKeyPairSync("ed25519");
        kept = {
            access_key_pem: new_key(),
            access_aud: randomBytes(32).toString("hex"),
            assemblyai_webhook_secret: randomBytes(24).toString("base64url"),
            sentry_key: randomBytes(16).toString("hex"),
            turnstile_site_key: `0x4AAAAAAA${randomBytes(10).toString("base64url")}`,
            turnstile_secret_key: `0x4AAAAAAA${randomBytes(20).toString("base64url")}`,
            resend_api_key: `re_${randomBytes(18).toString("base64url")}`,
            resend_webhook_secret: `whsec_${randomBytes(24).toString("base64")}`,
            telnyx_api_key: `KEY${randomBytes(24).toString("hex").toUpperCase()}`,
            telnyx_connection_id: `2${randomBytes(8).readBigUInt64BE().toString().padStart(20, "0").slice(0, 18)}`,
            telnyx_user_id: crypto.randomUUID(),
            webhook_key_pem: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
            assemblyai_api_key: randomBytes(16).toString("hex"),
            s3_access_key_id: randomBytes(16).toString("hex"),
            s3_secret_access_key: randomBytes(32).toString("hex"),
            ...kept,
        };
        await mkdir(directory, { recursive: true, mode: 0o700 });
        await writeFile(path, `${JSON.stringify(kept, null, 4)}\n`, { mode: 0o600 });
    }
    return { ...kept, webhook_key: createPrivateKey(kept.webhook_key_pem) };
}
