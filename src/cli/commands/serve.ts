/**
 * `runcast serve`: a stand-in for the product's REST server, so that scripts can be tried without
 * the product.
 */
import { grouped } from "../../core/input/numberText.js";
import { clockWith, type ServerClock } from "../../core/schedule/clock.js";
import { issueLine, type JobInput, readJobInput } from "../../files/jobInput.js";
import { hostZone } from "../../host/zones.js";
import { clean } from "../../report/kit/safe.js";
import { counted } from "../../report/kit/words.js";
import type { Certificate } from "../../server/certificate.js";
import type { JobStore } from "../../server/jobStore.js";
import { seedOf } from "../../server/seed.js";
import { missingPeers } from "../../server/peers.js";
import {
  linkBase,
  MOST_MINUTES,
  openStore,
  ownCertificate,
  type StandIn,
  standInOn,
} from "../../server/standIn.js";
import { FASTEST, LAST_INSTANT } from "../../server/virtualClock.js";
import { ALL_DIALECTS, DIALECTS, pathRoot, versionsIn } from "../../veeam/standIn/dialects.js";
import { integerOption, type OptionTable, type OptionValues } from "../arguments.js";
import { instantOption } from "../typedInstant.js";
import type { Command } from "../command.js";
import { greeting } from "../serveGreeting.js";
import { stopAsked } from "../stopAsked.js";
import type { World } from "../terminal.js";
import { readPassword, readTls, readToken, reasonOf } from "../serveSecrets.js";

const USUAL_PORT = 4443;

const VERSIONS = versionsIn(DIALECTS);
const READ_ONLY = versionsIn(ALL_DIALECTS.filter(({ readsOnly }) => readsOnly));
const WITH_WHOLE_LINKS = versionsIn(ALL_DIALECTS.filter(({ relativeLinks }) => !relativeLinks));

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
  tls: {
    type: "boolean",
    says:
      "speak HTTPS, as it does anyway, with a certificate that it makes for itself and keeps in " +
      "--data",
  },
  cert: {
    type: "string",
    value: "FILE",
    says: "speak HTTPS with this certificate, in PEM; with --key",
  },
  key: {
    type: "string",
    value: "FILE",
    says: "the private key of --cert, in PEM",
  },
  http: {
    type: "boolean",
    says: "speak plain HTTP: whoever listens on the way reads passwords and tokens",
  },
  password: {
    type: "string",
    isSecret: true,
    value: "TEXT",
    says:
      "for which POST /token hands out tokens, to any user; also RUNCAST_PASSWORD. Without " +
      "either, one is made and printed",
  },
  "token-minutes": {
    type: "string",
    value: "N",
    says: "how long such a token is good, on the real clock (default: 60)",
  },
  token: {
    type: "string",
    isSecret: true,
    value: "TEXT",
    says: "a token that never ends; also RUNCAST_TOKEN. Without either, one is made and printed",
  },
  data: {
    type: "string",
    value: "PATH",
    says:
      "a directory in which jobs survive a restart, or a crash; without it they are gone when " +
      "the server stops",
  },
  fleet: {
    type: "string",
    value: "FILE",
    says:
      "jobs to begin with, and what stands around them: a fleet file, or a list of jobs; jobs " +
      "that --data has already stay as they are there",
  },
  page: {
    type: "boolean",
    says: "what it has as a page to look at, /_runcast/page: a browser asks for the password",
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
    says: `what links begin with in ${WITH_WHOLE_LINKS} (default: the address that is printed)`,
  },
} as const satisfies OptionTable;

type Values = OptionValues<keyof typeof OPTIONS>;

