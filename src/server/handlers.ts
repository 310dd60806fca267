/**
 * What answers a request: a function from the router's context to a response, and the one way in
 * for those that need the body.
 */
import type { Context } from "hono";
import { refuse, responseOf } from "./answers.js";
import { bodyOf } from "./requestBody.js";

/** Answers a request. */
export type Handler = (c: Context) => Response | Promise<Response>;

/**
 * Handlers by path and method. A part of a path is a word in lower case or the name of a parameter,
 * `:id`.
 */
export type Routes = Readonly<
  Record<string, Partial<Record<"GET" | "POST" | "PUT" | "DELETE", Handler>>>
>;

/** Reads the body first; a bad one is refused before anything is done. */
export function withBody(
  handle: (c: Context, body: unknown) => Response | Promise<Response>,
): Handler {
  return async (c) => {
    const body = await bodyOf(c.req.raw);
    return body.ok ? handle(c, body.value) : responseOf(refuse(body.status, body.issues));
  };
}
