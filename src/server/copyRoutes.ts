/**
 * The product's endpoints for copy jobs, as one version has them. A stand-in has those of its fleet
 * file, and they are for reading.
 */
import { representCopy } from "../veeam/standIn/copyView.js";
import type { Dialect } from "../veeam/standIn/dialects.js";
import type { JobRecord } from "../veeam/standIn/jobRecord.js";
import { responseOf } from "./answers.js";
import type { Handler, Routes } from "./handlers.js";
import { contextIn, idIn, nothingWith, queryOf, type RouteWorld, shortList } from "./routing.js";

/** Makes the routes of a version, from where its paths begin. */
export function copyRoutes(world: RouteWorld, dialect: Dialect): Routes {
  if (!dialect.hasCopies) return {};
  const { shared } = world;
  const copies = [...(shared?.copies.values() ?? [])];

  const shown = async (jobs: readonly JobRecord[]): Promise<unknown[]> => {
    const context = contextIn(world, dialect);
    const all: unknown[] = [];
    for (const job of jobs) {
      await shared?.ready(job, context);
      all.push(representCopy(job, context));
    }
    return all;
  };
  const one = async (copy: JobRecord): Promise<Response> =>
    responseOf({ status: 200, body: (await shown([copy]))[0] });

  const list: Handler = async (c) => {
    const isWanted = (id: string, name: string): boolean => {
      const wanted = queryOf(c, name);
      return wanted === undefined || wanted.toLowerCase() === id.toLowerCase();
    };
    const wanted = copies.filter(
      ({ organizationId, repositoryId }) =>
        !dialect.filtersJobs ||
        (isWanted(organizationId, "organizationId") && isWanted(repositoryId, "repositoryId")),
    );
    return shortList(c, contextIn(world, dialect), dialect.pagedLists, await shown(wanted));
  };

  return {
    "/copyjobs": { GET: list },
    "/copyjobs/:id": {
      GET: (c) => {
        const copy = shared?.copies.get(idIn(c));
        return copy === undefined ? nothingWith(c, dialect, "copyjobs", "a copy job") : one(copy);
      },
    },
    "/jobs/:id/copyjob": {
      GET: (c) => {
        const copy = copies.find(({ copyOf }) => copyOf === idIn(c));
        return copy === undefined
          ? nothingWith(c, dialect, "jobs", "a job with a copy job")
          : one(copy);
      },
    },
  };
}
