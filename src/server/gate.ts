/**
 * What stands before the server's routes: no request without the right token gets past, whatever
 * else is wrong with it, and no body is read further than its limit.
 *
 * It works on node's own requests, since some never become one of the router's: bad host names,
 * `Expect`, `CONNECT`, bytes that are not HTTP at all.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { Duplex } from "node:stream";
import { incomplete, type Refused, tooLarge, unauthorized } from "./answers.js";
import { LARGEST_BODY_BYTES } from "./requestBody.js";

/** Handles a request whose token is right; its body lies in `rawBody`. */
export type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * A client that goes on sending after it has its answer is heard so far, so that it gets to read
 * the answer.
 */
const MOST_DRAINED_BYTES = 64 * 1024 * 1024;

const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 10_000;

/** Makes the server. It does not listen yet. */
export function gatedServer(token: string, route: Route): Server {
  const isRight = tokenCheck(token);
  // connections, and the authorized request that is not answered yet
  const open = new WeakMap<Duplex, IncomingMessage>();
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    open.set(request.socket, request);
    response.once("close", () => open.delete(request.socket));
    const body = await readAll(request);
    if (body === "too large") send(request, response, tooLarge(LARGEST_BODY_BYTES));
    else if (body !== "gone") await route(Object.assign(request, { rawBody: body }), response);
  };
  const enter = (request: IncomingMessage, response: ServerResponse): void => {
    const refused = isRight(request.headers.authorization);
    if (refused === undefined) void pass(request, response);
    else send(request, response, refused);
  };
  const server = createServer(
    {
      requireHostHeader: false,
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: HEADERS_TIMEOUT_MS,
    },
    enter,
  );
  // Node answers these by itself, before any token is looked at, unless somebody listens.
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
    if (isRight(request.headers.authorization) === undefined) response.writeContinue();
    enter(request, response);
  });
  server.on("checkExpectation", enter);
  server.on("connect", (_request: IncomingMessage, socket: Duplex) =>
    endRaw(socket, unauthorized("a tunnel")),
  );
  server.on("clientError", (_error: Error, socket: Duplex) => {
    const request = open.get(socket);
    if (request === undefined) endRaw(socket, unauthorized("something that is not HTTP"));
    else if (!request.complete) endRaw(socket, incomplete());
    // nonsense behind a request that waits for its answer: there is no place to say so
    else socket.destroy();
  });
  return server;
}

/**
 * Gives the check: `undefined` for the right token, compared in a time that does not depend on how
 * wrong it is.
 */
function tokenCheck(token: string): (header: string | undefined) => Refused | undefined {
  const right = digest(token);
  return (header) => {
    const given = /^Bearer +(\S+) *$/i.exec(header ?? "")?.[1];
    const isRight = timingSafeEqual(digest(given ?? ""), right); // compared in any case
    if (given === undefined)
      return unauthorized(header === undefined ? "nothing" : "something else");
    return isRight ? undefined : unauthorized("another token");
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** The whole body; stops as soon as it is clear that it is too large. */
function readAll(request: IncomingMessage): Promise<Buffer | "too large" | "gone"> {
  if (Number(request.headers["content-length"]) > LARGEST_BODY_BYTES)
    return Promise.resolve("too large");
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= LARGEST_BODY_BYTES) chunks.push(chunk);
      else resolve("too large");
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("close", () => resolve("gone"));
    request.on("error", () => resolve("gone"));
  });
}

/** Answers at once, and lets the rest of the body run into nothing, up to a limit. */
function send(request: IncomingMessage, response: ServerResponse, refused: Refused): void {
  const text = JSON.stringify(refused.body);
  response.writeHead(refused.status, {
    ...refused.headers,
    "content-length": Buffer.byteLength(text),
  });
  response.end(request.method === "HEAD" ? undefined : text);
  let drained = 0;
  request.removeAllListeners("data");
  request.on("data", (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > MOST_DRAINED_BYTES) request.destroy();
  });
  request.on("error", () => undefined);
}

/** Answers on a connection that is no conversation. */
function endRaw(socket: Duplex, { status, headers, body }: Refused): void {
  socket.on("error", () => undefined);
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const text = JSON.stringify(body);
  const lines = Object.entries({
    ...headers,
    "content-length": Buffer.byteLength(text),
    connection: "close",
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${text}`);
}
