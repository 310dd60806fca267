/**
 * The router of the stand-in: the product's endpoints in every version, and the stand-in's own.
 * Words of paths are taken in any letter case, as the product takes them.
 *
 * Each path answers to every method, be it with 405; what is nowhere gets 404, what goes wrong 500.
 * The gate has seen to the token and to the size of the body.
 */
import { Hono } from "hono";
import { TrieRouter } from "hono/router/trie-router";
import {
  ALL_DIALECTS,
  type Dialect,
  type Dialects,
  pathRoot,
  versionsIn,
} from "../veeam/standIn/dialects.js";
import { internalError, methodNotAllowed, noRoom, notFound, responseOf } from "./answers.js";
import { clockRoutes } from "./clockRoutes.js";
import { copyRoutes } from "./copyRoutes.js";
import type { Routes } from "./handlers.js";
import { jobRoutes } from "./jobRoutes.js";
import { isFull } from "./jobStore.js";
import { resourceRoutes } from "./resourceRoutes.js";
import type { RouteWorld } from "./routing.js";
import { sessionRoutes } from "./sessionRoutes.js";
import { tokenRoutes } from "./tokenRoutes.js";
import type { TokenBook } from "./tokens.js";

/** What the router works with. */
export interface AppWorld extends RouteWorld {
  /** The versions that are answered. Default: all. */
  readonly dialects?: Dialects;
  readonly tokens: TokenBook;
  /** Told of faults that no client should see. */
  readonly onFault: (error: unknown) => void;
}

/** Makes the router. */
export function standInApp(world: AppWorld): Hono {
  const { dialects = ALL_DIALECTS } = world;
  const routes: Routes = {
    ...Object.fromEntries(dialects.flatMap((dialect) => versionRoutes(world, dialect))),
    "/_runcast/clock": clockRoutes(world.time, world.clock),
  };
  const words = wordsOf(routes);
  const app = new Hono({
    getPath: ({ url }) => routePath(url, words),
    // ready at once, where one regular expression of all routes keeps the first client waiting
    router: new TrieRouter(),
  });
  for (const [path, methods] of Object.entries(routes)) {
    for (const [method, handle] of Object.entries(methods)) app.on(method, path, handle);
    app.all(path, (c) => responseOf(methodNotAllowed(c.req.method, Object.keys(methods))));
  }
  const endpoints = `an endpoint of ${versionsIn(dialects)}, such as ${pathRoot(dialects[0])}/Jobs`;
  app.notFound((c) => responseOf(notFound(new URL(c.req.url).pathname, endpoints)));
  let knowsOfRoom = false;
  app.onError((error) => {
    const lacksRoom = isFull(error);
    // once is enough: each client that writes is told
    if (!lacksRoom || !knowsOfRoom) world.onFault(error);
    knowsOfRoom ||= lacksRoom;
    return responseOf(lacksRoom ? noRoom() : internalError());
  });
  return app;
}

function versionRoutes(world: AppWorld, dialect: Dialect): [path: string, Routes[string]][] {
  const routes = Object.entries({
    ...jobRoutes(world, dialect),
    ...sessionRoutes(world, dialect),
    ...copyRoutes(world, dialect),
    ...resourceRoutes(world, dialect),
    ...tokenRoutes(world.tokens, dialect),
  });
  return routes.map(([path, methods]) => [`${pathRoot(dialect)}${path}`, methods]);
}

/** The parts of paths that are no parameters. */
function wordsOf(routes: Routes): ReadonlySet<string> {
  const parts = Object.keys(routes).flatMap((path) => path.split("/"));
  return new Set(parts.filter((part) => !part.startsWith(":")));
}

/**
 * The path of a URL with its words in lower case, and without a slash at the end. Ids keep their
 * letters.
 */
function routePath(url: string, words: ReadonlySet<string>): string {
  const path = new URL(url).pathname
    .split("/")
    .map((part) => (words.has(part.toLowerCase()) ? part.toLowerCase() : part))
    .join("/");
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}
