/**
 * A server that outlives its disk and its neighbours: a full disk, a hasty stop, and requests that
 * would lead it astray.
 */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { jobsAfter } from "../support/storedJobs.ts";
import { sqliteStore } from "../../src/server/sqliteStore.ts";
import { killableServer } from "../support/killableServer.ts";
import { scratch } from "../support/scratch.ts";
import { secureClient } from "../support/secureFetch.ts";
import { standIn } from "../support/standIn.ts";
import { request as job } from "../support/veeamJobs.ts";

const folder = scratch();
const HEADERS = { authorization: "Bearer t", "content-type": "application/json" };

/** A disk of a megabyte; `undefined` where this machine does not let us make one. */
function smallDisk(): string | undefined {
  const path = mkdtempSync(join(folder, "disk."));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", path], { stdio: "ignore" });
    return path;
  } catch {
    return undefined;
  }
}

const disk = smallDisk();
afterAll(() => {
  if (disk !== undefined) execFileSync("umount", ["-l", disk]);
});

describe.skipIf(disk === undefined)("a full disk", () => {
  it("should be told with 507, while reading goes on and nothing is lost", async () => {
    const data = join(disk!, "jobs.db");
    const { process: child, url } = await killableServer(["--token", "t", "--data", data]);
    onTestFinished(() => void child.kill("SIGKILL"));
    const client = secureClient(undefined, 8);
    const create = (name: string) =>
      client.ask(`${url}/v3/Organizations/o/Jobs`, {
        method: "POST",
        headers: HEADERS,
        body: JSON.stringify({ ...job, name, description: "x".repeat(20_000) }),
      });
    const kept: string[] = [];
    const statuses = new Set<number>();
    for (let round = 0; round < 20; round += 1) {
      const names = Array.from({ length: 8 }, (_, one) => `${round}.${one}`);
      const answers = await Promise.all(names.map(create));
      answers.forEach(({ status }, one) => {
        statuses.add(status);
        if (status === 201) kept.push(names[one]!);
      });
    }
    expect(statuses).toEqual(new Set([201, 507]));
    expect((await create("more")).json()).toMatchObject({
      message: expect.stringContaining("There is no room for this") as string,
    });
    const listed = await client.ask(`${url}/v3/Jobs`, { headers: HEADERS });
    const names = (listed.json() as { readonly name: string }[]).map(({ name }) => name);
    expect(names.sort()).toEqual([...kept].sort());
    expect(child.exitCode).toBeNull();
    child.kill("SIGKILL");
    await once(child, "exit");
    client.close();
    const store = sqliteStore(data);
    expect(
      jobsAfter(store, undefined, 999)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(kept.sort());
    await store.close();
  });
});

describe("a server that is told to stop", () => {
  it("should end within a moment, however busy its clients are", async () => {
    const { process: child, url } = await killableServer(["--token", "t"]);
    onTestFinished(() => void child.kill("SIGKILL"));
    const client = secureClient(undefined, 20);
    let isOver = false;
    let closed = 0;
    const busy = Array.from({ length: 20 }, async () => {
      while (!isOver) {
        const answer = await client
          .ask(`${url}/v8/Jobs`, { headers: HEADERS })
          .catch(() => undefined);
        if (answer === undefined) return;
        if (answer.headers["connection"] === "close") closed += 1;
      }
    });
    const idle = connect(Number(new URL(url).port), "127.0.0.1"); // says nothing at all
    idle.on("error", () => undefined);
    await once(idle, "connect");
    await new Promise((resolve) => setTimeout(resolve, 300));
    const exit = once(child, "exit");
    const asked = Date.now();
    child.kill("SIGTERM");
    const [code] = (await exit) as [number | null];
    isOver = true;
    await Promise.all(busy);
    client.close();
    idle.destroy();
    expect(code).toBe(0);
    expect(closed).toBeGreaterThanOrEqual(0);
    expect(Date.now() - asked).toBeLessThan(30_000); // some 0.8 s where nobody else is at work
  });
});

describe("requests that lead astray", () => {
  it("should have links of the address that it was told, not of a Host header", async () => {
    const server = await standIn();
    const { body } = await server.request("POST", "/v3/Organizations/o/Jobs", job);
    expect(body._links.self.href).toBe(`${server.url}/v3/jobs/${body.id}`);
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    const lines = [
      `GET /v3/Jobs/${body.id} HTTP/1.1`,
      "Host: evil.example",
      "X-Forwarded-Host: evil.example",
      "Authorization: Bearer test-token-0123456789",
      "Connection: close",
    ];
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    let text = "";
    for await (const chunk of socket) text += String(chunk);
    expect(text).toContain(`${server.url}/v3/jobs/`);
    expect(text).not.toContain("evil");
    await server.stop();
  });

  it("should refuse ids that are no names in a path, and a clock told two times", async () => {
    const server = await standIn();
    for (const id of [".", ".."]) {
      expect(
        await server.request("POST", "/v3/Organizations/o/Jobs", { ...job, repositoryId: id }),
      ).toMatchObject({ status: 400, body: { issues: [{ path: "repositoryId" }] } });
      expect(
        await server.request("POST", "/v8/Jobs", { ...job, organizationId: id }),
      ).toMatchObject({ status: 400, body: { issues: [{ path: "organizationId" }] } });
    }
    const told = (body: object) => server.request("PUT", "/_runcast/clock", body);
    const now = "2026-01-05T00:00:00Z";
    expect(await told({ now, NOW: "2027-01-05T00:00:00Z" })).toMatchObject({
      status: 400,
      body: { issues: [{ path: "NOW" }] },
    });
    expect(await told({ speed: 1, Speed: 2 })).toMatchObject({ status: 400 });
    expect(await told({ now, Now: now, speed: 0 })).toMatchObject({ status: 200, body: { now } });
    await server.stop();
  });
});
