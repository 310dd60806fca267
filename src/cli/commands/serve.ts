/**
 * `runcast serve`: a stand-in for the product's job endpoints, so that scripts can be tried without
 * the product.
 */
import { randomBytes } from "node:crypto";
import type { ServerClock } from "../../core/schedule/clock.js";
import { formatUtc } from "../../core/time/calendar.js";
import { SECOND_MS } from "../../core/time/instant.js";
import { hostZone } from "../../host/zones.js";
import type { JobStore } from "../../server/jobStore.js";
import { FASTEST, LAST_INSTANT, virtualClock } from "../../server/virtualClock.js";
import { DIALECTS, pathRoot, versionsIn } from "../../veeam/standIn/dialects.js";
import { instantOption, integerOption, type OptionValues, readArguments } from "../arguments.js";
import { CLOCK_OPTIONS, CLOCK_USAGE, readClockOptions } from "../clockOptions.js";
import { type CommandIo, EXIT } from "../terminal.js";

const OPTIONS = {
  ...CLOCK_OPTIONS,
  port: { type: "string" },
  host: { type: "string" },
  data: { type: "string" },
  token: { type: "string" },
  now: { type: "string" },
  speed: { type: "string" },
  "base-url": { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

type Values = OptionValues<keyof typeof OPTIONS>;

const VERSIONS = versionsIn(DIALECTS);
const WITH_WHOLE_LINKS = versionsIn(DIALECTS.filter(({ relativeLinks }) => !relativeLinks));

/** The text of `--help`. */
const USAGE = `\
A stand-in for the job endpoints of Veeam Backup for Microsoft 365, API ${VERSIONS}: it keeps
jobs, computes their next runs and makes up their sessions, and backs nothing up.

  runcast serve [options]

  --port N             where to listen (default 4443; 0 takes any free port)
  --host NAME          for whom: this machine only (default 127.0.0.1), 0.0.0.0 for all
  --token TEXT         the token that every request must bear; also RUNCAST_TOKEN.
                       Without either, one is made and printed
  --data PATH          a directory in which jobs survive a restart, or a crash; without
                       it they are gone when the server stops
  --zone NAME          the backup server's time zone (default UTC)
  --now INSTANT        what its clock shows at the start, ISO 8601 (default: the present)
  --speed N            how fast that clock goes, 0 to ${FASTEST}; 0 stands still (default 1)
  --base-url URL       what links begin with in ${WITH_WHOLE_LINKS} (default: what the client used)

${CLOCK_USAGE}
The clock can be set while it runs:

  curl -X PUT -H "Authorization: Bearer $TOKEN" -d '{ "now": "2026-03-08T01:00:00Z" }' \\
       -H "Content-Type: application/json" http://127.0.0.1:4443/_runcast/clock

Exit code: 0 when it was stopped, 2 for a bad option or an address that is taken.
`;

const USUAL_PORT = 4443;

/**
 * Runs the server until a signal ends it, and gives the exit code. Every problem is a line on
 * `stderr`.
 */
export async function runServe(argv: readonly string[], io: CommandIo): Promise<number> {
  const problems: string[] = [];
  const { values, positionals } = readArguments(argv, OPTIONS, problems);
  if (values.has("help")) {
    io.stdout.write(USAGE);
    return EXIT.good;
  }
  for (const word of positionals)
    problems.push(`nothing but options is expected, received ${JSON.stringify(word)}`);
  const clock = readClockOptions(values, problems);
  const port = integerOption(values, "port", USUAL_PORT, 0, 65_535, problems);
  const now = instantOption(values, "now", "UTC", problems, LAST_INSTANT) ?? Date.now();
  const speed = integerOption(values, "speed", 1, 0, FASTEST, problems);
  const token = readToken(values, io, problems);
  const baseUrl = readBaseUrl(values, problems);
  if (problems.length > 0 || clock === undefined) return complain(problems, io);

  const data = values.get("data");
  const host = values.get("host") ?? "127.0.0.1";
  const store = await openStore(data, problems);
  if (store === undefined) return complain(problems, io);
  // the router is loaded where it is needed only
  const { startServer } = await import("../../server/server.js");
  const { idSource } = await import("../../server/idSource.js");
  const time = virtualClock({ now, speed }, () => performance.now());
  const world = {
    store,
    time,
    clock,
    zoneOf: hostZone,
    newId: idSource(Date.now),
    ...(baseUrl === undefined ? {} : { baseUrl }),
  };
  try {
    const server = await startServer({
      ...world,
      host,
      port,
      token: token.text,
      onFault: (error) => void io.stderr.write(`${String(error)}\n`),
    });
    io.stdout.write(greeting(server.url, { clock, now, speed, jobs: store.size(), data, token }));
    if (!isLoopback(host))
      io.stderr.write(
        `listening on ${host}: everybody who reaches it can see the token, since there is no TLS\n`,
      );
    await stopAsked(io.signal);
    await server.stop();
    io.stdout.write("stopped\n");
    return EXIT.good;
  } catch (error) {
    await store.close();
    return complain([`cannot listen on ${host}:${port}: ${reasonOf(error)}`], io);
  }
}

interface Token {
  readonly text: string;
  readonly isOurs: boolean;
}

/** What a header can carry, and nobody guesses. */
function readToken(values: Values, { env }: CommandIo, problems: string[]): Token {
  const given = values.get("token") ?? env["RUNCAST_TOKEN"];
  if (given === undefined || given === "")
    return { text: randomBytes(24).toString("base64url"), isOurs: true };
  if (!/^[\x21-\x7e]{1,4096}$/.test(given))
    problems.push("--token: expected 1 to 4096 letters, digits and signs without blanks");
  return { text: given, isOurs: false };
}

function readBaseUrl(values: Values, problems: string[]): string | undefined {
  const text = values.get("base-url");
  if (text === undefined) return undefined;
  if (/^https?:\/\/[^\s/]+(?:\/[^\s?#]*)?$/i.test(text) && URL.canParse(text))
    return text.replace(/\/+$/, "");
  problems.push(
    `--base-url: expected a URL such as https://support.east.local:4443, received ${JSON.stringify(text)}`,
  );
  return undefined;
}

/** Opens the store; where it cannot be opened, says why and gives nothing. */
async function openStore(
  data: string | undefined,
  problems: string[],
): Promise<JobStore | undefined> {
  try {
    if (data === undefined) return (await import("../../server/jobStore.js")).memoryStore();
    return (await import("../../server/lmdbStore.js")).lmdbStore(data);
  } catch (error) {
    problems.push(`--data: cannot open ${data}: ${reasonOf(error)}`);
    return undefined;
  }
}

function greeting(
  url: string,
  facts: {
    clock: ServerClock;
    now: number;
    speed: number;
    jobs: number;
    data: string | undefined;
    token: Token;
  },
): string {
  const { clock, now, speed, jobs, data, token } = facts;
  const pace = speed === 1 ? "" : speed === 0 ? ", standing still" : `, ${speed} times as fast`;
  const bearer = token.isOurs ? token.text : "$TOKEN";
  return [
    `A stand-in for Veeam Backup for Microsoft 365, API ${VERSIONS}: it backs nothing up.`,
    `  address  ${url}`,
    `  clock    ${formatUtc(now - (now % SECOND_MS))}, ${clock.zone}${pace}`,
    `  jobs     ${data === undefined ? "in memory, gone when it stops" : `${jobs} in ${data}`}`,
    `  token    ${token.isOurs ? token.text : "the one that you gave"}`,
    "",
    `  curl -H "Authorization: Bearer ${bearer}" ${url}${pathRoot(DIALECTS[0])}/Jobs`,
    "",
    "",
  ].join("\n");
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

/** Waits until the process is asked to end, or the caller asks. */
function stopAsked(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      for (const name of ["SIGINT", "SIGTERM"] as const) process.off(name, stop);
      resolve();
    };
    for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, stop);
    if (signal?.aborted === true) stop();
    signal?.addEventListener("abort", stop, { once: true });
  });
}

function complain(problems: readonly string[], io: CommandIo): number {
  io.stderr.write(problems.map((problem) => `${problem}\n`).join(""));
  return EXIT.badInput;
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const known: Readonly<Record<string, string>> = {
    EADDRINUSE: "the address is taken",
    EACCES: "not permitted",
    EADDRNOTAVAIL: "this machine has no such address",
    ENOTFOUND: "there is no such name",
  };
  return known[code] ?? (error instanceof Error ? error.message : String(error));
}
