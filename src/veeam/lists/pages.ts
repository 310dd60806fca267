/**
 * What lists of the product's API come in, in any version: an array, a page `{ results: [...] }`,
 * one object alone, or an array of several pages.
 *
 * Whatever is in them is handed on untouched with the path to it: an entry that is none costs
 * itself when it is read, and no other.
 */
import { grouped } from "../../core/input/numberText.js";
import { issue } from "../../core/input/issues.js";
import { isGiven, type Notes, ownValue } from "../../core/input/reader.js";
import { fieldOf, isObject } from "./fields.js";

/** One entry of a list, and where it stands: `sessions[1].results[3]`. */
export interface Entry {
  readonly path: string;
  readonly value: unknown;
}

/** What is in a list: `proxies`, and how many of them there may be (R27). */
export interface ListKind {
  readonly name: string;
  readonly most: number;
}

/**
 * The entries of a list that stands at `path`, those of its pages one after the other. `undefined`
 * after an issue where it is no list at all: a text, a number, a page whose results are no array.
 * More than there may be are left out, with an issue; a last page that names another one is a
 * warning.
 */
export function entriesOf(
  json: unknown,
  path: string,
  { name, most }: ListKind,
  notes: Notes,
): Entry[] | undefined {
  if (!isObject(json) && !Array.isArray(json)) {
    notes.issues.push(
      issue(path, `a list of ${name}: an array, a page { results: [...] } or one`, json),
    );
    return undefined;
  }
  const entries: Entry[] = [];
  let count = 0;
  let lastPage: Entry | undefined;
  const take = (list: readonly unknown[], at: string): void => {
    count += list.length;
    for (let index = 0; index < list.length && entries.length < most; index += 1)
      entries.push({ path: `${at}[${index}]`, value: ownValue(list, String(index)) });
  };
  const takePage = (page: object, at: string): boolean => {
    const results = fieldOf(page, at, "results").spellings[0];
    if (results === undefined) return false;
    if (Array.isArray(results.value)) {
      take(results.value, results.path);
      lastPage = { path: at, value: page };
    } else notes.issues.push(issue(results.path, `an array of ${name}`, results.value));
    return true;
  };

  if (!Array.isArray(json)) {
    const known = notes.issues.length;
    if (!takePage(json, path)) entries.push({ path, value: json });
    if (notes.issues.length > known) return undefined;
  } else if (json.some(isPage)) {
    for (let index = 0; index < json.length; index += 1) {
      const at = `${path}[${index}]`;
      const value = ownValue(json, String(index));
      if (Array.isArray(value)) take(value, at);
      else if (!isObject(value) || !takePage(value, at)) {
        count += 1;
        if (entries.length < most) entries.push({ path: at, value });
      }
    }
  } else take(json, path);

  if (count > most)
    notes.issues.push(
      issue(path, `at most ${grouped(most)} ${name}`, json, "the rest is left out"),
    );
  if (isObject(lastPage?.value)) warnOfFurtherPages(lastPage.value, lastPage.path, name, notes);
  return entries;
}

/** Whether an element of an array is a list itself: then it is an array of pages. */
function isPage(element: unknown): boolean {
  if (Array.isArray(element)) return true;
  if (!isObject(element)) return false;
  // Asked of every element: the length of a key is compared before its letters.
  return Object.keys(element).some(
    (key) =>
      key.length === 7 && key.toLowerCase() === "results" && Array.isArray(ownValue(element, key)),
  );
}

/** A page that names a next one is not the whole list: what is not here cannot be told. */
export function warnOfFurtherPages(page: object, path: string, name: string, notes: Notes): void {
  const links = fieldOf(page, path, "_links").spellings[0];
  if (links === undefined || !isObject(links.value)) return;
  const next = fieldOf(links.value, links.path, "next");
  if (!isGiven(next)) return;
  notes.warnings.push(
    issue(
      next.path,
      "the last page",
      next.spellings[0]!.value,
      `there are more ${name} on the pages after this one`,
    ),
  );
}
