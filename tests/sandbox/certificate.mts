// The sandbox's own certificate authority and its server certificate, made once and kept, so that clients verify TLS as
// they do outside.
import { execFile } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface Certificates {
    ca_file: string;
    ca: string;
    key: string;
    cert: string;
}

const kDays = "825";
const kRenewBeforeMs = 7 * 86_400_000;

function openssl(directory: string, ...args: string[]): Promise<void> {
    return new Promise((done, fail) => {
        execFile("openssl", args, { cwd: directory, timeout: 30_000 }, (error, _out, told) => {
            if (error) fail(new Error(`openssl ${args[0]} failed (is the Debian package "openssl" installed?): ${told || error.message}`));
            else done();
        });
    });
}

async function read(directory: string): Promise<Certificates | null> {
    const ca_file = join(directory, "ca.pem");
    const files = [ca_file, join(directory, "server.key"), join(directory, "server.pem")].map((path) => readFile(path, "utf8").catch(() => null));
    const [ca, key, cert] = await Promise.all(files);
    if (!ca || !key || !cert) return null;
    const until = Math.min(new X509Certificate(ca).validToDate.getTime(), new X509Certificate(cert).validToDate.getTime());
    return until - kRenewBeforeMs > Date.now() ? { ca_file, ca, key, cert } : null;
}

async function make(directory: string): Promise<void> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const work = join(directory, `.new-${process.pid}`);
    await rm(work, { recursive: true, force: true });
    await mkdir(work);
    const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    await writeFile(
        join(work, "server.ext"),
        "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n" +
            "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n",
    );
    await openssl(
        work,
        ...["req", "-x509", ...curve, "-keyout", "ca.key", "-out", "ca.pem", "-days", kDays, "-subj", "/CN=Word Is Bond sandbox CA"],
        ...["-addext", "basicConstraints=critical,CA:TRUE,pathlen:0", "-addext", "keyUsage=critical,keyCertSign,cRLSign"],
    );
    await openssl(work, "req", "-new", ...curve, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost");
    await openssl(
        work,
        ...["x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", kDays],
        ...["-extfile", "server.ext", "-out", "server.pem"],
    );
    // The CA's key signs this one certificate and is thrown away: nobody can forge another with it.
    for (const file of ["server.key", "server.pem", "ca.pem"]) await rename(join(work, file), join(directory, file));
    await rm(work, { recursive: true, force: true });
}

export async function certificates(directory: string): Promise<Certificates> {
    const kept = await read(directory);
    if (kept) return kept;
    await make(directory);
    const made = await read(directory);
    if (!made) throw new Error("the certificates just made cannot be read back");
    return made;
}
