/**
 * Whole conversations, as the vendor's references describe them and scripts have them: from the
 * login to the log of the last session, over HTTPS.
 */
import { describe, expect, it } from "vitest";
import { readFleetAt } from "../../src/node.ts";
import { type Answer, conversation, itemsOf, linksIn } from "../support/conversation.ts";
import { inProject } from "../support/paths.ts";
import { SCHEMA_VERSIONS, schemaErrors, unknownProperties } from "../support/vendorSchemas.ts";
import { API_VERSIONS } from "../support/veeamJobs.ts";

const NOW = "2026-01-14T12:00:00Z";

/** The jobs, proxies and repositories of an example, on a clock that stands still. */
async function example() {
  const file = await readFleetAt(inProject("examples/fleet.json"));
  if (!file.ok) throw new Error(file.problems.join("\n"));
  return { fleet: file.fleet, now: NOW, speed: 0, clock: file.fleet.clock ?? {} };
}

describe("a collector of version 5", () => {
  it("should get from the token to the log of each job's last session", async () => {
    const { get, list, end } = await conversation(5, await example());
    const seen = { organizations: 0, repositories: 0, proxies: 0, logs: 0 };
    for (const { id, name } of await list("/v5/Organizations")) {
      expect(name).toEqual(expect.any(String));
      seen.organizations += 1;
      const { licensedUsers, newUsers } = await get(`/v5/Organizations/${id}/LicensingInformation`);
      expect([licensedUsers, newUsers]).toEqual([0, 0]);
    }
    expect((await get("/v5/LicensedUsers")).results).toEqual([]);
    for (const { name, capacityBytes, freeSpaceBytes } of await list("/v5/BackupRepositories")) {
      expect([typeof name, capacityBytes > freeSpaceBytes]).toEqual(["string", true]);
      seen.repositories += 1;
    }
    for (const { hostName, threadsNumber, status } of await list("/v5/Proxies")) {
      expect([typeof hostName, threadsNumber > 0, status]).toEqual(["string", true, "Online"]);
      seen.proxies += 1;
    }
    const jobs = await list("/v5/Jobs");
    for (const { id, _links: links, lastRun } of jobs.slice(0, 8)) {
      const results = await list(`/v5/Jobs/${id}/JobSessions`);
      expect(await list(links["jobsessions"]!.href)).toEqual(results);
      const [newest] = results;
      if (newest === undefined) continue; // started by hand only
      expect(newest.statistics).toMatchObject({ bottleneck: "Source" });
      const ended = results.find(({ endTime }: Answer) => endTime !== undefined);
      expect(lastRun).toBe(ended!.endTime);
      const log = await list(newest._links["logitems"]!.href);
      expect(log[0]!.title).toMatch(/^\[Success\] (?:Job|Retry \d of the job) started at 2026-01-/);
      seen.logs += 1;
    }
    expect((await get("/v5/RestoreSessions")).results).toEqual([]);
    expect(seen).toEqual({ organizations: 3, repositories: 5, proxies: 3, logs: 7 });
    await end();
  });
});

describe("a console of version 6", () => {
  it("should list what there is, make a job, and find its items by their link", async () => {
    const { get, list, send, end } = await conversation(6, { now: NOW, speed: 0 });
    const { version } = await get("/v6/ServiceInstance");
    expect(version).toMatch(/^6\./);
    const [organization] = await list("/v6/Organizations?extendedView=true");
    const [repository] = await list("/v6/BackupRepositories");
    const [proxy] = await list("/v6/Proxies");
    const jobsOf = organization!._links["jobs"]!.href;
    expect(await list(`/v6/BackupRepositories?proxyId=${proxy!.id}`)).toHaveLength(1);
    expect(await get(`/v6/BackupRepositories?proxyId=${repository!.id}`)).toEqual([]);
    expect(await get(jobsOf)).toEqual([]);
    const { status, body: job } = await send("POST", `/v6/Organizations/${organization!.id}/Jobs`, {
      name: "Selected",
      description: "",
      backupType: "SelectedItems",
      selectedItems: [
        { Type: "partialOrganization", Mailbox: "True", OneDrive: true },
        {
          type: "User",
          user: { id: "u1", displayName: "USER1", name: "u1@x.test" },
          mailbox: true,
        },
      ],
      schedulePolicy: { type: "Daily", dailyType: "Everyday", dailyTime: "22:00:00" },
      repositoryId: repository!.id,
      runNow: false,
    });
    expect(status).toBe(201);
    const items = await get(job._links["selectedItems"]!.href);
    expect(items).toEqual([
      { id: expect.any(String), type: "PartialOrganization", mailbox: true, oneDrive: true },
      {
        id: expect.any(String),
        type: "User",
        user: { id: "u1", displayName: "USER1", name: "u1@x.test" },
        mailbox: true,
      },
    ]);
    expect(await get(jobsOf)).toEqual([await get(job._links["self"]!.href)]);
    const none = "00000000-0000-0000-0000-000000000001";
    expect((await send("GET", `/v6/Organizations/${none}/Jobs`)).status).toBe(404);
    await end();
  });
});

