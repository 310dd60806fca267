/**
 * Writes what the made provider's server answers into a folder: its jobs, proxies, repositories and
 * organizations, and the sessions of two weeks.
 *
 *     npx tsx docs/case/make.ts OUT [--small]
 *
 * The sessions are simulated: jobs share the threads of their proxies, with lengths that are in
 * none of the files. A real server would bring its own.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Fleet, nextRun, readJobs, simulate } from "runcast";
import { idOf } from "./draws.ts";
import { type ProductJob, type Provider, providerOf, type Size, ZONE } from "./provider.ts";

const WHOLE: Size = { tenants: 3_000, proxies: 40 };
const SMALL: Size = { tenants: 100, proxies: 4 };
const HISTORY = { from: "2025-12-04", to: "2025-12-18", seed: 2025 };
/** Entries of a page, as the product allows them. */
const PAGE = 10_000;

const [folder, ...words] = process.argv.slice(2);
if (folder === undefined) throw new Error("npx tsx docs/case/make.ts OUT [--small]");
const provider = providerOf(words.includes("--small") ? SMALL : WHOLE);
mkdirSync(folder, { recursive: true });
const { jobs, broken, proxies, repositories, organizations } = provider;
const sessions = sessionsOf(provider);
// The broken entries are spread over the list.
const listed: object[] = jobs.map((job) => ({ ...job, ...nextRunOf(job) }));
for (const [index, entry] of broken.entries())
  listed.splice(Math.floor(((index + 0.5) * jobs.length) / broken.length), 0, entry);
write("jobs", pageOf(listed));
write("proxies", proxies);
write("repositories", pageOf(repositories));
write("organizations", pageOf(organizations));
write("sessions", pagesOf(sessions));
console.log(
  `${folder}: ${listed.length} jobs, ${organizations.length} organizations, ` +
    `${proxies.length} proxies, ${repositories.length} repositories, ${sessions.length} sessions`,
);

/** When the server says that a job runs next, as it does of all that are due by themselves. */
function nextRunOf({ isEnabled, schedulePolicy }: ProductJob): { readonly nextRun?: string } {
  const next = isEnabled
    ? nextRun(schedulePolicy, `${HISTORY.to}T12:00`, { zone: ZONE })
    : undefined;
  return next === undefined ? {} : { nextRun: instant(next.toMillis()) };
}

/** Two weeks of sessions in the product's words, in the order in which they began. */
function sessionsOf({ jobs: listed, workloads, repositories, proxies }: Provider): object[] {
  const places = new Map(
    (repositories as { id: string; proxyId: string }[]).map(({ id, proxyId }) => [id, proxyId]),
  );
  const fleet: Fleet = {
    clock: { zone: ZONE },
    jobs: readJobs(listed).jobs.map(({ id, policy, isEnabled, repositoryId }) => ({
      id: id!,
      policy,
      enabled: isEnabled,
      proxyId: places.get(repositoryId!)!,
      workload: workloads.get(id!)!,
    })),
    proxies: (proxies as { id: string; threadsNumber?: number }[]).map(
      ({ id, threadsNumber = 64 }) => ({ id, slots: Infinity, threads: threadsNumber }),
    ),
  };
  const rows = [...simulate(fleet, HISTORY).rows()].sort((one, other) => one.start - other.start);
  const named = new Map(listed.map(({ id, name }) => [id, name]));
  const pointAt = new Map<string, number>();
  return rows.map(({ job, nominal, start, end, attempt, outcome }) => {
    const isFull =
      workloads.get(job)!.full !== undefined && !(start >= (pointAt.get(job) ?? Infinity));
    if (outcome === "Success" || outcome === "Warning")
      pointAt.set(job, Math.min(pointAt.get(job) ?? Infinity, end));
    return {
      id: idOf(`${job} ${nominal} ${attempt}`),
      jobId: job,
      jobName: named.get(job),
      jobType: "Backup",
      jobSessionConfigType: isFull ? "Full" : "Incremental",
      creationTime: instant(start),
      ...(outcome === "Running" ? {} : { endTime: instant(end) }),
      retryCount: attempt,
      status: outcome,
    };
  });
}

/** An instant as .NET writes it, with seven digits of a second. */
function instant(at: number): string {
  return new Date(at).toISOString().replace("Z", "0000Z");
}

function pageOf(results: readonly object[], offset = 0): object {
  return { offset, limit: PAGE, results };
}

function pagesOf(results: readonly object[]): object[] {
  return Array.from({ length: Math.ceil(results.length / PAGE) }, (_, page) =>
    pageOf(results.slice(page * PAGE, (page + 1) * PAGE), page * PAGE),
  );
}

function write(name: string, content: unknown): void {
  writeFileSync(join(folder!, `${name}.json`), `${JSON.stringify(content)}\n`);
}
