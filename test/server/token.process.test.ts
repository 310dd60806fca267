import { connect } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { standIn, type StandIn, TOKEN } from "../support/standIn.ts";
import { request as job } from "../support/veeamJobs.ts";

let server: StandIn;
beforeAll(async () => {
  server = await standIn();
});
afterAll(() => server.stop());

/**
 * Sends bytes as they are, and gives the first line of every answer: of as many as are expected, or
 * until the server hangs up, and of what else comes within a moment.
 */
function raw(text: string, expected = 1): Promise<string[]> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    let answer = "";
    const lines = (): string[] => answer.match(/HTTP\/1\.1 [^\r\n]+/g) ?? [];
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      answer += chunk;
      if (lines().length >= expected) setTimeout(() => socket.destroy(), 150);
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(lines()));
    socket.write(text, "latin1");
  });
}

const AUTHORIZED = `Authorization: Bearer ${TOKEN}\r\n`;

describe("a request without the right token", () => {
  it("should get 401 and nothing else, for every method and path, there or not", async () => {
    const paths = [
      "/",
      "/v3/Jobs",
      "/v3/Organizations/o/Jobs",
      "/v3/Jobs/x/action",
      "/v3/Jobs/x/JobSessions",
      "/v9/x",
      "/_runcast/clock",
      "/%zz",
      "/v3/Token/x",
      "/v9/Token",
      "//",
    ];
    for (const path of paths) {
      for (const method of ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]) {
        const answer = await fetch(server.url + path, {
          method,
          ...(method === "POST"
            ? { body: JSON.stringify(job), headers: { "content-type": "application/json" } }
            : {}),
        });
        const text = await answer.text();
        expect([method, path, answer.status, answer.headers.get("www-authenticate")]).toEqual([
          method,
          path,
          401,
          "Bearer",
        ]);
        if (method !== "HEAD")
          expect(JSON.parse(text)).toMatchObject({ issues: [{ path: "headers.authorization" }] });
      }
    }
    expect(server.store.index.size()).toBe(0);
  });

  it("should get 401 for any token but the right one, and not be told which that is", async () => {
    const near = fc.constantFrom(
      TOKEN.slice(0, -1),
      `${TOKEN}x`,
      TOKEN.toUpperCase(),
      ` ${TOKEN}`,
      "",
      "undefined",
      `${TOKEN},${TOKEN}`,
    );
    const any = fc.oneof(
      near,
      fc.string({ maxLength: 40 }).map((text) => text.replaceAll(/[^\x21-\x7e]/g, "a")),
      fc.base64String(),
    );
    const schemes = fc.constantFrom("Bearer ", "bearer ", "Basic ", "", "Bearer", "Token ");
    await fc.assert(
      fc.asyncProperty(schemes, any, async (scheme, token) => {
        fc.pre(
          !/^bearer +test-token/i.test(scheme + token) ||
            (scheme + token).slice(7).trim() !== TOKEN,
        );
        const answer = await fetch(`${server.url}/v3/Jobs`, {
          headers: { authorization: scheme + token },
        });
        const text = await answer.text();
        expect(answer.status).toBe(401);
        expect(text).not.toContain(TOKEN);
      }),
      { numRuns: 150 },
    );
  });

  it("should get 401 even where it is hardly a request", async () => {
    for (const text of [
      "\x16\x03\x01\x02\x00 hello\r\n\r\n",
      "GET /v3/Jobs HTTP/1.1\r\n\r\n",
      "GET /v3/Jobs HTTP/1.1\r\nHost: a b/c\r\n\r\n",
      "GET /v3/Jobs HTTP/1.0\r\n\r\n",
      "POST /v3/Jobs HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n",
      "POST /v3/Jobs HTTP/1.1\r\nHost: x\r\nExpect: the unexpected\r\n\r\n",
      "CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n",
      "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET http://elsewhere/v3/jobs HTTP/1.1\r\nHost: x\r\n\r\n",
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${"a".repeat(40_000)}\r\n\r\n`,
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
      "POST /v3/Jobs HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
    ]) {
      const lines = await raw(text);
      expect([text.slice(0, 40), new Set(lines)]).toEqual([
        text.slice(0, 40),
        new Set(["HTTP/1.1 401 Unauthorized"]),
      ]);
    }
  });

  it("should not get past on a connection that was let in before", async () => {
    const first = `GET /v3/Jobs HTTP/1.1\r\nHost: x\r\n${AUTHORIZED}\r\n`;
    expect(await raw(`${first}GET /v3/Jobs HTTP/1.1\r\nHost: x\r\n\r\n`, 2)).toEqual([
      "HTTP/1.1 200 OK",
      "HTTP/1.1 401 Unauthorized",
    ]);
    expect(["", "HTTP/1.1 200 OK"]).toContain((await raw(`${first}nonsense\r\n\r\n`)).join(" "));
  });

  it("should not be kept waiting for what it sends, and not hold it", async () => {
    const answer = await fetch(`${server.url}/v3/Organizations/o/Jobs`, {
      method: "POST",
      body: "x".repeat(8_000_000),
    });
    expect(answer.status).toBe(401);
  });
});

describe("a request with the right token", () => {
  it("should be told what is wrong with it as HTTP", async () => {
    const lines = async (text: string, expected = 1) => (await raw(text, expected)).join(" ");
    expect(await lines(`GET /v3/Jobs HTTP/1.1\r\n${AUTHORIZED}\r\n`)).toBe("HTTP/1.1 200 OK");
    expect(await lines(`GET /v3/Jobs HTTP/1.1\r\nHost: a b/c\r\n${AUTHORIZED}\r\n`)).toBe(
      "HTTP/1.1 400 Bad Request",
    );
    expect(await lines(`TRACE /v3/Jobs HTTP/1.1\r\nHost: x\r\n${AUTHORIZED}\r\n`)).toBe(
      "HTTP/1.1 405 Method Not Allowed",
    );
    expect(
      await lines(
        "POST /v3/Organizations/o/Jobs HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: " +
          `chunked\r\n${AUTHORIZED}\r\nZZ\r\n`,
      ),
    ).toBe("HTTP/1.1 400 Bad Request");
    expect(
      await lines(
        "POST /v3/Organizations/o/Jobs HTTP/1.1\r\nHost: x\r\nExpect: " +
          `100-continue\r\nContent-Length: 2\r\n${AUTHORIZED}\r\n{}`,
        2,
      ),
    ).toBe("HTTP/1.1 100 Continue HTTP/1.1 400 Bad Request");
  });

  it("should read its answer even if its body is far too large: 413", async () => {
    const large = await server.request("POST", "/v3/Organizations/o/Jobs", "x".repeat(8_000_000));
    expect(large).toMatchObject({ status: 413, body: { issues: [{ path: "" }] } });
    const chunks = new ReadableStream({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode("x".repeat(100_000)));
        if ((this as { sent?: number }).sent === 20) controller.close();
        (this as { sent?: number }).sent = ((this as { sent?: number }).sent ?? 0) + 1;
      },
    });
    const answer = await fetch(`${server.url}/v3/Organizations/o/Jobs`, {
      method: "POST",
      body: chunks,
      duplex: "half",
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    expect(answer.status).toBe(413);
    expect((await server.request("GET", "/v3/Jobs")).status).toBe(200);
  });
});
