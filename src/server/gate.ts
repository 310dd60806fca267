/**
 * What stands before the server's routes: no request without the right token gets past, whatever
 * else is wrong with it, and no body is read further than its limit.
 *
 * It works on node's own requests, since some never become one of the router's: bad host names,
 * `Expect`, `CONNECT`, bytes that are not HTTP at all.
 */
import {
  createServer,
  type IncomingMessage,
  type Server as PlainServer,
  type ServerOptions,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import { createServer as createSecureServer, type Server as SecureServer } from "node:https";
import type { Duplex } from "node:stream";
import { incomplete, needsHttps, type Refused, tooLarge, unauthorized } from "./answers.js";
import type { Certificate } from "./certificate.js";
import { answerPlainHttp } from "./plainAnswer.js";
import { LARGEST_BODY_BYTES } from "./requestBody.js";
import { tokenIn } from "./tokens.js";

/** Handles a request whose token is right; its body lies in `rawBody`. */
export type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * A client that goes on sending after it has its answer is heard so far, so that it gets to read
 * the answer.
 */
const MOST_DRAINED_BYTES = 64 * 1024 * 1024;

const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 10_000;

/** A server of either kind. */
export type GatedServer = PlainServer | SecureServer;

/** What a gate depends on. */
export interface Gate {
  /** Whether a request may bear this token now. */
  readonly isGood: (token: string) => boolean;
  /** Whether a request needs no token: the one that asks for one. */
  readonly isOpen: (request: IncomingMessage) => boolean;
  /** With it, the server speaks HTTPS. */
  readonly certificate: Certificate | undefined;
  readonly route: Route;
}

/**
 * Makes the server; it does not listen yet. `closing` has it tell clients that their connections
 * end with the answer that they wait for.
 */
export function gatedServer({ isGood, isOpen, certificate, route }: Gate): {
  readonly server: GatedServer;
  readonly closing: () => void;
} {
  const check = (request: IncomingMessage): Refused | undefined =>
    isOpen(request) ? undefined : tokenCheck(request.headers.authorization, isGood);
  let isClosing = false;
  const unanswered = new Set<ServerResponse>();
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
    if (isClosing) response.shouldKeepAlive = false;
    unanswered.add(response);
    response.once("close", () => unanswered.delete(response));
    const refused = check(request);
    if (refused === undefined) void pass(request, response);
    else send(request, response, refused);
  };
  const options: ServerOptions = {
    requireHostHeader: false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    headersTimeout: HEADERS_TIMEOUT_MS,
  };
  const server: GatedServer =
    certificate === undefined
      ? createServer(options, enter)
      : secureServer({ ...options, cert: certificate.cert, key: certificate.key }, enter);
  // Node answers these by itself, before any token is looked at, unless somebody listens.
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
    if (check(request) === undefined) response.writeContinue();
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
  return {
    server,
    closing: () => {
      isClosing = true;
      for (const response of unanswered) response.shouldKeepAlive = false;
    },
  };
}

function secureServer(
  options: ServerOptions & { readonly cert: string; readonly key: string },
  enter: (request: IncomingMessage, response: ServerResponse) => void,
): SecureServer {
  const server = createSecureServer(options, enter);
  answerPlainHttp(server, (socket) => endRaw(socket, needsHttps()));
  return server;
}

/** Why a request with this header is refused; `undefined` where it bears a good token. */
function tokenCheck(header: string | undefined, isGood: Gate["isGood"]): Refused | undefined {
  const given = tokenIn(header);
  const isRight = isGood(given ?? ""); // asked in any case
  if (given === undefined) return unauthorized(header === undefined ? "nothing" : "something else");
  return isRight ? undefined : unauthorized("another token");
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
