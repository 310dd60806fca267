/**
 * `POST /token`: the one request that needs no token, since it is how a client gets one; and the
 * end of a login.
 *
 * OAuth 2.0 as the product speaks it: a form, or JSON in the versions that take it. What is refused
 * says so twice, in the words of OAuth (`error`) and in those of every other refusal.
 */
import type { Context } from "hono";
import { issue } from "../core/input/issues.js";
import { fieldOf, isObject } from "../veeam/lists/fields.js";
import type { Dialect } from "../veeam/standIn/dialects.js";
import { formatUtc } from "../core/time/calendar.js";
import { SECOND_MS } from "../core/time/instant.js";
import { refuse, responseOf, toldIssue } from "./answers.js";
import type { Routes } from "./handlers.js";
import { bodyOf } from "./requestBody.js";
import { type Grant, type TokenBook, tokenIn } from "./tokens.js";

const FORM = "application/x-www-form-urlencoded";

/** Where a token is asked for, from where a version's paths begin. */
export const TOKEN_PATH = "/token";

/** Makes the routes of a version, from where its paths begin. */
export function tokenRoutes(book: TokenBook, dialect: Dialect): Routes {
  const { loggedOutStatus: status } = dialect;
  const logOut = (c: Context): Response => {
    book.end(tokenIn(c.req.header("authorization")) ?? "");
    return new Response(null, { status: status! });
  };
  return {
    [TOKEN_PATH]: { POST: (c) => grantFor(c, book, dialect) },
    ...(status === undefined ? {} : { [`${TOKEN_PATH}/logout`]: { POST: logOut } }),
  };
}

async function grantFor(c: Context, book: TokenBook, dialect: Dialect): Promise<Response> {
  const field = await fieldsOfBody(c);
  if (field instanceof Response) return field;
  const kind = field("grant_type");
  if (kind === "password") {
    const user = field("username");
    if (user === "")
      return refused("invalid_request", "username", "the name of a user, whoever it is", user);
    if (!book.isPassword(field("password")))
      return refused("invalid_grant", "password", "the password of this server", undefined);
    return granted(book.grant(user), dialect);
  }
  if (kind === "refresh_token") {
    const grant = book.renew(field("refresh_token"));
    if (grant !== undefined) return granted(grant, dialect);
    return refused("invalid_grant", "refresh_token", "a refresh token that is good", undefined);
  }
  return refused("unsupported_grant_type", "grant_type", "password or refresh_token", kind);
}

function granted(grant: Grant, dialect: Dialect): Response {
  const { access, refresh, issued, expires, user } = grant;
  const written = dialect.isoTokenTimes ? formatUtc : (at: number) => new Date(at).toUTCString();
  const whole = (at: number): number => at - (at % SECOND_MS);
  return responseOf({
    status: 200,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
    body: {
      access_token: access,
      token_type: "bearer",
      expires_in: Math.floor((expires - issued) / SECOND_MS),
      refresh_token: refresh,
      ...(dialect.namesUser ? { userName: user } : {}),
      ".issued": written(whole(issued)),
      ".expires": written(whole(expires)),
    },
  });
}

/** Refuses without repeating a secret: `undefined` is told as "another one". */
function refused(
  error: string,
  path: string,
  expected: string,
  received: string | undefined,
): Response {
  const problem =
    received === undefined
      ? toldIssue(path, expected, "another one")
      : issue(path, expected, received === "" ? undefined : received);
  const { status, headers, body } = refuse(400, [problem]);
  return responseOf({
    status,
    headers,
    body: { ...body, error, error_description: problem.message },
  });
}

/** Reads the form, or the JSON: texts by name, empty where there are none. */
async function fieldsOfBody(c: Context): Promise<((name: string) => string) | Response> {
  const type = c.req.header("content-type")?.split(";")[0]!.trim().toLowerCase() ?? FORM;
  if (type === FORM) {
    const form = new URLSearchParams(await c.req.text());
    return (name) => form.get(name) ?? "";
  }
  const body = await bodyOf(c.req.raw);
  if (!body.ok) return responseOf(refuse(body.status, body.issues));
  const { value } = body;
  return (name) => {
    const text = isObject(value) ? fieldOf(value, "", name).spellings[0]?.value : undefined;
    return typeof text === "string" ? text : "";
  };
}