/** A stand-in for the product's server. */
export const serveCommand: Command<typeof OPTIONS> = {
  asks:
    `A stand-in for the REST server of Veeam Backup for Microsoft 365, API ${VERSIONS}: it keeps ` +
    "jobs, computes their next runs and makes up their sessions, and backs nothing up. " +
    `${READ_ONLY} answer to reading. docs/STANDIN.md says what is answered.`,
  operands: ["[options]"],
  about: [],
  options: OPTIONS,
  examples: [
    "runcast serve --zone America/Los_Angeles --now 2017-05-31T12:00Z --data jobs",
    "",
    "A script logs in as it does at the product:",
    'curl -k -d "grant_type=password&username=admin&password=$PASSWORD" \\',
    `     https://127.0.0.1:4443${pathRoot(DIALECTS.at(-1)!)}/Token`,
    "",
    "The clock can be set while it runs:",
    'curl -k -X PUT -H "Authorization: Bearer $TOKEN" \\',
    '     -H "Content-Type: application/json" -d \'{"now":"2026-03-08T01:00Z"}\' \\',
    "     https://127.0.0.1:4443/_runcast/clock",
  ],
  exitCodes: "Exit code: 0 when it was stopped, 2 for a bad option or an address that is taken.",
  isLive: true,
  async answer(request) {
    const { values, problems, operands, clock: switches, world } = request;
    for (const word of operands)
      problems.push(`nothing but options is expected, received ${JSON.stringify(word)}`);
    const port = integerOption(values, "port", USUAL_PORT, 0, 65_535, problems);
    const speed = integerOption(values, "speed", 1, 0, FASTEST, problems);
    const token = readToken(values, world, problems);
    const password = readPassword(values, world);
    const tokenMinutes = integerOption(values, "token-minutes", 60, 1, MOST_MINUTES, problems);
    const tls = await readTls(values, problems);
    const baseUrl = readBaseUrl(values, problems);
    if (problems.length > 0) return undefined;

    const input = values.has("fleet")
      ? await readFleetOption(values.get("fleet")!, switches, world, problems)
      : undefined;
    if (problems.length > 0) return undefined;
    const clock = clockWith({ ...input?.fleet.clock, ...switches });
    const now = values.has("now")
      ? instantOption(values, "now", clock.zone, request, LAST_INSTANT)
      : Date.now();
    if (now === undefined) return undefined;
    const seed = input === undefined ? undefined : seedOf(input.fleet, now);
    if (seed !== undefined && seed.leftOut > 0)
      world.stderr.write(
        `${counted(seed.leftOut, "job")} left out: it would copy at once, and has no copyOf\n`,
      );
    const data = values.get("data");
    const host = values.get("host") ?? "127.0.0.1";
    const missing = await missingPeers({
      keepsJobs: data !== undefined,
      makesCertificate: tls === "own",
    });
    if (missing !== undefined) {
      problems.push(missing);
      return undefined;
    }
    const store = await tryStore(data, world, problems);
    if (store === undefined) return undefined;
    const certificate =
      tls === "own" ? await tryCertificate(data, { host, baseUrl }, problems) : tls;
    if (problems.length > 0) {
      await store.close();
      return undefined;
    }
    let standIn: StandIn;
    try {
      standIn = await standInOn(store, {
        host,
        port,
        token: token.text,
        password: password.text,
        tokenMinutes,
        certificate,
        start: { now, speed },
        clock,
        baseUrl,
        seed,
        hasPage: values.has("page"),
        onFault: (error) => void world.stderr.write(`${clean(String(error))}\n`),
      });
    } catch (error) {
      problems.push(`cannot listen on ${host}:${port}: ${reasonOf(error)}`);
      return undefined;
    }
    const hasPage = values.has("page");
    const jobs = store.index.size();
    const facts = { clock, now, speed, jobs, data, hasPage, token, password };
    world.stdout.write(greeting(standIn, facts));
    if (certificate !== undefined && certificate.ends < Date.now())
      world.stderr.write("the certificate has run out: clients that look at it will refuse it\n");
    if (certificate === undefined && !isLoopback(host))
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
  { stderr }: World,
  problems: string[],
): Promise<JobStore | undefined> {
  try {
    return await openStore(data, (line) => void stderr.write(`${clean(line)}\n`));
  } catch (error) {
    problems.push(`--data: cannot open ${data}: ${reasonOf(error)}`);
    return undefined;
  }
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

async function tryCertificate(
  data: string | undefined,
  names: Parameters<typeof ownCertificate>[1],
  problems: string[],
): Promise<Certificate | undefined> {
  try {
    return await ownCertificate(data, names);
  } catch (error) {
    problems.push(`--tls: no certificate: ${reasonOf(error)}`);
    return undefined;
  }
}

/** Reads the file of `--fleet`; where that cannot be, says why. */
async function readFleetOption(
  path: string,
  switches: Partial<ServerClock>,
  { stderr }: World,
  problems: string[],
): Promise<JobInput | undefined> {
  const result = await readJobInput(path, switches);
  if (!result.ok) {
    problems.push(...result.problems.map((line) => `--fleet: ${line}`));
    return undefined;
  }
  for (const issue of result.input.issues)
    stderr.write(`${clean(issueLine(result.input.label, issue))}\n`);
  return result.input;
}
