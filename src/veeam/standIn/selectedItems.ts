/**
 * `SelectedItems`: what a job of that type backs up, with its flags; and `ExcludedItems`, what it
 * leaves out.
 *
 * Items are checked and then kept as they were sent: what a version of the API adds to them is
 * nobody's concern here, as long as the flags are booleans and the thing that is selected has an
 * id.
 */
import { issue, pathTo, show } from "../../core/input/issues.js";
import { type Field, type Notes, ownValue, type Reader } from "../../core/input/reader.js";
import { oneOf, readBoolean } from "../../core/input/scalars.js";
import { fieldOf, isObject } from "../lists/fields.js";
import type { SelectedItem } from "./jobRecord.js";

/** More items than this are refused (R27). */
const MOST_ITEMS = 2_000;

/** An item nests no deeper than this (R27): the samples need two levels. */
const DEEPEST_ITEM = 16;

/** Flags of any version, in lower case. `site` is one too, except in an item of that type. */
const FLAGS = new Set(
  (
    "mailbox archivemailbox onedrive site sites personalsite teams teamschats chats " +
    "members membermail membermailbox memberarchive memberarchivemailbox memberonedrive " +
    "membersite mail groupsite"
  ).split(" "),
);

/** Items of these types select nothing by its id. */
const WITHOUT_THING = new Set(["PartialOrganization", "PersonalSites", "OneDriveFolders"]);

/**
 * Makes the reader of `SelectedItems`, in which items of these types can be selected; of
 * `ExcludedItems`, too, which may be none at all (`least` 0).
 */
export function selectedItemsReader(
  types: readonly string[],
  least: 0 | 1 = 1,
): Reader<readonly SelectedItem[]> {
  const readType = oneOf(types);
  const readItem: Reader<SelectedItem> = (path, value, notes) => {
    if (!isObject(value)) {
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
    if (type !== undefined && !WITHOUT_THING.has(type))
      readThing(type, fieldOf(value, path, type.toLowerCase()), notes);
    return value as SelectedItem;
  };
  return (path, value, notes) => {
    if (!Array.isArray(value) || value.length < least || value.length > MOST_ITEMS) {
      notes.issues.push(issue(path, `an array of ${least} to ${MOST_ITEMS} items`, value));
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
function readThing(type: string, field: Field, notes: Notes): void {
  const thing = field.spellings[0]?.value;
  const names = type === "Site" ? ["id", "url"] : ["id"];
  const texts = isObject(thing)
    ? names.map((name) => fieldOf(thing, field.path, name).spellings[0]?.value)
    : [];
  if (texts.some((text) => typeof text === "string" && text.trim() !== "")) return;
  const expected = `an object with the ${names.join(" or ")} of the ${type.toLowerCase()}`;
  notes.issues.push(
    issue(
      field.path,
      expected,
      thing,
      isObject(thing) ? undefined : `an item of type ${show(type)} needs one`,
    ),
  );
}

/**
 * Whether a value nests deeper than so many levels. Looks at each part once; no recursion that a
 * hostile input could exhaust.
 */
function isDeeperThan(value: unknown, levels: number): boolean {
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
