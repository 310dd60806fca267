/**
 * Many jobs, a few at a time: a list of a hundred thousand keeps no other client waiting, and never
 * lies in memory whole.
 */
import { setImmediate } from "node:timers/promises";
import type { JobRecord } from "../veeam/standIn/jobRecord.js";
import type { JobStore } from "./jobStore.js";

/** So many jobs are read and written before others have their turn. */
const AT_ONCE = 100;

/** Every job of the store in the order of ids, or of one organization only. */
export async function* eachJob(
  store: JobStore,
  organizationId?: string,
): AsyncGenerator<JobRecord, undefined> {
  let after: string | undefined;
  for (;;) {
    const jobs = store.list(after, AT_ONCE);
    for (const job of jobs)
      if (organizationId === undefined || job.organizationId === organizationId) yield job;
    if (jobs.length < AT_ONCE) return;
    after = jobs.at(-1)!.id; // later than before, so this comes to an end
    await setImmediate();
  }
}

/** The jobs from one place of a list on, at most so many. */
export async function jobsAt(
  jobs: AsyncIterable<JobRecord>,
  offset: number,
  limit: number,
): Promise<JobRecord[]> {
  const found: JobRecord[] = [];
  let place = 0;
  for await (const job of jobs) {
    if (place >= offset) found.push(job);
    if (found.length >= limit) break;
    place += 1;
  }
  return found;
}

/** A JSON array of jobs as bytes, written as fast as the client reads. */
export function jobArray(
  jobs: AsyncGenerator<JobRecord, undefined>,
  shown: (job: JobRecord) => unknown,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let separator = "[";
  return new ReadableStream({
    async pull(controller) {
      const parts: string[] = [];
      while (parts.length < AT_ONCE) {
        const { value, done } = await jobs.next();
        if (done === true) {
          controller.enqueue(encoder.encode(`${parts.join("")}${separator === "[" ? "[]" : "]"}`));
          controller.close();
          return;
        }
        parts.push(separator, JSON.stringify(shown(value)));
        separator = ",";
      }
      controller.enqueue(encoder.encode(parts.join("")));
    },
    async cancel() {
      await jobs.return(undefined);
    },
  });
}
