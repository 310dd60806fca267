/**
 * A field of an object of the product's API: its name in any letter case, null as good as absent
 * (R25); instants as the product writes them.
 *
 * Unlike those of a policy, the other keys of a job or a session are nobody's concern: no warning
 * names them.
 */
import { issue, pathTo } from "../../core/input/issues.js";
import { type Field, ownValue, type Reader, type Spelling } from "../../core/input/reader.js";
import { DAY_MS } from "../../core/time/instant.js";
import { writtenTime } from "../../core/time/written.js";
import { instantsShowing, type ZoneTable } from "../../core/time/zone.js";

/** Finds the field of that name, at every place where the object has it. */
export function fieldOf(object: object, path: string, name: string): Field {
  const lower = name.toLowerCase();
  const spellings = Object.keys(object)
    .filter((key) => key.toLowerCase() === lower)
    .map((key) => ({ path: pathTo(path, key), value: ownValue(object, key) }))
    .filter(({ value }) => value !== undefined && value !== null);
  return { path: spellings[0]?.path ?? pathTo(path, name), spellings };
}

/** The fields of one object: the field of the first of some names that it has. */
export type Fields = (...names: string[]) => Field;

/**
 * The fields of an object, whose keys are looked at once. Asked for several names, the field is the
 * first of them that the object has; the first of all where it has none.
 */
export function fieldsOf(object: object, path: string): Fields {
  const byName = new Map<string, Spelling[]>();
  for (const key of Object.keys(object)) {
    const value = ownValue(object, key);
    if (value === undefined || value === null) continue;
    const name = key.toLowerCase();
    const known = byName.get(name);
    const spelling = { path: pathTo(path, key), value };
    if (known === undefined) byName.set(name, [spelling]);
    else known.push(spelling);
  }
  return (...names) => {
    for (const name of names) {
      const spellings = byName.get(name.toLowerCase());
      if (spellings !== undefined) return { path: spellings[0]!.path, spellings };
    }
    return { path: pathTo(path, names[0]!), spellings: [] };
  };
}

/** Reads a text on which nothing depends: a bad one is only a warning. Empty is absent. */
export const readOptionalText: Reader<string> = (path, value, notes) => {
  if (typeof value === "string") return value.trim() === "" ? undefined : value;
  notes.warnings.push(issue(path, "a text", value, "it is ignored"));
  return undefined;
};

/**
 * The last part of the path of an object's link, which is the id of what it links to; `undefined`
 * where it has no such link.
 */
export function linkedId(field: Fields, name: string): string | undefined {
  const links = field("_links").spellings[0]?.value;
  const link = isObject(links) ? fieldOf(links, "", name).spellings[0]?.value : undefined;
  const href = isObject(link) ? fieldOf(link, "", "href").spellings[0]?.value : undefined;
  const id = typeof href === "string" ? /([^/?#]+)\/?(?:[?#].*)?$/.exec(href)?.[1] : undefined;
  return id;
}

/** Whether a value is an object, and no array. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The instant of a text, epoch ms; UTC where it names no offset. `undefined` where the text is
 * none, and for dates up to 1970: .NET writes the year 1 for "never".
 *
 * `instantOfText("2017-04-01T03:12:15.3635382-07:00") // => 1491041535363`
 */
export function instantOfText(text: string): number | undefined {
  const written = writtenTime(text);
  if (written?.hasTime !== true) return undefined;
  const instant = written.wall - (written.offsetMs ?? 0);
  return instant > 0 ? instant : undefined;
}

/**
 * The instants that a text may mean, epoch ms: the one that it names with its offset; without one,
 * those at which the zone's clock shows it, none in a gap, two in an overlap. `undefined` as for
 * `instantOfText`.
 */
export function instantsOfText(text: string, zone: ZoneTable): readonly number[] | undefined {
  const written = writtenTime(text);
  // No clock is a day away from UTC, and nothing is told of 1970.
  if (written?.hasTime !== true || written.wall <= DAY_MS) return undefined;
  const { wall, offsetMs } = written;
  return offsetMs === undefined ? instantsShowing(zone, wall) : [wall - offsetMs];
}
