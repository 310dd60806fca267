/**
 * The certificate that a stand-in speaks HTTPS with: one that was given, or one of its own making.
 *
 * What is made signs itself, so nobody trusts it until told to: its fingerprint is what a person
 * compares. Certificate and key lie in one file, which is there as a whole or not at all.
 */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import { hostname } from "node:os";
import { DAY_MS } from "../core/time/instant.js";
import { codeOf } from "../files/files.js";
import { replaceFile } from "../files/replaceFile.js";
import { messageOf } from "../host/message.js";

/** A certificate and its key, both PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  /** SHA-256 of the certificate, as browsers show it: `A1:B2:...`. */
  readonly fingerprint: string;
  /** Until when it is valid, epoch ms. */
  readonly ends: number;
}

/** Clients that count refuse certificates which are valid for longer. */
const VALID_DAYS = 825;

/** For clients whose clock is a little behind. */
const SLACK_DAYS = 1;

/**
 * The certificate and the key in texts. Throws in a sentence where they are none, or do not belong
 * together.
 */
export function readCertificate(cert: string, key: string): Certificate {
  const x509 = parsed("a certificate in PEM", () => new X509Certificate(cert));
  const secret = parsed("a private key in PEM without a passphrase", () => createPrivateKey(key));
  if (!x509.checkPrivateKey(secret))
    throw new Error("the key belongs to another certificate than the one that was given");
  return {
    cert: certificatesIn(cert),
    key: String(secret.export({ type: "pkcs8", format: "pem" })),
    fingerprint: x509.fingerprint256,
    ends: Date.parse(x509.validTo),
  };
}

/**
 * The certificate that lies in the file at `path`; where there is none, or where it has run out, a
 * new one is made for these hosts and put there. Without a path it is kept nowhere. `now` is epoch
 * ms. Rejects with what the system says, or in a sentence where the file is something else.
 */
export async function keptCertificate(
  path: string | undefined,
  hosts: readonly string[],
  now: number,
): Promise<Certificate> {
  const kept = path === undefined ? undefined : await readIfThere(path);
  if (kept !== undefined) {
    const certificate = inFile(path!, kept);
    if (certificate.ends > now + SLACK_DAYS * DAY_MS) return certificate;
  }
  const made = await makeCertificate(hosts, now);
  if (path !== undefined) await replaceFile(path, [made.key, made.cert], 0o600);
  return made;
}

/** The certificates of a text, and nothing else: a key beside them must not be shown to anybody. */
function certificatesIn(text: string): string {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => `${block}\n`).join("");
}

function inFile(path: string, text: string): Certificate {
  try {
    return readCertificate(text, text);
  } catch (error) {
    const reason = messageOf(error);
    throw new Error(`${path}: ${reason}; remove it, and a new one is made`, { cause: error });
  }
}

/** The names by which this machine may be called, and those that are given. */
async function makeCertificate(hosts: readonly string[], now: number): Promise<Certificate> {
  const { generate } = await import("selfsigned");
  const names = new Set(["localhost", "127.0.0.1", "::1", hostname(), ...hosts]);
  const pems = await generate([{ name: "commonName", value: "runcast stand-in" }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    notBeforeDate: new Date(now - SLACK_DAYS * DAY_MS),
    notAfterDate: new Date(now + (VALID_DAYS - SLACK_DAYS) * DAY_MS),
    extensions: [
      { name: "basicConstraints", cA: false },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: Array.from(names, (name) =>
          isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name },
        ),
      },
    ],
  });
  return readCertificate(pems.cert, pems.private);
}

function parsed<Value>(expected: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw new Error(`expected ${expected}, received something else`, { cause: error });
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
