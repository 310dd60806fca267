import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runHere } from "../../support/cliRun.ts";
import { scratch } from "../../support/scratch.ts";
import { request as job } from "../../support/veeamJobs.ts";

const directory = scratch();

/**
 * Runs the command until `use` is done with the server that it says it started, or until it ends by
 * itself.
 */
async function serve(
  args: string[],
  use?: (url: string, said: () => string) => Promise<void>,
  env: Record<string, string> = {},
) {
  let out = "";
  let err = "";
  const stop = new AbortController();
  const port = args.includes("--port") ? [] : ["--port", "0"];
  const plain = args.some((word) => /^--(?:tls|cert|key|http)$/.test(word)) ? [] : ["--http"];
  const ended = runHere(["serve", ...port, ...plain, ...args], {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
    env,
    signal: stop.signal,
  });
  if (use !== undefined) {
    await expect.poll(() => out).toContain("curl");
    await use(/address +(\S+)/.exec(out)![1]!, () => out);
    stop.abort();
  }
  return { code: (await ended).code, out, err };
}

const get = async (url: string, token: string, path = "/v3/Jobs") => {
  const answer = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

describe("runcast serve", () => {
  it("should make a token if none is given, print it, and stop when it is asked to", async () => {
    const tokens = new Set<string>();
    for (let run = 0; run < 2; run += 1) {
      const { code, out, err } = await serve([], async (url, said) => {
        const token = /token +(\S+)/.exec(said())![1]!;
        tokens.add(token);
        expect(new URL(url).hostname).toBe("127.0.0.1");
        expect((await get(url, token)).status).toBe(200);
        expect((await get(url, "x")).status).toBe(401);
      });
      expect([code, err]).toEqual([0, ""]);
      expect(out).toMatch(
        /^A stand-in for .*\n {2}address {2}http:.*\n {2}clock {4}\d{4}-.*Z, UTC\n/,
      );
      expect(out.split("\n").slice(3).join("\n")).toMatch(
        /^ {2}jobs {5}in memory.*\n {2}password [\w-]{32}, for any user\n[\s\S]*stopped\n$/,
      );
    }
    expect(tokens.size).toBe(2);
    expect([...tokens][0]).toMatch(/^[\w-]{32}$/);
  });

  it("should take its token from option or environment, and show it to nobody", async () => {
    const check = (token: string) => async (url: string) =>
      expect((await get(url, token)).status).toBe(200);
    expect((await serve(["--token", "a+b/c="], check("a+b/c="))).out).not.toContain("a+b/c=");
    expect((await serve([], check("from-env"), { RUNCAST_TOKEN: "from-env" })).out).not.toContain(
      "from-env",
    );
    expect(
      (await serve(["--token", "opt"], check("opt"), { RUNCAST_TOKEN: "from-env" })).code,
    ).toBe(0);
  });

  it("should keep jobs in --data between runs, under the clock that it is told", async () => {
    const data = join(directory, "kept");
    const args = [
      "--token",
      "t",
      "--data",
      data,
      "--now",
      "2017-05-31T12:00Z",
      "--zone",
      "america/los_angeles",
      "--speed",
      "0",
      "--base-url",
      "https://support.east.local:4443/",
    ];
    await serve(args, async (url) => {
      await fetch(`${url}/v3/Organizations/o/Jobs`, {
        method: "POST",
        headers: { authorization: "Bearer t", "content-type": "application/json" },
        body: JSON.stringify(job),
      });
    });
    const { out } = await serve(args, async (url) => {
      const { body } = await get(url, "t", "/v8/Jobs");
      expect(body).toMatchObject({ results: [{ name: "Mail", nextRun: "2017-06-01T08:00:00Z" }] });
      const [first] = (await get(url, "t")).body as unknown as {
        _links: { self: { href: string } };
      }[];
      expect(first!._links.self.href).toMatch(/^https:\/\/support\.east\.local:4443\/v3\/jobs\//);
    });
    expect(out).toContain(`1 in ${data}`);
    expect(out).toContain("clock    2017-05-31T12:00:00Z, America/Los_Angeles, standing still");
    rmSync(data, { recursive: true });
  });

  it("should say every problem with its options at once, and start nothing", async () => {
    const { code, out, err } = await serve([
      "--prt",
      "5",
      "--port",
      "x",
      "--zone",
      "Atlantis",
      "--now",
      "soon",
      "--speed",
      "-1",
      "--token",
      "a b",
      "--base-url",
      "support",
      "--token-minutes",
      "0",
      "--http",
      "--cert",
      "none.pem",
      "--gap",
      "jump",
      "more",
    ]);
    expect([code, out]).toEqual([2, ""]);
    expect(err.split("\n").map((line) => line.split(/[:;,] /)[0])).toEqual(
      expect.arrayContaining([
        "unknown option --prt",
        "--port",
        "--zone",
        "--now",
        "--speed",
        "--token",
        "--base-url",
        "--token-minutes",
        "--http",
        "--cert",
        "--gap",
        "nothing but options is expected",
      ]),
    );
  });

  it("should say why it cannot listen or open its data", async () => {
    const file = join(directory, "jobs.txt");
    writeFileSync(file, "not a store");
    expect(await serve(["--data", file])).toMatchObject({
      code: 2,
      err: `--data: cannot open ${file}: ${file} is no store of runcast\n`,
    });
    await serve([], async (url) => {
      const port = new URL(url).port;
      expect(await serve(["--port", port])).toMatchObject({
        code: 2,
        err: `cannot listen on 127.0.0.1:${port}: the address is taken\n`,
      });
    });
    expect(await serve(["--host", "nowhere.invalid"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("cannot listen on nowhere.invalid") as string,
    });
  });

  it("should warn whoever opens it to others, and help", async () => {
    expect((await serve(["--host", "0.0.0.0"], async () => undefined)).err).toContain(
      "there is no TLS",
    );
    const { code, out } = await serve(["--help"]);
    expect(code).toBe(0);
    for (const option of [
      "--port",
      "--host",
      "--token",
      "--data",
      "--zone",
      "--now",
      "--speed",
      "--base-url",
      "--window-clock",
      "--tls",
      "--cert",
      "--key",
      "--http",
      "--password",
      "--token-minutes",
    ])
      expect(out).toContain(`\n  ${option} `);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});