describe("a sensor of version 8", () => {
  it("should ask for the jobs of an organization and the sessions of a job", async () => {
    const { get, send, end } = await conversation(8, await example());
    expect(await get("/v8/Health")).toMatchObject({ status: "Healthy" });
    const organizations = await get("/v8/Organizations?limit=100");
    const organizationId = organizations.results[0]!.id;
    const jobs = await get(`/v8/Jobs?organizationId=${organizationId}&limit=5`);
    expect(jobs.results).toHaveLength(5);
    expect(new Set(jobs.results.map((job: Answer) => job.organizationId))).toEqual(
      new Set([organizationId]),
    );
    const next = await get(jobs._links["next"]!.href);
    expect(next.offset).toBe(5);
    expect(next.results[0]!.organizationId).toBe(organizationId);
    const nobody = "00000000-0000-0000-0000-000000000001";
    expect((await get(`/v8/Jobs?organizationId=${nobody}`)).results).toEqual([]);
    for (const job of jobs.results) {
      const { results } = await get(`/v8/JobSessions?JobId=${job.id}&limit=3`);
      expect(results.every(({ jobId }: Answer) => jobId === job.id)).toBe(true);
      for (const session of results) {
        expect(await get(session._links["self"]!.href)).toEqual(session);
        const log = (await get(session._links["logitems"]!.href)).results;
        expect(log[0]).toMatchObject({ usn: 0, type: "Success" });
        expect(await get(log[0]!._links["self"]!.href)).toEqual(log[0]);
        expect(await get(log[0]!._links["session"]!.href)).toEqual(session);
      }
    }
    const all = await get("/v8/JobSessions?limit=200");
    const starts = all.results.map(({ creationTime }: Answer) => creationTime);
    expect(starts).toEqual([...starts].sort().reverse());
    const failed = await get("/v8/JobSessions?status=Failed&limit=200");
    expect(new Set(failed.results.map(({ status }: Answer) => status))).toEqual(
      new Set(["Failed"]),
    );
    const bound = "2026-01-14T00:00:00Z";
    const late = await get(`/v8/JobSessions?endTimeLowerBound=${bound}&limit=200`);
    expect(late.results.length).toBeGreaterThan(0);
    expect(
      late.results.every(({ endTime }: Answer) => Date.parse(endTime!) >= Date.parse(bound)),
    ).toBe(true);
    expect((await get("/v8/JobSessions?jobType=Copy")).results).toEqual([]);
    expect((await get("/v8/JobSessions?unknown=1&limit=1")).results).toHaveLength(1);
    expect((await send("GET", "/v8/JobSessions?status=Odd")).body.issues).toMatchObject([
      { path: "query.status" },
    ]);
    await end();
  });
});

/** The schema of what a path is answered with, in a version that has schema files. */
function schemaOf(path: string, version: number): string {
  const [kind, id, list, item] = new URL(path, "https://x").pathname
    .toLowerCase()
    .split("/")
    .slice(2);
  const isPaged = version >= 8;
  const many = (name: string): string => (isPaged ? `PageOf${name}` : `[${name}]`);
  if (kind === "jobsessions" && list === "logitems")
    return item === undefined ? "PageOfRESTLogItem" : "RESTLogItem";
  if (kind === "jobsessions") return id === undefined ? "PageOfRESTJobSession" : "RESTJobSession";
  if (list === "jobsessions") return "PageOfRESTJobSession";
  if (list === "selecteditems" || list === "excludeditems") return many("RESTJobItemComposed");
  if (list === "jobs" || (kind === "jobs" && id === undefined)) return many("RESTJob");
  if (kind === "jobs") return "RESTJob";
  if (list === "proxies" || (kind === "proxies" && id === undefined)) return many("RESTProxy");
  const NAMES: Readonly<Record<string, string>> = {
    organizations: "RestOrganizationComposed",
    backuprepositories: "RESTBackupRepository",
    proxies: "RESTProxy",
    proxypools: "RESTProxyPool",
    serviceinstance: "RESTServiceInstance",
    health: "RESTHealthReport",
  };
  const name = NAMES[kind!]!;
  return id === undefined && !/^(?:serviceinstance|health)$/.test(kind!) ? many(name) : name;
}

