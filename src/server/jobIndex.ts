/**
 * Which jobs there are, in the order of their ids, and whose they are: what a list needs to find
 * its place without reading a job.
 *
 * It holds what the store holds, and nothing of a job but its names and its size. Ids of what a job
 * belongs to are compared without letter case, as GUIDs are.
 */
import type { OwnerKind } from "../veeam/standIn/resources.js";
import { sessionKeyOf } from "../veeam/standIn/sessionIds.js";
import type { JobRecord } from "../veeam/standIn/jobRecord.js";

/** Whose jobs are wanted: of an organization, say; everybody's where nothing is said. */
export type Owners = Partial<Readonly<Record<OwnerKind, string>>>;

/** The index of a store. */
export interface JobIndex {
  readonly size: () => number;
  /** Of all jobs together, in the form in which they are kept. */
  readonly bytes: () => number;
  /** Adds a job, or takes its new state in the place of the old one. */
  readonly put: (job: JobRecord, bytes: number) => void;
  readonly drop: (id: string) => void;
  readonly bytesOf: (id: string) => number;
  /** Up to so many ids from a place on of the list of those jobs, ascending. */
  readonly page: (owners: Owners, offset: number, limit: number) => readonly string[];
  /** The same, after an id; from the first on where there is none. */
  readonly after: (owners: Owners, id: string | undefined, limit: number) => readonly string[];
  /** The ids that jobs name, as the first of them spelt it, in the order of their first jobs. */
  readonly owners: (kind: OwnerKind) => readonly string[];
  /** One of them, by any spelling of it. */
  readonly owner: (kind: OwnerKind, id: string) => string | undefined;
  /** The id of the job that a session's id speaks of. */
  readonly bySessionKey: (key: string) => string | undefined;
}

interface Entry extends Record<OwnerKind, string> {
  readonly bytes: number;
}

const KINDS = ["organizationId", "repositoryId", "proxyId"] as const;

/** Makes an empty index. */
export function jobIndex(): JobIndex {
  const all: string[] = [];
  const entries = new Map<string, Entry>();
  const keys = new Map<string, string>();
  const lists: Record<OwnerKind, Map<string, { readonly name: string; readonly ids: string[] }>> = {
    organizationId: new Map(),
    repositoryId: new Map(),
    proxyId: new Map(),
  };
  let bytes = 0;

  const drop = (id: string): void => {
    const entry = entries.get(id);
    if (entry === undefined) return;
    entries.delete(id);
    keys.delete(sessionKeyOf(id));
    bytes -= entry.bytes;
    remove(all, id);
    for (const kind of KINDS) {
      const list = lists[kind].get(entry[kind]);
      if (list === undefined) continue;
      remove(list.ids, id);
      if (list.ids.length === 0) lists[kind].delete(entry[kind]);
    }
  };

  /** The shortest list that has all of them, and the owners that are still to be looked at. */
  const narrowest = (owners: Owners): { ids: readonly string[]; rest: [OwnerKind, string][] } => {
    const wanted = KINDS.filter((kind) => owners[kind] !== undefined).map(
      (kind): [OwnerKind, string] => [kind, owners[kind]!.toLowerCase()],
    );
    let ids: readonly string[] = all;
    for (const [kind, owner] of wanted) {
      const own = lists[kind].get(owner)?.ids ?? [];
      if (own.length <= ids.length) ids = own;
    }
    return { ids, rest: wanted.length > 1 ? wanted : [] };
  };

  const taken = (owners: Owners, start: (ids: readonly string[]) => number, limit: number) => {
    const { ids, rest } = narrowest(owners);
    const found: string[] = [];
    for (let at = start(ids); at < ids.length && found.length < limit; at += 1) {
      const entry = entries.get(ids[at]!)!;
      if (rest.every(([kind, owner]) => entry[kind] === owner)) found.push(ids[at]!);
    }
    return found;
  };

  return {
    size: () => all.length,
    bytes: () => bytes,
    put: (job, size) => {
      const before = entries.get(job.id);
      const entry: Entry = {
        organizationId: job.organizationId.toLowerCase(),
        repositoryId: job.repositoryId.toLowerCase(),
        proxyId: job.proxyId?.toLowerCase() ?? "",
        bytes: size,
      };
      if (before !== undefined && KINDS.every((kind) => before[kind] === entry[kind])) {
        bytes += size - before.bytes;
        entries.set(job.id, entry);
        return;
      }
      drop(job.id);
      entries.set(job.id, entry);
      keys.set(sessionKeyOf(job.id), job.id);
      bytes += size;
      insert(all, job.id);
      for (const kind of KINDS) {
        const name = job[kind];
        if (name === undefined) continue;
        const list = lists[kind].get(entry[kind]) ?? { name, ids: [] };
        lists[kind].set(entry[kind], list);
        insert(list.ids, job.id);
      }
    },
    drop,
    bytesOf: (id) => entries.get(id)?.bytes ?? 0,
    page: (owners, offset, limit) => {
      const { ids, rest } = narrowest(owners);
      if (rest.length === 0) return ids.slice(offset, offset + limit);
      return taken(owners, () => 0, offset + limit).slice(offset);
    },
    after: (owners, id, limit) =>
      taken(owners, (ids) => (id === undefined ? 0 : placeAfter(ids, id)), limit),
    owners: (kind) => Array.from(lists[kind].values(), ({ name }) => name),
    owner: (kind, id) => lists[kind].get(id.toLowerCase())?.name,
    bySessionKey: (key) => keys.get(key),
  };
}

/** Where the first id stands that is greater than this one. */
function placeAfter(ids: readonly string[], id: string): number {
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >>> 1; // below `high`, so the two come closer in each round
    if (ids[middle]! <= id) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insert(ids: string[], id: string): void {
  // ids ascend as they are made, so most go to the end
  if (ids.length === 0 || ids.at(-1)! < id) ids.push(id);
  else ids.splice(placeAfter(ids, id), 0, id);
}

function remove(ids: string[], id: string): void {
  const place = placeAfter(ids, id) - 1;
  if (ids[place] === id) ids.splice(place, 1);
}
