/**
 * The stand-in's page: who is let in, and that it shows what the server answers, as its clock goes.
 */
import { inflateRawSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { parsePolicy } from "../../src/index.ts";
import { unpack } from "../../src/report/page/pack.ts";
import type { PageData, PageTable } from "../../src/report/page/pageData.ts";
import { type StandIn, startStandIn } from "../../src/server.ts";

const HOUR = 3_600_000;
const NOW = "2026-03-29T12:00:00Z";
const policy = parsePolicy({
  type: "Periodically",
  periodicallyEvery: "Hours1",
  retryEnabled: true,
  retryNumber: 1,
  retryWaitInterval: 10,
});
const NASTY = "</script><script>alert(1)</script>";
const fleet = {
  jobs: ["mail", "sites"].map((id) => ({
    id,
    name: id === "mail" ? NASTY : id,
    policy,
    proxyId: "proxy",
    workload: { duration: "20m" },
  })),
  proxies: [{ id: "proxy", slots: 1 }],
};

let standIn: StandIn | undefined;
afterEach(async () => {
  await standIn?.stop();
  standIn = undefined;
});

async function started(page = true): Promise<StandIn> {
  standIn = await startStandIn({ now: NOW, speed: 0, fleet, page, password: "secret: ä" });
  return standIn;
}

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

function asked({ url }: StandIn, authorization?: string): Promise<Response> {
  const headers = authorization === undefined ? {} : { authorization };
  return fetch(`${url}/_runcast/page`, { headers });
}

async function pageOf(server: StandIn): Promise<PageData> {
  const html = await (await asked(server, basic("any", "secret: ä"))).text();
  const packed = /<script type="application\/octet-stream" id="data">([^<]*)</.exec(html)![1]!;
  return unpack(inflateRawSync(Buffer.from(packed, "base64"))) as PageData;
}

function column({ columns }: PageTable, label: string): readonly unknown[] {
  return columns.find((one) => one.label === label)!.cells;
}

describe("the page of a stand-in", () => {
  it("should let in whoever knows the password or has a token, and have others asked", async () => {
    const server = await started();
    for (const good of [
      basic("any", "secret: ä"),
      basic("", "secret: ä"),
      `Bearer ${server.token}`,
    ])
      expect((await asked(server, good)).status).toBe(200);
    const nobody = [undefined, "Basic", "Basic !!", basic("secret: ä", ""), basic("a", "secret")];
    for (const bad of [...nobody, "Bearer secret", `Bearer ${server.password}`]) {
      const answer = await asked(server, bad);
      expect([bad, answer.status]).toEqual([bad, 401]);
      expect(answer.headers.get("www-authenticate")).toMatch(/^Basic realm=/);
      await answer.text();
    }
  });

  it("should be there on demand only", async () => {
    const server = await started(false);
    expect((await asked(server, `Bearer ${server.token}`)).status).toBe(404);
    expect((await asked(server)).status).toBe(401);
  });

  it("should show the sessions that the server answers, and more later on", async () => {
    const server = await started();
    const headers = { authorization: `Bearer ${server.token}` };
    const before = (await pageOf(server)).sections[1]!;
    const answer = await fetch(`${server.url}/v8/JobSessions?limit=30`, { headers });
    const { results } = (await answer.json()) as { results: { endTime?: string }[] };
    const table = before.tables[0]!;
    const ends = new Set(column(table, "End"));
    expect(ends.size).toBeGreaterThan(200);
    expect(column(table, "Waited")).toContain(20 * 60_000); // two jobs, one slot (R22)
    const over = results.flatMap(({ endTime }) => (endTime === undefined ? [] : [endTime]));
    expect(over.length).toBeGreaterThan(20);
    expect(over.filter((end) => !ends.has(Date.parse(end)))).toEqual([]);
    server.time.set({ now: server.time.now() + HOUR });
    const after = (await pageOf(server)).sections[1]!;
    const newest = (section: typeof after): number =>
      column(section.tables[0]!, "Due")[0] as number;
    expect(newest(after) - newest(before)).toBe(HOUR);
  });

  it("should be live, of now, and let no name out of its place", async () => {
    const server = await started();
    const answer = await asked(server, basic("any", "secret: ä"));
    expect(answer.headers.get("refresh")).toBe("60");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const html = await answer.text();
    expect(html.split("<script").length - 1).toBe(2);
    expect(html).toContain("Stand-in: the stand-in, Sun 2026-03-29 12:00 UTC");
  });
});
