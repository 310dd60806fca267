import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ALL_DIALECTS, type Dialect, dialectOf } from "../../src/veeam/standIn/dialects.ts";
import { standIn, type StandIn } from "../support/standIn.ts";
import { request as job } from "../support/veeamJobs.ts";

/** A version that nobody has heard of, with a mixture of columns that no other one has. */
const NINTH: Dialect = {
  ...dialectOf(3)!,
  version: 9,
  pagedLists: true,
  organizationInBody: true,
  deletedStatus: 204,
  itemTypes: ["Channel"],
  namesAttempt: true,
  linksItemsAtOnce: true,
};

describe("a version that is one more row", () => {
  let server: StandIn;
  beforeAll(async () => {
    server = await standIn({ dialects: [...ALL_DIALECTS, NINTH] });
  });
  afterAll(() => server.stop());

  it("should be answered at every endpoint, as its row says", async () => {
    const { status, body } = await server.request("POST", "/V9/Jobs", {
      ...job,
      organizationId: "o",
      backupType: "SelectedItems",
      selectedItems: [{ type: "channel", channel: { id: "1" } }],
    });
    const link = `${server.url}/v9/jobs/${body.id}`;
    expect([status, body._links.self.href]).toEqual([201, link]);
    expect(body).not.toHaveProperty("repositoryId");
    expect((await server.request("GET", "/v9/Jobs?limit=1")).body).toEqual({
      offset: 0,
      limit: 1,
      _links: { self: { href: `${server.url}/v9/jobs?offset=0&limit=1` } },
      results: [body],
    });
    const path = `/v9/Jobs/${body.id}`;
    expect((await server.request("POST", `${path}/Start`)).status).toBe(200);
    expect((await server.request("GET", `${path}/JobSessions`)).body).toMatchObject([
      { mainSessionId: expect.any(String) as string, status: "Running" },
    ]);
    expect((await server.request("GET", `${path}/SelectedItems`)).body.results).toHaveLength(1);
    expect(await server.request("PUT", path, { SelectedItems: [{ type: "Team" }] })).toMatchObject({
      status: 400,
      body: { issues: [{ path: "SelectedItems[0].type", expected: "one of Channel" }] },
    });
    expect((await server.request("DELETE", path)).status).toBe(204);
  });

  it("should be named where versions are, and change no other", async () => {
    expect((await server.request("GET", "/v10/Jobs")).body.issues[0]!.message).toContain(
      "an endpoint of v1 to v9, such as /v1/Jobs",
    );
    expect((await server.request("POST", "/v7/Jobs", job)).headers.get("allow")).toBe("GET");
    expect((await server.request("GET", "/v7/Jobs")).text).toBe("[]");
  });
});

describe("a server of one version", () => {
  it("should know no other", async () => {
    const server = await standIn({ dialects: [dialectOf(8)!] });
    expect((await server.request("GET", "/v8/Jobs")).status).toBe(200);
    expect(await server.request("GET", "/v3/Jobs")).toMatchObject({
      status: 404,
      body: { issues: [{ expected: "an endpoint of v8, such as /v8/Jobs" }] },
    });
    await server.stop();
  });
});
