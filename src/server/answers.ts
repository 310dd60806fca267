/**
 * What the server says where it does not do what it was asked: JSON with every issue, and never a
 * stack trace.
 */
import { type Issue, issue } from "../core/input/issues.js";
import { jsonBody } from "./jsonText.js";
import { JSON_HEADERS, type Refusal, refusalOf } from "../veeam/standIn/jobAnswer.js";

/** A status, and the body that goes with it. */
export interface Refused {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Refusal;
}

/** An issue whose value cannot be shown as it is: it is told in words. */
export function toldIssue(path: string, expected: string, received: string): Issue {
  return { path, message: `expected ${expected}, received ${received}`, expected, received };
}

/** An answer in JSON, as the router sends it. */
export function responseOf(answer: {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}): Response {
  const { status, headers = JSON_HEADERS, body } = answer;
  return new Response(jsonBody(JSON.stringify(body)), { status, headers });
}

/** Refuses with issues. */
export function refuse(
  status: number,
  issues: readonly Issue[],
  message?: string,
  headers: Readonly<Record<string, string>> = {},
): Refused {
  return { status, headers: { ...JSON_HEADERS, ...headers }, body: refusalOf(issues, message) };
}

/** No token, or not the right one. `received` must not show what came. */
export function unauthorized(received: string): Refused {
  const issues = [
    toldIssue("headers.authorization", "Bearer and the token of this server", received),
  ];
  return refuse(401, issues, "The request is not authorized.", { "www-authenticate": "Bearer" });
}

/** Nothing lives at this path. */
export function notFound(path: string, expected: string): Refused {
  return refuse(404, [issue("path", expected, path)], "There is nothing at this path.");
}

/** Something lives at this path, but not for this method. */
export function methodNotAllowed(method: string, allowed: readonly string[]): Refused {
  return refuse(
    405,
    [issue("method", `one of ${allowed.join(", ")}`, method)],
    "This path does not take that method.",
    { allow: allowed.join(", ") },
  );
}

/** The body is larger than the server takes. */
export function tooLarge(limitBytes: number): Refused {
  return refuse(
    413,
    [toldIssue("", `a body of at most ${limitBytes} bytes`, "more")],
    "The body is too large.",
  );
}

/** The body ends before its end, or is not sent as HTTP wants it. */
export function incomplete(): Refused {
  return refuse(400, [toldIssue("", "a whole body", "a part of one")]);
}

/** The request came over plain HTTP, where TLS is spoken. */
export function needsHttps(): Refused {
  return refuse(
    400,
    [toldIssue("", "a request over HTTPS", "one over plain HTTP")],
    "This port speaks HTTPS.",
  );
}

/** There is no room for what was to be kept; what was kept before is there. */
export function noRoom(): Refused {
  return refuse(
    507,
    [toldIssue("", "something that there is room for", "more than the store or its disk can take")],
    "There is no room for this: nothing was changed.",
  );
}

/** Something in the server went wrong; what it was is for the server's own log. */
export function internalError(): Refused {
  return refuse(
    500,
    [toldIssue("", "an answer", "a fault in the stand-in server")],
    "The server could not answer; its log says more.",
  );
}
