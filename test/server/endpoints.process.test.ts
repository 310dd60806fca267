import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { jobsAfter } from "../support/storedJobs.ts";
import { readJobs } from "../../src/veeam/lists/readJobs.ts";
import { standIn, type StandIn, TOKEN } from "../support/standIn.ts";
import { request as job, propertyPaths, seed } from "../support/veeamJobs.ts";

let server: StandIn;
beforeAll(async () => {
  server = await standIn();
});
afterAll(() => server.stop());
beforeEach(async () => {
  for (const { id } of jobsAfter(server.store, undefined, 1_000)) await server.store.remove(id);
  await server.request("PUT", "/_runcast/clock", { now: "2017-05-31T12:00:00Z", speed: 0 });
});

const JOBS = `/v3/Organizations/${seed.organizationId}/Jobs`;
const created = async (changes: object = {}, version = 3): Promise<string> => {
  const { status, body } = await server.request("POST", `/v${version}/Organizations/o/Jobs`, {
    ...job,
    ...changes,
  });
  expect(status).toBe(201);
  return body.id;
};
const clockAt = (now: string) => server.request("PUT", "/_runcast/clock", { now });

describe("the two examples of the page, as printed", () => {
  const texts = seed.examples.map((example) => example.request.join("\n"));
  /** The page prints the first example's name and type under the second. */
  const own = [{}, { name: "job SelectedItems office365", backupType: "SelectedItems" }];

  const check = (body: Record<string, unknown>, example: number) => {
    const { id, _links: links, ...page } = seed.examples[example]!.response;
    expect(body).toMatchObject({ ...page, ...own[example] });
    expect(propertyPaths(body)).toEqual(propertyPaths(seed.examples[example]!.response));
    expect(body["id"]).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const shape = (text: string) =>
      text.replace(/^\w+:\/\/[^/]+/, "").replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID");
    const hrefs = (of: unknown) =>
      Object.values(of as Record<string, { href: string }>).map(({ href }) => shape(href));
    expect(hrefs(body["_links"])).toEqual(hrefs(links));
    expect(id).not.toBe(body["id"]);
  };

  it.each([0, 1])(
    "should get the page's response with fetch, property for property (example %i)",
    async (example) => {
      const { status, headers, body } = await server.request("POST", JOBS, texts[example]);
      expect([status, headers.get("content-type")]).toEqual([
        201,
        "application/json; charset=utf-8",
      ]);
      expect(Number(headers.get("content-length"))).toBeGreaterThan(500);
      check(body, example);
    },
  );

  it.each([0, 1])("should get the same with curl (example %i)", async (example) => {
    const args = [
      "-s",
      "-w",
      "\n%{http_code}",
      "-H",
      `Authorization: Bearer ${TOKEN}`,
      "-H",
      "Content-Type: application/json",
      "--data-binary",
      texts[example]!,
      server.url + JOBS,
    ];
    const { stdout } = await promisify(execFile)("curl", args);
    const [body, status] = [
      stdout.slice(0, stdout.lastIndexOf("\n")),
      stdout.slice(stdout.lastIndexOf("\n") + 1),
    ];
    expect(status).toBe("201");
    check(JSON.parse(body) as Record<string, unknown>, example);
  });
});

