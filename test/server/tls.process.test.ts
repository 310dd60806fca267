/**
 * HTTPS, as the product speaks it: a certificate of the stand-in's own, kept and shown, or one that
 * was given.
 */
import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type StandIn, startStandIn } from "../../src/server.ts";
import { keptCertificate } from "../../src/server/certificate.ts";
import { runHere } from "../support/cliRun.ts";
import { scratch } from "../support/scratch.ts";
import { secureClient } from "../support/secureFetch.ts";

const folder = scratch();
const YEAR_MS = 365 * 86_400_000;

const fingerprintOf = (pem: string): string => new X509Certificate(pem).fingerprint256;

async function statusOf({ url, token, certificate }: StandIn): Promise<number> {
  const client = secureClient(certificate!.cert);
  const { status } = await client.ask(`${url}/v8/Jobs`, {
    headers: { authorization: `Bearer ${token}` },
  });
  client.close();
  return status;
}

describe("a certificate of the stand-in's own", () => {
  it("should be what a client that trusts it alone can talk to, and be made once", async () => {
    const data = join(folder, "jobs");
    const first = await startStandIn({ data, tls: true });
    expect(first.url).toMatch(/^https:/);
    expect(await statusOf(first)).toBe(200);
    await first.stop();
    const second = await startStandIn({ data, tls: true });
    expect(second.certificate).toEqual(first.certificate);
    expect(second.certificate!.fingerprint).toBe(fingerprintOf(second.certificate!.cert));
    await second.stop();
    expect((statSync(join(data, "tls.pem")).mode & 0o777).toString(8)).toBe("600");
    expect((statSync(data).mode & 0o777).toString(8)).toBe("700");
    const third = await startStandIn({ tls: true });
    expect(third.certificate!.fingerprint).not.toBe(first.certificate!.fingerprint);
    await third.stop();
  });

  it("should tell who speaks plain HTTP that it speaks HTTPS, and go on", async () => {
    const server = await startStandIn({ tls: true });
    const plain = server.url.replace("https:", "http:");
    const body = "x".repeat(100_000);
    for (const init of [{}, { method: "POST", body, headers: { Authorization: "Bearer x" } }]) {
      const reply = await fetch(`${plain}/v8/Jobs`, init);
      expect([reply.status, await reply.json()]).toMatchObject([
        400,
        { message: expect.stringMatching(/^This port speaks HTTPS\./) as string },
      ]);
    }
    const client = secureClient(server.certificate!.cert);
    const headers = { authorization: `Bearer ${server.token}` };
    expect((await client.ask(`${server.url}/v8/Jobs`, { headers })).status).toBe(200);
    client.close();
    await server.stop();
  });

  it("should name this machine and where links lead, and be anew once it ran out", async () => {
    const path = join(folder, "old.pem");
    const old = await keptCertificate(path, ["support.east.local", "10.0.0.7"], 0);
    expect(new X509Certificate(old.cert).subjectAltName?.split(", ")).toEqual(
      expect.arrayContaining(["DNS:localhost", "DNS:support.east.local", "IP Address:10.0.0.7"]),
    );
    expect(await keptCertificate(path, [], YEAR_MS)).toEqual(old);
    const anew = await keptCertificate(path, [], 3 * YEAR_MS);
    expect(anew.fingerprint).not.toBe(old.fingerprint);
    expect(readFileSync(path, "utf8")).toBe(anew.key + anew.cert);
  });

  it("should not be guessed where its file is something else", async () => {
    const path = join(folder, "other.pem");
    writeFileSync(path, "nothing of the kind");
    await expect(keptCertificate(path, [], Date.now())).rejects.toThrow(
      `${path}: expected a certificate in PEM, received something else; remove it`,
    );
  });
});

describe("a certificate that is given", () => {
  const make = (name: string): { cert: string; key: string } => {
    const [cert, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
    const args = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...subject];
    execFileSync("openssl", [...args, "-out", cert, "-keyout", key], { stdio: "ignore" });
    return { cert, key };
  };

  it("should be used by the command, which prints its fingerprint, as of its own", async () => {
    const { cert, key } = make("given");
    for (const args of [["--cert", cert, "--key", key], ["--tls"], []]) {
      let out = "";
      const stop = new AbortController();
      const ended = runHere(["serve", "--port", "0", "--token", "t", ...args], {
        stdout: { write: (text: string) => (out += text) },
        signal: stop.signal,
      });
      await expect.poll(() => out).toContain("curl -k");
      const url = /address +(\S+)/.exec(out)![1]!;
      const shown = /SHA-256 +(\S+)/.exec(out)![1]!;
      if (args.length > 2) expect(shown).toBe(fingerprintOf(readFileSync(cert, "utf8")));
      expect(shown).toMatch(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/);
      const client = secureClient(args.length > 2 ? readFileSync(cert, "utf8") : undefined);
      const headers = { authorization: "Bearer t" };
      expect((await client.ask(`${url}/v3/Jobs`, { headers })).status).toBe(200);
      expect((await client.ask(`${url}/v3/Jobs`)).status).toBe(401);
      client.close();
      stop.abort();
      expect((await ended).code).toBe(0);
    }
  });

  it("should be refused in a line where it is none, or has another key", async () => {
    const [one, other] = [make("one"), make("other")];
    const none = join(folder, "none.pem");
    const told = async (...args: string[]): Promise<string> => {
      const { code, err } = await runHere(["serve", "--port", "0", ...args]);
      expect(code).toBe(2);
      return err;
    };
    expect(await told("--cert", one.cert, "--key", other.key)).toBe(
      "--cert, --key: the key belongs to another certificate than the one that was given\n",
    );
    expect(await told("--cert", one.key, "--key", one.key)).toContain("a certificate in PEM");
    expect(await told("--cert", one.cert, "--key", none)).toBe(
      `--key: cannot read ${none}: there is no such file\n`,
    );
    expect(await told("--key", one.key)).toBe("--key: expected along with --cert\n");
    expect(await told("--http", "--tls")).toContain("--http: expected without");
    await expect(startStandIn({ tls: { cert: "x", key: "y" } })).rejects.toThrow("options.tls");
    await expect(startStandIn({ tls: 1 as unknown as boolean })).rejects.toThrow("options.tls");
  });
});
