/**
 * What keeps strangers out of a stand-in: its certificate, its password and its token, from the
 * command line, from files and from the environment.
 */
import { readFile } from "node:fs/promises";
import { clean } from "../report/kit/safe.js";
import { type Certificate, readCertificate } from "../server/certificate.js";
import { isToken } from "../server/standIn.js";
import { newToken } from "../server/tokens.js";
import type { OptionValues } from "./arguments.js";
import type { World } from "./terminal.js";
import { codeOf } from "../files/files.js";

type SecretValues = Pick<
  OptionValues<"tls" | "http" | "cert" | "key" | "token" | "password">,
  "get" | "has"
>;

/** What lets a client in, and whether it was made here. */
export interface Secret {
  readonly text: string;
  readonly isOurs: boolean;
}

/** For what tokens are handed out; made where nothing is given. */
export function readPassword(values: SecretValues, { env }: World): Secret {
  const given = values.get("password") ?? env["RUNCAST_PASSWORD"] ?? "";
  return given === "" ? { text: newToken(), isOurs: true } : { text: given, isOurs: false };
}

/** What a header can carry, and nobody guesses. */
export function readToken(values: SecretValues, { env }: World, problems: string[]): Secret {
  const given = values.get("token") ?? env["RUNCAST_TOKEN"];
  if (given === undefined || given === "") return { text: newToken(), isOurs: true };
  if (!isToken(given))
    problems.push("--token: expected 1 to 4096 letters, digits and signs without blanks");
  return { text: given, isOurs: false };
}

/** With what to speak HTTPS: a certificate of its own, one that was given; `undefined` for HTTP. */
export async function readTls(
  values: SecretValues,
  problems: string[],
): Promise<"own" | Certificate | undefined> {
  const files = (["cert", "key"] as const).filter((name) => values.has(name));
  const isPlain = values.has("http");
  if (isPlain && (files.length > 0 || values.has("tls")))
    problems.push("--http: expected without --tls, --cert and --key, which ask for HTTPS");
  if (files.length === 1)
    problems.push(`--${files[0]}: expected along with --${files[0] === "cert" ? "key" : "cert"}`);
  if (isPlain) return undefined;
  if (files.length < 2) return "own";
  const [cert, key] = await Promise.all(
    files.map(async (name) => {
      const path = values.get(name)!;
      return readFile(path, "utf8").catch((error: unknown) => {
        problems.push(`--${name}: cannot read ${clean(path)}: ${reasonOf(error)}`);
        return undefined;
      });
    }),
  );
  if (cert === undefined || key === undefined) return undefined;
  try {
    return readCertificate(cert, key);
  } catch (error) {
    problems.push(`--cert, --key: ${reasonOf(error)}`);
    return undefined;
  }
}

/** Why something cannot be had, in the words of whoever runs a server. */
export function reasonOf(error: unknown): string {
  const known: Readonly<Record<string, string>> = {
    EADDRINUSE: "the address is taken",
    EACCES: "not permitted",
    EADDRNOTAVAIL: "this machine has no such address",
    ENOTFOUND: "there is no such name",
    ENOENT: "there is no such file",
  };
  return known[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
}