describe("the endpoints", () => {
  it("should create, show, edit, delete a job in every version, in any letter case", async () => {
    for (const [version, deleted] of [
      [3, 200],
      [4, 200],
      [5, 204],
      [6, 204],
      [7, 204],
      [8, 204],
    ] as const) {
      const { status, body } = await server.request(
        "POST",
        `/V${version}/organizations/Org-1/JOBS/`,
        job,
      );
      expect(status).toBe(201);
      expect(body._links.organization.href).toMatch(`/v${version}/organizations/Org-1`);
      const path = `/v${version}/Jobs/${body.id.toUpperCase()}`;
      expect((await server.request("GET", path)).body).toEqual(body);
      const edited = await server.request("PUT", path, {
        Name: "Other",
        schedulePolicy: { type: "daily", dailyTime: "02:00" },
      });
      expect([edited.status, edited.text === ""]).toEqual(version < 6 ? [200, false] : [204, true]);
      const { body: after } = await server.request("GET", path);
      expect(after).toMatchObject({ name: "Other", nextRun: "2017-06-01T09:00:00Z" });
      if (version < 6) expect(edited.body).toEqual(after);
      const listed = (await server.request("GET", `/v${version}/jobs`)).body;
      expect(version < 8 ? listed : listed.results).toEqual([after]);
      expect(readJobs(listed)).toMatchObject({
        jobs: [{ name: "Other", organizationId: "Org-1", repositoryId: job.repositoryId }],
        issues: [],
      });
      expect(await server.request("DELETE", path)).toMatchObject({ status: deleted, text: "" });
      expect(await server.request("DELETE", path)).toMatchObject({
        status: 404,
        body: { issues: [{ path: "path" }] },
      });
    }
  });

  it("should take the organization from the body in v8, and list the jobs of one", async () => {
    expect(await server.request("POST", "/v8/Jobs", { ...job, organizationId: "a" })).toMatchObject(
      { status: 201, body: { repositoryId: job.repositoryId } },
    );
    expect(await server.request("POST", "/v8/Jobs", job)).toMatchObject({
      status: 400,
      body: { issues: [{ path: "organizationId" }] },
    });
    await created({ name: "of o" });
    expect((await server.request("GET", "/v3/Organizations/o/Jobs")).body).toMatchObject([
      { name: "of o" },
    ]);
    expect((await server.request("GET", "/v8/Organizations/o/Jobs")).body.results).toMatchObject([
      { name: "of o" },
    ]);
  });

  it("should list jobs in order of creation, as an array up to v7 and in pages in v8", async () => {
    for (let count = 0; count < 205; count += 1) await created({ name: `job ${count}` });
    const all = (await server.request("GET", "/v7/Jobs")).body as unknown as { name: string }[];
    expect(all.map(({ name }) => name)).toEqual(
      Array.from({ length: 205 }, (_, count) => `job ${count}`),
    );
    const page = (await server.request("GET", "/v8/Jobs?offset=30&limit=2")).body;
    expect(page).toMatchObject({
      offset: 30,
      limit: 2,
      results: [{ name: "job 30" }, { name: "job 31" }],
      _links: {
        self: { href: "/v8/jobs?offset=30&limit=2" },
        prev: { href: "/v8/jobs?offset=28&limit=2" },
        next: { href: "/v8/jobs?offset=32&limit=2" },
      },
    });
    expect(Object.keys((await server.request("GET", "/v8/Jobs?offset=200")).body)).toEqual([
      "offset",
      "limit",
      "_links",
      "results",
    ]);
    expect((await server.request("GET", "/v8/Jobs?offset=200")).body._links).not.toHaveProperty(
      "next",
    );
    expect(await server.request("GET", "/v8/Jobs?offset=-1&limit=0")).toMatchObject({
      status: 400,
      body: { issues: [{ path: "query.offset" }, { path: "query.limit" }] },
    });
    expect((await server.request("GET", "/v3/Organizations/nobody/Jobs")).status).toBe(404);
  });

  it("should start, stop, disable and enable, and refuse what cannot be done", async () => {
    const id = await created();
    const act = async (body: unknown) =>
      (await server.request("POST", `/v3/Jobs/${id}/action`, body)).status;
    const shown = async () => (await server.request("GET", `/v3/Jobs/${id}`)).body;
    expect(await act({ disable: null })).toBe(200);
    expect(await shown()).not.toHaveProperty("nextRun");
    expect(await act({ Enable: null })).toBe(200);
    expect(await shown()).toMatchObject({
      isEnabled: true,
      nextRun: "2017-06-01T08:00:00Z",
      lastStatus: "Stopped",
    });
    expect(await act({ start: null })).toBe(200);
    expect(await shown()).toMatchObject({ lastStatus: "Running", lastRun: "2017-05-31T12:00:00Z" });
    expect(await act({ start: null })).toBe(409);
    await clockAt("2017-05-31T12:01:00Z");
    expect((await server.request("POST", `/v8/Jobs/${id}/STOP`)).status).toBe(204);
    expect(await shown()).toMatchObject({ lastStatus: "Stopped", lastRun: "2017-05-31T12:01:00Z" });
    expect(await act({ explore: {} })).toBe(400);
    expect((await server.request("POST", "/v3/Jobs/none/action", { start: null })).status).toBe(
      404,
    );
  });

  it("should simulate sessions up to the time that the clock shows, newest first", async () => {
    const id = await created();
    expect((await server.request("GET", `/v3/Jobs/${id}/JobSessions`)).body).toEqual([]);
    await clockAt("2017-06-11T00:00:00Z");
    const bare = (await server.request("GET", `/v3/Jobs/${id}/jobsessions`)).body as unknown as {
      creationTime: string;
      status: string;
    }[];
    expect(bare.map(({ creationTime }) => creationTime)).toEqual(
      ["10", "09", "08", "07", "06", "05", "04", "03", "02", "01"].map(
        (day) => `2017-06-${day}T08:00:00Z`,
      ),
    );
    const paged = (await server.request("GET", `/v6/Jobs/${id}/JobSessions?limit=3`)).body;
    expect(paged).toMatchObject({
      offset: 0,
      limit: 3,
      results: [{ creationTime: "2017-06-10T08:00:00Z", retryCount: 0 }, {}, {}],
    });
    expect((await server.request("GET", `/v3/Jobs/${id}`)).body).toMatchObject({
      lastRun: paged.results[0]!["endTime"],
      nextRun: "2017-06-11T08:00:00Z",
      lastStatus: bare[0]!.status,
    });
    await clockAt("2017-06-11T08:01:00Z");
    expect(
      (await server.request("GET", `/v8/Jobs/${id}/JobSessions?limit=1`)).body.results[0],
    ).not.toHaveProperty("endTime");
  });

  it("should show what a job backs up where its links point to", async () => {
    const id = await created({
      backupType: "SelectedItems",
      SelectedItems: [{ Type: "User", User: { id: "1" } }],
    });
    expect((await server.request("GET", `/v3/Jobs/${id}/SelectedItems`)).body).toEqual([
      { id: expect.any(String) as string, type: "User", user: { id: "1" } },
    ]);
    const { href } = (await server.request("GET", `/v3/Jobs/${id}`)).body._links.excludedItems;
    expect((await server.request("GET", new URL(href).pathname)).body).toEqual([]);
  });

  it("should keep what a job leaves out, and show each of its items by itself", async () => {
    const items = [
      { type: "User", user: { id: "1" }, mailbox: true },
      { type: "Group", group: { id: "2" }, id: "33333333-3333-4333-8333-333333333333" },
    ];
    const id = await created({ excludedItems: items });
    const path = `/v3/Jobs/${id}/ExcludedItems`;
    const shown = (await server.request("GET", path)).body as unknown as { readonly id: string }[];
    expect(shown).toMatchObject(items);
    for (const item of shown)
      expect((await server.request("GET", `${path}/${item.id.toUpperCase()}`)).body).toEqual(item);
    expect((await server.request("GET", `${path}/none`)).status).toBe(404);
    expect(
      (await server.request("GET", `/v3/Jobs/${id}/SelectedItems/${shown[0]!.id}`)).status,
    ).toBe(404);
    await server.request("PUT", `/v3/Jobs/${id}`, { description: "the rest stays" });
    expect((await server.request("GET", path)).body).toEqual(shown);
    await server.request("PUT", `/v3/Jobs/${id}`, { ExcludedItems: [] });
    expect((await server.request("GET", path)).body).toEqual([]);
    const bad = { ...job, excludedItems: [{ type: "User" }] };
    expect(await server.request("POST", JOBS, bad)).toMatchObject({
      status: 400,
      body: { issues: [{ path: "excludedItems[0].user" }] },
    });
  });

  it("should link to where the client found it, or to what it was told", async () => {
    const id = await created();
    expect((await server.request("GET", `/v3/Jobs/${id}`)).body._links.self.href).toBe(
      `${server.url}/v3/jobs/${id}`,
    );
    const other = await standIn({
      baseUrl: "https://support.east.local:4443",
      store: server.store,
    });
    expect((await other.request("GET", `/v3/Jobs/${id}`)).body._links.self.href).toBe(
      `https://support.east.local:4443/v3/jobs/${id}`,
    );
  });

  it("should let nobody's change get lost among fifty at once", async () => {
    const id = await created();
    const changes = Array.from({ length: 50 }, (_, count) =>
      count % 2 === 0 ? { description: `d${count}` } : { schedulePolicy: { retryNumber: count } },
    );
    const replies = await Promise.all(
      changes.map((change) => server.request("PUT", `/v3/Jobs/${id}`, change)),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    const { body } = await server.request("GET", `/v3/Jobs/${id}`);
    expect(body.description).not.toBe("");
  });
});

describe("the clock's endpoint", () => {
  it("should show the clock, set it, and say what is wrong with a setting", async () => {
    const { body } = await server.request("GET", "/_RUNCAST/Clock");
    expect(body).toEqual({
      now: "2017-05-31T12:00:00Z",
      speed: 0,
      clock: {
        zone: "America/Los_Angeles",
        windowClock: "utc",
        gap: "shift",
        overlap: "first",
        gridOverlap: "both",
      },
    });
    expect(
      (await server.request("PUT", "/_runcast/clock", { now: "2026-03-08T01:00:00-08:00" })).body
        .now,
    ).toBe("2026-03-08T09:00:00Z");
    expect((await server.request("PUT", "/_runcast/clock", { speed: 86_400 })).body.speed).toBe(
      86_400,
    );
    await expect
      .poll(
        async () =>
          (await server.request("GET", "/_runcast/clock")).body.now > "2026-03-08T12:00:00Z",
      )
      .toBe(true);
    for (const [bad, path] of [
      [{}, ""],
      [[], ""],
      [{ now: "soon" }, "now"],
      [{ now: "2200-01-01T00:00Z" }, "now"],
      [{ NOW: 5 }, "NOW"],
      [{ speed: -1 }, "speed"],
      [{ speed: "fast" }, "speed"],
    ] as const) {
      expect(await server.request("PUT", "/_runcast/clock", bad)).toMatchObject({
        status: 400,
        body: { issues: [{ path }] },
      });
    }
    expect(
      (await server.request("PUT", "/_runcast/clock", "now", { "content-type": "text/plain" }))
        .status,
    ).toBe(415);
  });
});

describe("what is not there", () => {
  it("should be told in JSON, with an issue", async () => {
    for (const [method, path, status, allow] of [
      ["GET", "/", 404, null],
      ["GET", "/v9/Jobs", 404, null],
      ["POST", "/v2/Jobs", 405, "GET"],
      ["PUT", "/v1/Jobs/x", 405, "GET"],
      ["GET", "/v1/Token", 405, "POST"],
      ["GET", "/v3/Jobs/none", 404, null],
      ["GET", "/v3/Jobs/%2e%2e%2fx", 404, null],
      ["GET", "/v3/Organizations/none", 404, null],
      ["GET", "/v3/BackupRepositories/none", 404, null],
      ["GET", "/v3/Proxies/none", 404, null],
      ["GET", "/v8/ProxyPools/none", 404, null],
      ["GET", "/v3/JobSessions/00000000-0000-0000-0000-000000000000", 404, null],
      ["GET", "/v3/Job", 404, null],
      ["POST", "/v3/Jobs", 405, "GET"],
      ["DELETE", JOBS, 405, "GET, POST"],
      ["PATCH", "/v3/Jobs/x", 405, "GET, PUT, DELETE"],
      ["GET", "/v3/Jobs/x/action", 405, "POST"],
      ["OPTIONS", "/v3/Jobs", 405, "GET"],
      ["DELETE", "/_runcast/clock", 405, "GET, PUT"],
    ] as const) {
      const { status: got, headers, body } = await server.request(method, path);
      expect([method, path, got, headers.get("allow")]).toEqual([method, path, status, allow]);
      expect(body).toMatchObject({
        message: expect.any(String) as string,
        issues: [{ path: expect.any(String) as string }],
      });
    }
    expect(server.faults).toEqual([]);
  });
});

describe("what a script prints of a refusal", () => {
  it("should be its first issue in a sentence, and how many more there are", async () => {
    const told = async (method: string, path: string, body?: unknown) => {
      const reply = await server.request(method, path, body);
      expect(reply.status).toBeGreaterThanOrEqual(400);
      return reply.body["message"];
    };
    const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "25:00" };
    expect(await told("POST", JOBS, { ...job, schedulePolicy: policy })).toMatch(
      /^schedulePolicy\.dailyTime: expected .*, received "25:00".*\.$/,
    );
    expect(await told("POST", JOBS, {})).toBe(
      "backupType: expected one of EntireOrganization, SelectedItems, received nothing " +
        "(and 3 more issues, see issues).",
    );
    expect(await told("POST", JOBS, "{")).toMatch(/^expected a JSON document, received what/);
    expect(await told("GET", "/v3/Jobs/none")).toBe(
      "There is nothing at this path. path: expected the id of a job that exists, received " +
        '"/v3/jobs/none".',
    );
    expect(await told("PATCH", "/v3/Jobs")).toContain(
      'method: expected one of GET, received "PATCH"',
    );
  });
});
