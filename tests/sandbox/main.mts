// Runs the sandbox as a program: `node main.mts`, configured by SANDBOX_PORT, SANDBOX_DIR, SANDBOX_WEBHOOK_URL, SANDBOX_SEED.
import { is_loopback } from "./loopback.mts";
import { start_sandbox } from "./sandbox.mts";

function fail(sentence: string): never {
    process.stderr.write(`sandbox: ${sentence}\n`);
    process.exit(2);
}

const { SANDBOX_PORT, SANDBOX_DIR, SANDBOX_WEBHOOK_URL, SANDBOX_SEED } = process.env;
const port = Number(SANDBOX_PORT ?? "0");
if (!Number.isInteger(port) || port < 0 || port > 65535) fail("SANDBOX_PORT is a port number, or 0 for any");
if (!SANDBOX_DIR) fail("SANDBOX_DIR names the directory for certificates, keys, objects and audio");
if (SANDBOX_WEBHOOK_URL && !is_loopback(SANDBOX_WEBHOOK_URL)) fail("SANDBOX_WEBHOOK_URL is an address on this machine");
const seed = SANDBOX_SEED === undefined ? null : Number(SANDBOX_SEED);

const sandbox = await start_sandbox({ port, directory: SANDBOX_DIR, webhook_url: SANDBOX_WEBHOOK_URL || null, seed }).catch((error: Error) => fail(error.message));
const { started_ms, synthesised } = sandbox;
process.stdout.write(`${JSON.stringify({ event: "listening", port: sandbox.info.port, started_ms, synthesised })}\n`);

let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
        if (stopping) return;
        stopping = true;
        void sandbox.close().then(() => process.exit(0));
        setTimeout(() => process.exit(1), 5000).unref();
    });
}