describe.each(API_VERSIONS)("the life of a job in version %i", (version) => {
  it("should begin, change, run to its end and be deleted, every link answered", async () => {
    const { server, get, send, end } = await conversation(version, { now: NOW, speed: 0 });
    const hasSchemas = SCHEMA_VERSIONS.includes(version);
    const followed = new Set<string>();
    const check = (path: string, answer: object): void => {
      if (!hasSchemas) return;
      const name = schemaOf(path, version);
      expect(schemaErrors(version, name, answer), path).toEqual([]);
      if (/^RESTJob(?:Session)?$|Proxy$|Repository$|LogItem$/.test(name))
        expect(unknownProperties(version, name, answer), path).toEqual([]);
    };
    /** Follows each link that was not followed yet, and those that it leads to. */
    const follow = async (answer: unknown): Promise<void> => {
      for (const href of linksIn(answer)) {
        const path = href.replace(server.url, "");
        if (followed.has(path)) continue;
        followed.add(path);
        const next = await get(href);
        check(path, next);
        await follow(next);
      }
    };
    const list = async (path: string): Promise<readonly Answer[]> => {
      const answer = await get(`/v${version}${path}`);
      check(`/v${version}${path}`, answer);
      await follow(answer);
      return itemsOf(answer);
    };
    const [organization] = await list("/Organizations");
    const [repository] = await list("/BackupRepositories");
    await list("/Proxies");
    if (version >= 8) await list("/ProxyPools");
    if (version >= 6) check("/v6/ServiceInstance", await get(`/v${version}/ServiceInstance`));
    if (version >= 8) check("/v8/Health", await get("/v8/Health"));
    const request = {
      name: "Life",
      description: "of a job",
      backupType: "SelectedItems",
      selectedItems: [
        { type: "PartialOrganization", mailbox: true, sites: true },
        { type: "Group", group: { id: "g", displayName: "G", type: "Security" }, members: true },
        { type: "Site", site: { url: "https://x.test/s", name: "S" } },
      ],
      schedulePolicy: {
        type: "Periodically",
        periodicallyEvery: "Hours1",
        retryEnabled: true,
        retryNumber: 2,
        retryWaitInterval: 10,
      },
      repositoryId: repository!.id,
    };
    const created =
      version >= 8
        ? await send("POST", "/v8/Jobs", { ...request, organizationId: organization!.id })
        : await send("POST", `/v${version}/Organizations/${organization!.id}/Jobs`, request);
    expect(created.status).toBe(201);
    const path = `/v${version}/jobs/${created.body.id}`;
    check(path, created.body);
    await follow(created.body);

    const edited = await send("PUT", path, { description: "edited" });
    expect(edited.status).toBe(version >= 6 ? 204 : 200);
    expect(await get(path)).toMatchObject({ description: "edited", lastStatus: "Stopped" });
    const started = await send("POST", `${path}/action`, { start: null });
    expect(started.status).toBe(version >= 6 && version < 8 ? 204 : 200);
    if (version >= 8) check("/v8/jobsessions/x", started.body);
    const sessionOf = async (): Promise<Answer> =>
      (await list(`/Jobs/${created.body.id}/JobSessions`))[0]!;
    expect(await sessionOf()).toMatchObject({ status: "Running" });
    const log = async (session: Answer): Promise<readonly Answer[]> => {
      return itemsOf(await get((session._links["logitems"] ?? session._links["log"])!.href));
    };
    expect(await log(await sessionOf())).toHaveLength(1);
    const before = server.time.now();
    let minutes = 0;
    while ((await get(path)).lastStatus === "Running" && minutes < 60)
      server.time.set({ now: before + 60_000 * (minutes += 1) });
    expect(minutes).toBeGreaterThanOrEqual(12);
    const ended = await sessionOf();
    expect(ended.status).not.toBe("Running");
    expect(await log(ended)).toHaveLength(3);
    expect(await get(path)).toMatchObject({ lastRun: ended.endTime, lastStatus: ended.status });

    server.time.set({ now: before + 6 * 3_600_000 });
    await list("/Jobs");
    await list("/JobSessions");
    expect((await send("DELETE", path)).status).toBe(version >= 5 ? 204 : 200);
    expect((await send("GET", path)).status).toBe(404);
    expect(followed.size).toBeGreaterThan(30);
    await end();
  });
});

describe("versions 1 and 2", () => {
  it("should be read, in their own words, and change nothing", async () => {
    const { get, list, send, end } = await conversation(1, await example());
    const [job] = await list("/v1/Jobs");
    expect(job).toMatchObject({ allMailboxes: "true", isEnabled: "true" });
    expect(await get(job!._links["self"]!.href)).toEqual(job);
    const [session] = await list(job!._links["jobsessions"]!.href);
    expect(session!.creationTime).toMatch(/T.*[+-]\d\d:\d\d$/);
    expect(session!.statistics).toMatchObject({
      processingRate: "1.9 MB/s (20 items/s)",
      transferredData: expect.stringMatching(/^[\d.]+ [KMG]?B$/) as string,
    });
    const log = await list(session!._links["log"]!.href);
    expect(log.at(-1)!.title).toMatch(/^\[(?:Success|Warning|Error)\] Job finished at /);
    const [repository] = await list("/v1/BackupRepositories");
    expect(repository!.capacity).toBeGreaterThan(repository!.freeSpace);
    const [proxy] = await list("/v2/Proxies");
    const own: readonly Answer[] = await list(proxy!._links["repositories"]!.href);
    expect(new Set(own.map(({ proxyId }) => proxyId))).toEqual(new Set([proxy!.id]));
    expect((await list("/v2/Jobs"))[0]).toMatchObject({ isEnabled: true });
    for (const [method, path] of [
      ["POST", "/v2/Organizations/x/Jobs"],
      ["PUT", `/v2/Jobs/${job!.id}`],
      ["DELETE", `/v1/Jobs/${job!.id}`],
    ] as const)
      expect((await send(method, path, {})).status).toBe(405);
    await end();
  });
});
