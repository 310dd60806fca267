/**
 * What the product's API says of proxies, repositories and organizations, in any version: their
 * ids, their names, the threads of a proxy, and which proxy or pool a repository belongs to.
 *
 * A bad one costs itself and no other. What no schedule depends on (paths, retention, ports) is
 * passed over without a word; a limit on a proxy's bandwidth is told, since sessions feel it and a
 * fleet does not know it.
 */
import { issue } from "../../core/input/issues.js";
import { emptyNotes, type Notes, type Reader, readOptional } from "../../core/input/reader.js";
import { integerFrom, readBoolean } from "../../core/input/scalars.js";
import { MOST_THREADS } from "../../core/simulation/fleet.js";
import { type Fields, fieldsOf, isObject, linkedId, readOptionalText } from "./fields.js";
import { entriesOf, type ListKind } from "./pages.js";

/** What every kind of them has. */
export interface ListedResource {
  /** Where it stands in the input. */
  readonly path: string;
  readonly id: string;
  readonly name: string | undefined;
}

/** A proxy; in version 8 it may belong to a pool, which shares what its proxies have. */
export interface ListedProxy extends ListedResource {
  /** Absent where the proxy does not say: in version 8, and where it was offline. */
  readonly threads: number | undefined;
  readonly proxyPoolId: string | undefined;
}

/** A repository, and what it belongs to. */
export interface ListedRepository extends ListedResource {
  readonly proxyId: string | undefined;
  readonly proxyPoolId: string | undefined;
}

/** Longer lists are cut, with an issue (R27). */
const MOST_RESOURCES = 10_000;

const readThreads = integerFrom(1, MOST_THREADS);

type ReadResource<Resource> = (base: ListedResource, field: Fields, notes: Notes) => Resource;

/** Reads what `GET /Proxies` returns; `undefined` where that is no list at all. */
export function readProxies(json: unknown, path: string, notes: Notes): ListedProxy[] | undefined {
  const names = ["hostName", "name", "fqdn"];
  return readList(json, path, "proxies", names, notes, (base, field, own) => {
    const isThrottled = readOptional(field("enableNetworkThrottling"), readBoolean, own);
    if (isThrottled === true)
      own.warnings.push(
        issue(
          field("enableNetworkThrottling").path,
          "a proxy without a limit on its bandwidth",
          true,
          "the fleet has its threads and not this limit",
        ),
      );
    return {
      ...base,
      threads: readOptional(field("threadsNumber", "threads"), readThreads, own),
      proxyPoolId:
        readOptional(field("proxyPoolId", "poolId"), readOptionalText, own) ??
        linkedId(field, "proxyPool"),
    };
  });
}

/** Reads what `GET /BackupRepositories` returns; `undefined` where that is no list at all. */
export function readRepositories(
  json: unknown,
  path: string,
  notes: Notes,
): ListedRepository[] | undefined {
  return readList(json, path, "repositories", ["name"], notes, (base, field, own) => ({
    ...base,
    proxyId: readOptional(field("proxyId"), readOptionalText, own) ?? linkedId(field, "proxy"),
    proxyPoolId:
      readOptional(field("proxyPoolId"), readOptionalText, own) ?? linkedId(field, "proxyPool"),
  }));
}

/** Reads what `GET /Organizations` returns; `undefined` where that is no list at all. */
export function readOrganizations(
  json: unknown,
  path: string,
  notes: Notes,
): ListedResource[] | undefined {
  const names = ["name", "officeName", "msid"];
  return readList(json, path, "organizations", names, notes, (base) => base);
}

function readList<Resource extends ListedResource>(
  json: unknown,
  path: string,
  name: string,
  names: readonly string[],
  notes: Notes,
  read: ReadResource<Resource>,
): Resource[] | undefined {
  const kind: ListKind = { name, most: MOST_RESOURCES };
  const entries = entriesOf(json, path, kind, notes);
  const seen = new Map<string, string>();
  return entries?.flatMap(({ path: at, value }): Resource[] => {
    if (!isObject(value)) {
      notes.issues.push(issue(at, "an object with an id", value));
      return [];
    }
    const own = emptyNotes();
    const field = fieldsOf(value, at);
    const idField = field("id", "instanceUid");
    const id = readOptional(idField, readId, own);
    if (id === undefined && own.issues.length === 0)
      own.issues.push(issue(idField.path, "an id", undefined));
    const before = id === undefined ? undefined : seen.get(id.toLowerCase());
    if (before !== undefined)
      own.issues.push(issue(idField.path, "an id that occurs once", id, `${before} has it too`));
    const base = {
      path: at,
      id: id ?? "",
      name: readOptional(field(...names), readOptionalText, own),
    };
    const resource = read(base, field, own);
    notes.issues.push(...own.issues);
    notes.warnings.push(...own.warnings);
    if (id === undefined || own.issues.length > 0) return [];
    seen.set(id.toLowerCase(), at);
    return [resource];
  });
}

const readId: Reader<string> = (path, value, notes) => {
  if (typeof value === "string" && value.trim() !== "") return value;
  notes.issues.push(issue(path, "an id", value));
  return undefined;
};
