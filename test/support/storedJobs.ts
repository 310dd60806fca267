/**
 * What a store of the stand-in has.
 */
import type { JobStore } from "../../src/server/jobStore.ts";
import type { JobRecord } from "../../src/veeam/standIn/jobRecord.ts";

/** Up to so many jobs with ids after this one; from the first on where there is none. */
export function jobsAfter(
  { index, get }: Pick<JobStore, "index" | "get">,
  after: string | undefined,
  limit: number,
): JobRecord[] {
  return index.after({}, after, limit).flatMap((id) => get(id) ?? []);
}
