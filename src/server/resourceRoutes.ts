/**
 * The product's endpoints around the jobs, as one version has them: organizations, repositories,
 * proxies, and the server itself. All of it is for reading.
 */
import type { Context } from "hono";
import type { Dialect } from "../veeam/standIn/dialects.js";
import type { JobContext } from "../veeam/standIn/representation.js";
import type { Shelf } from "../veeam/standIn/resources.js";
import {
  representHealth,
  representInstance,
  representOrganization,
  representPool,
  representProxy,
  representRepository,
} from "../veeam/standIn/resourceViews.js";
import { responseOf } from "./answers.js";
import type { Handler, Routes } from "./handlers.js";
import { contextIn, idIn, nothingWith, queryOf, type RouteWorld, shortList } from "./routing.js";

/** Makes the routes of a version, from where its paths begin. */
export function resourceRoutes(world: RouteWorld, dialect: Dialect): Routes {
  const { store, resources } = world;
  const { pool } = resources;

  const all =
    <Resource>(
      shelf: Shelf<Resource>,
      view: (resource: Resource, context: JobContext, c: Context) => unknown,
      isWanted: (resource: Resource, c: Context) => boolean = () => true,
    ): Handler =>
    (c) => {
      const context = contextIn(world, dialect);
      const shown = shelf.all().filter((resource) => isWanted(resource, c));
      return shortList(
        c,
        context,
        dialect.pagedLists,
        shown.map((resource) => view(resource, context, c)),
      );
    };
  const one =
    <Resource>(
      shelf: Shelf<Resource>,
      kind: string,
      what: string,
      view: (resource: Resource, context: JobContext, c: Context) => unknown,
    ): Handler =>
    (c) => {
      const resource = shelf.get(idIn(c));
      return resource === undefined
        ? nothingWith(c, dialect, kind, what)
        : responseOf({ status: 200, body: view(resource, contextIn(world, dialect), c) });
    };

  const organization = (
    named: Parameters<typeof representOrganization>[0],
    context: JobContext,
  ): unknown =>
    representOrganization(
      named,
      store.index.owner("organizationId", named.id) !== undefined,
      context,
    );
  const repository = (
    placed: Parameters<typeof representRepository>[0],
    context: JobContext,
  ): unknown => representRepository(placed, pool.id, context);
  const proxy = (
    machine: Parameters<typeof representProxy>[0],
    context: JobContext,
    c: Context,
  ): unknown => {
    const isExtended = queryOf(c, "extendedView")?.toLowerCase() !== "false";
    return representProxy(machine, pool.id, isExtended, context);
  };
  const isWanted = (id: string, name: string, c: Context): boolean => {
    const wanted = queryOf(c, name);
    return wanted === undefined || wanted.toLowerCase() === id.toLowerCase();
  };

  const routes: Routes = {
    "/organizations": { GET: all(resources.organizations, organization) },
    "/organizations/:id": {
      GET: one(resources.organizations, "organizations", "an organization", organization),
    },
    "/organizations/:id/licensinginformation": {
      GET: one(resources.organizations, "organizations", "an organization", () => ({
        licensedUsers: 0,
        newUsers: 0,
      })),
    },
    "/backuprepositories": {
      GET: all(
        resources.repositories,
        repository,
        ({ proxyId }, c) =>
          (!dialect.filtersRepositories || isWanted(proxyId, "proxyId", c)) &&
          (!dialect.hasPools || isWanted(pool.id, "proxyPoolId", c)),
      ),
    },
    "/backuprepositories/:id": {
      GET: one(resources.repositories, "backuprepositories", "a repository", repository),
    },
    "/proxies": { GET: all(resources.proxies, proxy) },
    "/proxies/:id": { GET: one(resources.proxies, "proxies", "a proxy", proxy) },
    "/proxies/:id/repositories": {
      GET: (c) =>
        resources.proxies.get(idIn(c)) === undefined
          ? nothingWith(c, dialect, "proxies", "a proxy")
          : all(
              resources.repositories,
              repository,
              ({ proxyId }) => proxyId.toLowerCase() === idIn(c),
            )(c),
    },
    "/restoresessions": { GET: (c) => shortList(c, contextIn(world, dialect), true, []) },
  };
  const pools: Shelf<typeof pool> = {
    all: () => [pool],
    get: (id) => (id === pool.id ? pool : undefined),
  };
  return {
    ...routes,
    ...(dialect.listsLicensed
      ? { "/licensedusers": { GET: (c) => shortList(c, contextIn(world, dialect), true, []) } }
      : {}),
    ...(dialect.hasInstance ? { "/serviceinstance": { GET: shown(representInstance) } } : {}),
    ...(dialect.hasHealth ? { "/health": { GET: shown(representHealth) } } : {}),
    ...(dialect.hasPools
      ? {
          "/proxypools": { GET: all(pools, representPool) },
          "/proxypools/:id": { GET: one(pools, "proxypools", "a pool", representPool) },
          "/proxypools/:id/proxies": {
            GET: (c: Context) =>
              idIn(c) === pool.id
                ? all(resources.proxies, proxy)(c)
                : nothingWith(c, dialect, "proxypools", "a pool"),
          },
        }
      : {}),
  };

  function shown(view: (context: JobContext) => object): Handler {
    return () => responseOf({ status: 200, body: view(contextIn(world, dialect)) });
  }
}
