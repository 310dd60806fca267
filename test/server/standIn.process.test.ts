/**
 * The stand-in as a program starts it.
 */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PolicyError } from "../../src/index.ts";
import { type StandIn, type StandInOptions, startStandIn } from "../../src/server.ts";
import { scratch } from "../support/scratch.ts";

const folder = scratch();

const JOB = {
  name: "Mail",
  backupType: "EntireOrganization",
  repositoryId: "r",
  schedulePolicy: { type: "Daily", dailyType: "Everyday", dailyTime: "01:00" },
};

async function ask({ url, token }: StandIn, path: string, body?: object): Promise<unknown> {
  const reply = await fetch(`${url}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return reply.json();
}

describe("startStandIn", () => {
  it("should answer on a clock that can be set, with a token of its own", async () => {
    const now = "2026-03-07T12:00:00Z";
    const server = await startStandIn({ now, speed: 0, clock: { zone: "America/New_York" } });
    expect(server.token).toMatch(/^[\w-]{32}$/);
    const created = await ask(server, "/v8/Organizations/o/Jobs", JOB);
    expect(created).toMatchObject({ nextRun: "2026-03-08T06:00:00Z" });
    server.time.set({ now: Date.UTC(2026, 2, 9) });
    const { results } = (await ask(server, "/v8/Jobs")) as { readonly results: unknown[] };
    expect(results).toMatchObject([{ nextRun: "2026-03-09T05:00:00Z" }]);
    await server.stop();
    await expect(fetch(server.url)).rejects.toThrow("fetch failed");
  });

  it("should keep its jobs in a directory", async () => {
    const data = join(folder, "jobs");
    const first = await startStandIn({ data, token: "abc" });
    expect(first.token).toBe("abc");
    await ask(first, "/v8/Organizations/o/Jobs", JOB);
    await first.stop();
    const second = await startStandIn({ data });
    expect(await ask(second, "/v8/Jobs")).toMatchObject({ results: [{ name: "Mail" }] });
    const port = Number(new URL(second.url).port);
    await expect(startStandIn({ port })).rejects.toThrow("EADDRINUSE");
    await second.stop();
  });

  it("should name every issue of its options at once", async () => {
    const issuesOf = async (options: unknown): Promise<string[]> => {
      const error: unknown = await startStandIn(options as StandInOptions).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (!(error instanceof PolicyError)) throw error ?? new Error("nothing was thrown");
      return error.message.split("\n");
    };
    expect(
      await issuesOf({
        prot: 1,
        host: "",
        port: 65_536,
        token: "a b",
        data: 3,
        speed: 0.5,
        baseUrl: "ftp://server",
        onFault: "log",
        clock: { zone: "Mars/Olympus" },
        now: "2100-01-02",
      }),
    ).toEqual([
      expect.stringMatching(/^options.prot: expected one of host, port, .*; did you mean port\?$/),
      'options.host: expected the name or the address of this machine, received ""',
      "options.port: expected a whole number from 0 to 65535, received 65536",
      'options.token: expected 1 to 4096 visible ASCII characters, received "a b"',
      "options.data: expected the path of a directory, received 3",
      "options.speed: expected a whole number from 0 to 86400, received 0.5",
      'options.baseUrl: expected a URL such as https://support.east.local:4443, received "ftp://server"',
      'options.onFault: expected a function, received "log"',
      expect.stringContaining("options.clock.zone: expected an IANA time zone"),
      'options.now: expected an instant from 1970 to 2100, received "2100-01-02"',
    ]);
    expect(await issuesOf({ now: "soon", token: 3, clock: 5 })).toHaveLength(3);
    expect(await issuesOf({ host: null })).toHaveLength(1);
    expect(await issuesOf(null)).toEqual([
      expect.stringMatching(/^options: expected an object of options: host, .*, received nothing$/),
    ]);
  });
});
