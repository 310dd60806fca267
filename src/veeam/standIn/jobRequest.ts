/**
 * The body of a request that creates or edits a job: its settings as far as they are given, in any
 * letter case.
 *
 * Every issue at once (R26). What a representation says and nobody can set (`nextRun`, `_links`,
 * ...) is passed over, so that a script may send back what it got.
 */
import { issue, pathTo, show } from "../../core/input/issues.js";
import {
  type Field,
  isGiven,
  knownKeys,
  type Notes,
  ownValue,
  type Reader,
  readKeys,
  readOptional,
  readRequired,
} from "../../core/input/reader.js";
import { oneOf, readBoolean } from "../../core/input/scalars.js";
import type { SchedulePolicy } from "../../core/policy/types.js";
import { fieldOf, isObject } from "../lists/fields.js";
import { type ApiVersion, dialectOf } from "./apiVersion.js";
import { BACKUP_TYPES, type BackupType, type SelectedItem } from "./jobRecord.js";

/** What a request asks for; `undefined` is not given, or bad and noted. */
export interface JobRequest {
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly backupType: BackupType | undefined;
  readonly selectedItems: readonly SelectedItem[] | undefined;
  readonly schedulePolicy: SchedulePolicy | undefined;
  readonly organizationId: string | undefined;
  readonly proxyId: string | undefined;
  readonly repositoryId: string | undefined;
  readonly runNow: boolean;
  readonly isEnabled: boolean | undefined;
}

/** How a request is read. */
export interface RequestRules {
  readonly version: ApiVersion;
  /** What must be given; without them, everything is optional. */
  readonly required: readonly (
    "name" | "backupType" | "schedulePolicy" | "repositoryId" | "organizationId"
  )[];
  /** Reads `schedulePolicy`: a whole one, or changes to one. */
  readonly readPolicy: Reader<SchedulePolicy>;
  /** What the job backs up if the request does not say. */
  readonly present?: {
    readonly backupType: BackupType;
    readonly selectedItems?: readonly SelectedItem[];
  };
}

const JOB_KEYS = knownKeys(
  [
    ...(["name", "description", "backupType", "selectedItems", "schedulePolicy"] as const),
    ...(["organizationId", "proxyId", "repositoryId", "runNow", "isEnabled"] as const),
    ...(["id", "nextRun", "lastRun", "lastStatus", "lastBackup", "_links", "_actions"] as const), // said, never set
  ],
  [],
);

/** Reads a request; `undefined` where it is no object at all. What is bad or odd is noted. */
export function readJobRequest(
  request: unknown,
  rules: RequestRules,
  notes: Notes,
): JobRequest | undefined {
  if (!isObject(request)) {
    notes.issues.push(issue("", "an object with the settings of a job", request));
    return undefined;
  }
  const field = readKeys(request, "", JOB_KEYS, notes);
  const read = <Value>(
    name: Parameters<typeof field>[0],
    reader: Reader<Value>,
  ): Value | undefined => {
    const isRequired = (rules.required as readonly string[]).includes(name);
    return (isRequired ? readRequired : readOptional)(field(name), reader, notes);
  };
  const backupType = read("backupType", readBackupType);
  return {
    name: read("name", readName),
    description: read("description", readText),
    backupType,
    selectedItems: readItems(field("selectedItems"), backupType, rules, notes),
    schedulePolicy: read("schedulePolicy", rules.readPolicy),
    organizationId: read("organizationId", readId),
    proxyId: read("proxyId", readId),
    repositoryId: read("repositoryId", readId),
    runNow: read("runNow", readBoolean) ?? false,
    isEnabled: read("isEnabled", readBoolean),
  };
}

const readBackupType = oneOf(BACKUP_TYPES);

/** Longer names than this are refused (R27). */
const LONGEST_NAME = 500;

const readName: Reader<string> = (path, value, notes) => {
  if (typeof value === "string" && value.trim() !== "" && value.length <= LONGEST_NAME)
    return value;
  notes.issues.push(issue(path, `a name of 1 to ${LONGEST_NAME} characters`, value));
  return undefined;
};

const readText: Reader<string> = (path, value, notes) => {
  if (typeof value === "string") return value;
  notes.issues.push(issue(path, "a text", value));
  return undefined;
};

/**
 * What an id may look like: a GUID, with or without braces, or any short plain word. It becomes a
 * part of links.
 */
export const ID_PATTERN = /^[\w.{}-]{1,128}$/;

const readId: Reader<string> = (path, value, notes) => {
  const id = typeof value === "string" ? value.trim() : "";
  if (ID_PATTERN.test(id)) return id;
  notes.issues.push(issue(path, "an id such as 2c9079b0-76b4-415f-bca8-de1450cedf79", value));
  return undefined;
};

