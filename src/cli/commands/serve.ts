/**
 * `runcast serve`: a stand-in for the product's job endpoints, so that scripts can be tried without
 * the product.
 */
import { grouped } from "../../core/input/numberText.js";
import { clockWith, type ServerClock } from "../../core/schedule/clock.js";
import { formatUtc } from "../../core/time/calendar.js";
import { SECOND_MS } from "../../core/time/instant.js";
import { codeOf } from "../../files/files.js";
import { hostZone } from "../../host/zones.js";
import { clean } from "../../report/kit/safe.js";
import type { JobStore } from "../../server/jobStore.js";
import { missingPeers } from "../../server/peers.js";
import {
  isToken,
  linkBase,
  newToken,
  openStore,
  type StandIn,
  standInOn,
} from "../../server/standIn.js";
import { FASTEST, LAST_INSTANT } from "../../server/virtualClock.js";
import { DIALECTS, pathRoot, versionsIn } from "../../veeam/standIn/dialects.js";
import { instantOption, integerOption, type OptionTable, type OptionValues } from "../arguments.js";
import type { Command } from "../command.js";
import { stopAsked } from "../stopAsked.js";
import type { World } from "../terminal.js";

const USUAL_PORT = 4443;

const VERSIONS = versionsIn(DIALECTS);
const WITH_WHOLE_LINKS = versionsIn(DIALECTS.filter(({ relativeLinks }) => !relativeLinks));

const OPTIONS = {
  port: {
    type: "string",
    value: "N",
    says: `where to listen (default: ${USUAL_PORT}; 0 takes any free port)`,
  },
  host: {
    type: "string",
    value: "NAME",
    says: "for whom: this machine only (default: 127.0.0.1), 0.0.0.0 for all",
  },
  token: {
    type: "string",
    isSecret: true,
    value: "TEXT",
    says:
      "the token that every request must bear; also RUNCAST_TOKEN. Without either, one is made " +
      "and printed",
  },
  data: {
    type: "string",
    value: "PATH",
    says:
      "a directory in which jobs survive a restart, or a crash; without it they are gone when " +
      "the server stops",
  },
  now: {
    type: "string",
    value: "INSTANT",
    says: "what its clock shows at the start, ISO 8601 (default: the present)",
  },
  speed: {
    type: "string",
    value: "N",
    says: `how fast that clock goes, 0 to ${grouped(FASTEST)}; 0 stands still (default: 1)`,
  },
  "base-url": {
    type: "string",
    value: "URL",
    says: `what links begin with in ${WITH_WHOLE_LINKS} (default: what the client used)`,
  },
} as const satisfies OptionTable;

type Values = OptionValues<keyof typeof OPTIONS>;

/** A stand-in for the product's server. */
export const serveCommand: Command<typeof OPTIONS> = {
  asks:
    `A stand-in for the job endpoints of Veeam Backup for Microsoft 365, API ${VERSIONS}: it ` +
    "keeps jobs, computes their next runs and makes up their sessions, and backs nothing up.",
  operands: ["[options]"],
  about: [],
  options: OPTIONS,
  examples: [
    "runcast serve --zone America/Los_Angeles --now 2017-05-31T12:00Z --data jobs",
    "",
    "The clock can be set while it runs:",
    'curl -X PUT -H "Authorization: Bearer $TOKEN" \\',
    '     -H "Content-Type: application/json" -d \'{"now":"2026-03-08T01:00Z"}\' \\',
    "     http://127.0.0.1:4443/_runcast/clock",
  ],
  exitCodes: "Exit code: 0 when it was stopped, 2 for a bad option or an address that is taken.",
  isLive: true,
  async answer({ values, problems, operands, clock: switches, world }) {
    for (const word of operands)
      problems.push(`nothing but options is expected, received ${JSON.stringify(word)}`);
    const port = integerOption(values, "port", USUAL_PORT, 0, 65_535, problems);
    const speed = integerOption(values, "speed", 1, 0, FASTEST, problems);
    const token = readToken(values, world, problems);
    const baseUrl = readBaseUrl(values, problems);
    if (problems.length > 0) return undefined;

    const clock = clockWith(switches);
    const now = values.has("now")
      ? instantOption(values, "now", clock.zone, problems, LAST_INSTANT)
      : Date.now();
    if (now === undefined) return undefined;
    const data = values.get("data");
    const host = values.get("host") ?? "127.0.0.1";
    const missing = await missingPeers(data !== undefined);
    if (missing !== undefined) {
      problems.push(missing);
      return undefined;
    }
    const store = await tryStore(data, problems);
    if (store === undefined) return undefined;
    let standIn: StandIn;
    try {
      standIn = await standInOn(store, {
        host,
        port,
        token: token.text,
        start: { now, speed },
        clock,
        baseUrl,
        onFault: (error) => void world.stderr.write(`${clean(String(error))}\n`),
      });
    } catch (error) {
      problems.push(`cannot listen on ${host}:${port}: ${reasonOf(error)}`);
      return undefined;
    }
    const facts = { clock, now, speed, jobs: store.size(), data, token };
    world.stdout.write(greeting(standIn.url, facts));
    if (!isLoopback(host))
      world.stderr.write(
        `listening on ${host}: everybody who reaches it can see the token, since there is no ` +
          "TLS\n",
      );
    await stopAsked(world.signal);
    await standIn.stop();
    return {
      data: () => ({}),
      zone: hostZone(clock.zone),
      text: () => "stopped",
      hasFindings: false,
    };
  },
};

interface Token {
  readonly text: string;
  readonly isOurs: boolean;
}

/** What a header can carry, and nobody guesses. */
function readToken(values: Values, { env }: World, problems: string[]): Token {
  const given = values.get("token") ?? env["RUNCAST_TOKEN"];
  if (given === undefined || given === "") return { text: newToken(), isOurs: true };
  if (!isToken(given))
    problems.push("--token: expected 1 to 4096 letters, digits and signs without blanks");
  return { text: given, isOurs: false };
}

function readBaseUrl(values: Values, problems: string[]): string | undefined {
  const text = values.get("base-url");
  if (text === undefined) return undefined;
  const base = linkBase(text);
  if (base !== undefined) return base;
  problems.push(
    `--base-url: expected a URL such as https://support.east.local:4443, received ${JSON.stringify(text)}`,
  );
  return undefined;
}

/** Opens the store; where it cannot be opened, says why and gives nothing. */
async function tryStore(
  data: string | undefined,
  problems: string[],
): Promise<JobStore | undefined> {
  try {
    return await openStore(data);
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
  const pace =
    speed === 1 ? "" : speed === 0 ? ", standing still" : `, ${grouped(speed)} times as fast`;
  const kept =
    data === undefined ? "in memory, gone when it stops" : `${grouped(jobs)} in ${clean(data)}`;
  const bearer = token.isOurs ? token.text : "$TOKEN";
  return [
    `A stand-in for Veeam Backup for Microsoft 365, API ${VERSIONS}: it backs nothing up.`,
    `  address  ${url}`,
    `  clock    ${formatUtc(now - (now % SECOND_MS))}, ${clock.zone}${pace}`,
    `  jobs     ${kept}`,
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

function reasonOf(error: unknown): string {
  const known: Readonly<Record<string, string>> = {
    EADDRINUSE: "the address is taken",
    EACCES: "not permitted",
    EADDRNOTAVAIL: "this machine has no such address",
    ENOTFOUND: "there is no such name",
  };
  return known[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
}
