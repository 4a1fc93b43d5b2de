// Runs the sandbox as a program: `node main.mts`, configured by SANDBOX_PORT, SANDBOX_DIR, SANDBOX_AUDIO_DIR,
// SANDBOX_WIDGET_PORT, SANDBOX_WEBHOOK_URL, SANDBOX_RESEND_WEBHOOK_URL and SANDBOX_SEED (see README.md).
import { setPriority } from "node:os";
import { is_loopback } from "./loopback.mts";
import { start_sandbox } from "./sandbox.mts";

function fail(sentence: string): never {
    process.stderr.write(`sandbox: ${sentence}\n`);
    process.exit(2);
}

const { SANDBOX_PORT, SANDBOX_WIDGET_PORT, SANDBOX_DIR, SANDBOX_AUDIO_DIR, SANDBOX_WEBHOOK_URL, SANDBOX_RESEND_WEBHOOK_URL, SANDBOX_SEED } = process.env;
const port = Number(SANDBOX_PORT ?? "0");
const widget_port = Number(SANDBOX_WIDGET_PORT ?? "0");
const is_port = (value: number) => Number.isInteger(value) && value >= 0 && value <= 65535;
if (!is_port(port)) fail("SANDBOX_PORT is a port number, or 0 for any");
if (!is_port(widget_port)) fail("SANDBOX_WIDGET_PORT is a port number, or 0 for any");
if (!SANDBOX_DIR) fail("SANDBOX_DIR names the directory for certificates, keys, objects and audio");
if (SANDBOX_WEBHOOK_URL && !is_loopback(SANDBOX_WEBHOOK_URL)) fail("SANDBOX_WEBHOOK_URL is an address on this machine");
if (SANDBOX_RESEND_WEBHOOK_URL && !is_loopback(SANDBOX_RESEND_WEBHOOK_URL)) fail("SANDBOX_RESEND_WEBHOOK_URL is an address on this machine");
const seed = SANDBOX_SEED === undefined ? null : Number(SANDBOX_SEED);

// The world outside does not slow down because this machine is busy: where we may, we go first.
try {
    setPriority(-10);
} catch {
    // An ordinary user may not, and the sandbox is then as late as the machine makes it.
}

const sandbox = await start_sandbox({
    port,
    widget_port,
    directory: SANDBOX_DIR,
    audio_directory: SANDBOX_AUDIO_DIR || null,
    webhook_url: SANDBOX_WEBHOOK_URL || null,
    resend_webhook_url: SANDBOX_RESEND_WEBHOOK_URL || null,
    seed,
}).catch((error: Error) => fail(error.message));
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
