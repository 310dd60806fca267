/**
 * The body of a request that creates or edits a job: its settings as far as they are given, in any
 * letter case.
 *
 * Every issue at once (R26). What a representation says and nobody can set (`nextRun`, `_links`,
 * ...) is passed over, so that a script may send back what it got.
 */
import { issue } from "../../core/input/issues.js";
import {
  type Field,
  isGiven,
  knownKeys,
  type Notes,
  type Reader,
  readKeys,
  readOptional,
  readRequired,
} from "../../core/input/reader.js";
import { oneOf, readBoolean } from "../../core/input/scalars.js";
import type { SchedulePolicy } from "../../core/policy/types.js";
import { isObject } from "../lists/fields.js";
import type { Dialect } from "./dialects.js";
import { BACKUP_TYPES, type BackupType, type SelectedItem } from "./jobRecord.js";
import { selectedItemsReader } from "./selectedItems.js";

/** What a request asks for; `undefined` is not given, or bad and noted. */
export interface JobRequest {
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly backupType: BackupType | undefined;
  readonly selectedItems: readonly SelectedItem[] | undefined;
  readonly excludedItems: readonly SelectedItem[] | undefined;
  readonly schedulePolicy: SchedulePolicy | undefined;
  readonly organizationId: string | undefined;
  readonly proxyId: string | undefined;
  readonly repositoryId: string | undefined;
  readonly runNow: boolean;
  readonly isEnabled: boolean | undefined;
}

/** How a request is read. */
export interface RequestRules {
  readonly dialect: Pick<Dialect, "itemTypes">;
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
    "excludedItems",
    ...(["organizationId", "proxyId", "repositoryId", "runNow", "isEnabled"] as const),
    // said, never set
    ...(["id", "nextRun", "lastRun", "lastStatus", "lastBackup", "_links", "_actions"] as const),
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
    excludedItems: read("excludedItems", selectedItemsReader(rules.dialect.itemTypes, 0)),
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
 * part of links, so it is neither `.` nor `..`, which are no names in a path.
 */
export const ID_PATTERN = /^(?!\.{1,2}$)[\w.{}-]{1,128}$/;

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
    selectedItemsReader(rules.dialect.itemTypes),
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
