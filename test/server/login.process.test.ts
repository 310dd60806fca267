/**
 * Logging in: a token for the password, as each version says it, until it runs out or is given
 * back.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MOST_TOKENS, tokenBook } from "../../src/server/tokens.ts";
import { PASSWORD, standIn, TOKEN } from "../support/standIn.ts";

const FORM = { "content-type": "application/x-www-form-urlencoded" };

interface Pair {
  readonly access_token: string;
  readonly refresh_token: string;
}

async function setting(minutes = 60) {
  let now = Date.UTC(2026, 0, 5, 12);
  const realNow = (): number => now;
  const server = await standIn({
    tokens: tokenBook({ token: TOKEN, password: PASSWORD, minutes, realNow }),
  });
  const post = (path: string, body: string, headers: Record<string, string> = FORM) =>
    fetch(server.url + path, { method: "POST", body, headers });
  return {
    server,
    post,
    pass: (ms: number) => void (now += ms),
    async pair(body: string, version = 5): Promise<Pair> {
      const answer = await post(`/v${version}/Token`, body);
      expect(answer.status).toBe(200);
      return (await answer.json()) as Pair;
    },
    async statusWith(token: string, path = "/v3/Jobs", method = "GET") {
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(server.url + path, { method, headers })).status;
    },
  };
}

const login = `grant_type=password&username=tech%5Cadmin&password=${PASSWORD}`;

describe("POST /token", () => {
  it("should hand out tokens to any user with the password, as each version says it", async () => {
    const { server, post, statusWith } = await setting();
    for (const version of [3, 4, 5, 6, 7, 8]) {
      const answer = await post(`/V${version}/tOKEN/?x=1`, `${login}&refresh_token=%27%27`);
      const body = (await answer.json()) as Record<string, string>;
      const isNew = version >= 6;
      expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"]);
      expect(body).toEqual({
        access_token: expect.stringMatching(/^[\w-]{32}$/) as string,
        token_type: "bearer",
        expires_in: 3_600,
        refresh_token: expect.stringMatching(/^[\w-]{32}$/) as string,
        ...(isNew ? { userName: "tech\\admin" } : {}),
        ".issued": isNew ? "2026-01-05T12:00:00Z" : "Mon, 05 Jan 2026 12:00:00 GMT",
        ".expires": isNew ? "2026-01-05T13:00:00Z" : "Mon, 05 Jan 2026 13:00:00 GMT",
      });
      expect(await statusWith(body["access_token"]!)).toBe(200);
      expect(await statusWith(body["refresh_token"]!)).toBe(401);
    }
    await server.stop();
  });

  it("should take JSON as well, and refuse in the words of OAuth and of the stand-in", async () => {
    const { server, post } = await setting();
    const json = { grant_type: "password", username: "a", password: PASSWORD };
    const header = { "content-type": "application/json" };
    expect((await post("/v8/Token", JSON.stringify(json), header)).status).toBe(200);
    for (const [body, error, path] of [
      [`grant_type=password&username=a&password=${PASSWORD}x`, "invalid_grant", "password"],
      ["grant_type=password&username=a", "invalid_grant", "password"],
      [`grant_type=password&password=${PASSWORD}`, "invalid_request", "username"],
      ["grant_type=refresh_token&refresh_token=none", "invalid_grant", "refresh_token"],
      ["grant_type=operator", "unsupported_grant_type", "grant_type"],
      ["%%%&&&==", "unsupported_grant_type", "grant_type"],
      ["", "unsupported_grant_type", "grant_type"],
    ] as const) {
      const answer = await post("/v5/Token", body);
      const text = await answer.text();
      expect([body, answer.status]).toEqual([body, 400]);
      expect(JSON.parse(text)).toMatchObject({
        error,
        error_description: expect.any(String) as string,
        issues: [{ path }],
      });
      expect(text).not.toContain(PASSWORD);
    }
    expect((await post("/v5/Token", "[]", { "content-type": "text/xml" })).status).toBe(415);
    expect((await post("/v5/Token", "[", header)).status).toBe(400);
    expect((await post("/v5/Token", "x".repeat(300_000))).status).toBe(413);
    await server.stop();
  });

  it("should let nobody in but there: any other path, method or secret gets 401", async () => {
    const { server } = await setting();
    for (const [method, path] of [
      ["GET", "/v5/Token"],
      ["PUT", "/v5/Token"],
      ["POST", "/v5/Token/"],
      ["POST", "/v5/Token/logout"],
      ["POST", "/v5//Token"],
      ["POST", "/v5/Token/../Jobs"],
      ["POST", "/v55/Token"],
      ["POST", "/x?/v5/Token"],
    ] as const) {
      const status = (await fetch(server.url + path, { method })).status;
      expect([method, path, status]).toEqual([
        method,
        path,
        method === "POST" && path === "/v5/Token/" ? 400 : 401,
      ]);
    }
    await server.stop();
  });
});

describe("a token that was handed out", () => {
  it("should run out, be renewed by a refresh token, and end with the login", async () => {
    const { server, pair, pass, post, statusWith } = await setting(10);
    const first = await pair(login);
    pass(10 * 60_000 - 1);
    expect(await statusWith(first.access_token)).toBe(200);
    pass(1);
    expect(await statusWith(first.access_token)).toBe(401);
    const second = await pair(`grant_type=refresh_token&refresh_token=${first.refresh_token}`);
    expect(await statusWith(second.access_token)).toBe(200);
    expect(await statusWith(second.access_token, "/v7/Token/Logout", "POST")).toBe(200);
    expect(await statusWith(second.access_token)).toBe(401);
    const renewed = (token: string) =>
      post("/v5/Token", `grant_type=refresh_token&refresh_token=${token}`);
    expect((await renewed(first.refresh_token)).status).toBe(400);
    expect((await renewed(second.refresh_token)).status).toBe(400);
    const other = await pair(login, 8);
    expect(await statusWith(other.access_token, "/v8/Token/Logout", "POST")).toBe(204);
    expect(await statusWith(TOKEN, "/v8/Token/Logout", "POST")).toBe(204);
    expect(await statusWith(TOKEN)).toBe(200);
    await server.stop();
  });

  it("should be one of a bounded number, the newest", () => {
    const book = tokenBook({ token: "t", password: "p", minutes: 1, realNow: () => 0 });
    const grants = Array.from({ length: MOST_TOKENS }, (_, count) => book.grant(`user ${count}`));
    expect(grants.filter(({ access }) => book.isGood(access))).toHaveLength(MOST_TOKENS / 2);
    expect(book.isGood(grants.at(-1)!.access)).toBe(true);
    expect(book.renew(grants[0]!.refresh)).toBeUndefined();
  });

  it("should be good exactly from its grant to its end, whatever else happens", () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant("grant" as const) }),
        fc.record({ kind: fc.constantFrom("renew" as const, "end" as const), which: fc.nat(9) }),
        fc.record({ kind: fc.constant("pass" as const), ms: fc.integer({ min: 0, max: 90_000 }) }),
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(steps, (all) => {
        let now = 0;
        const book = tokenBook({ token: "t", password: "p", minutes: 1, realNow: () => now });
        const pairs: {
          access: string;
          refresh: string;
          since: number;
          login: { over: boolean };
        }[] = [];
        const isGood = (pair: (typeof pairs)[number]): boolean =>
          !pair.login.over && now < pair.since + 60_000;
        for (const step of all) {
          if (step.kind === "pass") now += step.ms;
          else if (step.kind === "grant")
            pairs.push({ ...book.grant("a"), since: now, login: { over: false } });
          else {
            const pair = pairs[step.which];
            if (pair === undefined) continue;
            if (step.kind === "renew") {
              const grant = book.renew(pair.refresh);
              expect(grant !== undefined).toBe(!pair.login.over && now < pair.since + 24 * 60_000);
              if (grant !== undefined) pairs.push({ ...grant, since: now, login: pair.login });
            } else {
              const wasGood = isGood(pair);
              book.end(pair.access);
              if (wasGood) pair.login.over = true;
            }
          }
          for (const pair of pairs) expect(book.isGood(pair.access)).toBe(isGood(pair));
        }
      }),
    );
  });
});