/**
 * Items are needed with the type `SelectedItems`, where the job has none yet, and have no effect
 * with the other.
 */
function readItems(
  field: Field,
  backupType: BackupType | undefined,
  rules: RequestRules,
  notes: Notes,
): JobRequest["selectedItems"] {
  const type = backupType ?? rules.present?.backupType;
  const isNeeded = type === "SelectedItems" && rules.present?.selectedItems === undefined;
  const items = (isNeeded ? readRequired : readOptional)(
    field,
    selectedItemsReader(rules.version),
    notes,
  );
  if (type !== "EntireOrganization") return items;
  if (isGiven(field))
    notes.warnings.push(
      issue(
        field.path,
        `nothing beside backupType ${type}`,
        field.spellings[0]?.value,
        "it is ignored",
      ),
    );
  return undefined;
}

/** More items than this are refused (R27). */
export const MOST_ITEMS = 2_000;

/** An item nests no deeper than this (R27): the samples need two levels. */
const DEEPEST_ITEM = 16;

/** Flags of any version, in lower case. `site` is one too, except in an item of that type. */
const FLAGS = new Set([
  ...[
    "mailbox",
    "archivemailbox",
    "onedrive",
    "site",
    "sites",
    "personalsite",
    "teams",
    "teamschats",
    "chats",
  ],
  ...[
    "members",
    "membermail",
    "membermailbox",
    "memberarchive",
    "memberarchivemailbox",
    "memberonedrive",
    "membersite",
  ],
  ...["mail", "groupsite"],
]);

/** Makes the reader of `SelectedItems` for a version: from v5 on a `Team` can be selected too. */
export function selectedItemsReader(version: ApiVersion): Reader<readonly SelectedItem[]> {
  const types = [
    "PartialOrganization",
    "User",
    "Group",
    "Site",
    ...(dialectOf(version).hasTeams ? ["Team"] : []),
  ];
  const readType = oneOf(types);
  const readItem: Reader<SelectedItem> = (path, value, notes) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      notes.issues.push(
        issue(path, `an item: an object whose type is one of ${types.join(", ")}`, value),
      );
      return undefined;
    }
    if (isDeeperThan(value, DEEPEST_ITEM)) {
      notes.issues.push(issue(path, `an item that nests at most ${DEEPEST_ITEM} deep`, value));
      return undefined;
    }
    const field = fieldOf(value, path, "type");
    const type = readType(field.path, field.spellings[0]?.value, notes);
    for (const key of Object.keys(value)) {
      const name = key.toLowerCase();
      const given = ownValue(value, key);
      const isThing =
        name === "site" && type !== "PartialOrganization" && typeof given === "object";
      if (FLAGS.has(name) && !isThing && given !== null)
        readBoolean(pathTo(path, key), given, notes);
    }
    if (type !== undefined && type !== "PartialOrganization")
      readThing(type, fieldOf(value, path, type.toLowerCase()), notes);
    return value as SelectedItem;
  };
  return (path, value, notes) => {
    if (!Array.isArray(value) || value.length === 0 || value.length > MOST_ITEMS) {
      notes.issues.push(issue(path, `an array of 1 to ${MOST_ITEMS} items`, value));
      return undefined;
    }
    const before = notes.issues.length;
    const items = Array.from(value, (item: unknown, index) =>
      readItem(`${path}[${index}]`, item, notes),
    );
    return notes.issues.length > before ? undefined : (items as SelectedItem[]);
  };
}

/** The user, group, site or team that an item selects: known by its id, or a site by its URL. */
function readThing(
  type: string,
  field: ReturnType<typeof fieldOf>,
  notes: Parameters<Reader<unknown>>[2],
): void {
  const thing = field.spellings[0]?.value;
  const isObject = typeof thing === "object" && thing !== null && !Array.isArray(thing);
  const names = type === "Site" ? ["id", "url"] : ["id"];
  const texts = isObject
    ? names.map((name) => fieldOf(thing, field.path, name).spellings[0]?.value)
    : [];
  if (texts.some((text) => typeof text === "string" && text.trim() !== "")) return;
  const expected = `an object with the ${names.join(" or ")} of the ${type.toLowerCase()}`;
  notes.issues.push(
    issue(
      field.path,
      expected,
      thing,
      isObject ? undefined : `an item of type ${show(type)} needs one`,
    ),
  );
}

/**
 * Whether a value nests deeper than so many levels. Looks at each part once; no recursion that a
 * hostile input could exhaust.
 */
export function isDeeperThan(value: unknown, levels: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= levels; depth += 1) {
    level = level.flatMap((part) =>
      typeof part === "object" && part !== null
        ? Object.keys(part).map((key) => ownValue(part, key))
        : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}
