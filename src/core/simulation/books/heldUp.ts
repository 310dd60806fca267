/**
 * One wait for room, and which resources were full meanwhile: what is told of it is what was seen.
 *
 * Whoever waits lacks room somewhere at every moment (R22). A resource that was full all that time
 * is what was waited for. Where none was, each had room at some time, and they were never free at
 * once.
 */
import { lengthText } from "../../time/length.js";
import { type Needed, RESOURCE_KINDS } from "../fleet.js";

/** A resource that was full while an attempt waited. */
export interface FullMeanwhile extends Needed {
  /** For so much of the wait, ms: above 0. */
  readonly full: number;
}

/** One attempt's wait; instants in epoch ms. */
export interface HeldUp {
  /** When it joined the line. */
  readonly from: number;
  /** When it started, was dropped because its window closed, or the span ended. */
  readonly to: number;
  /** Whether it started then. */
  readonly started: boolean;
  /** Those of its resources that were full meanwhile, the longest first. */
  readonly resources: readonly FullMeanwhile[];
}

/** A wait as numbers; `full` in the order of the job's needs, ms. */
export interface LineWait {
  readonly from: number;
  readonly to: number;
  readonly started: boolean;
  readonly full: ArrayLike<number>;
}

/** An attempt needs at most one resource of each kind. */
export const MOST_NEEDS = RESOURCE_KINDS.length;

/** A wait with the names of what the job needs. */
export function heldUp({ from, to, started, full }: LineWait, needs: readonly Needed[]): HeldUp {
  // Most wait for one: of 50,000 that is worth a line of its own.
  if (needs.length === 1)
    return { from, to, started, resources: full[0]! > 0 ? [{ ...needs[0]!, full: full[0]! }] : [] };
  const resources = needs
    .map((need, index) => ({ ...need, full: full[index]! }))
    .filter((resource) => resource.full > 0)
    .sort((a, b) => b.full - a.full);
  return { from, to, started, resources };
}

/** `7 h 30 min for proxy-1`, `30 d because proxy-1 and repo-2 were never free at once`. */
export function waitText({ from, to, resources }: HeldUp): string {
  const throughout = resources.filter(({ full }) => full === to - from);
  return throughout.length > 0
    ? `${lengthOf(to - from)} for ${namesOf(throughout)}`
    : `${lengthOf(to - from)} because ${namesOf(resources)} were never free at once`;
}

/**
 * What a wait for resources that were never free at once was like, and what it cost: `skipped`
 * starts of the job came meanwhile.
 */
export function passedByText(wait: HeldUp, skipped: number): string {
  const fulls = listed(wait.resources.map(({ full }) => lengthOf(full)));
  const effects = [
    ...(wait.started ? [] : ["the attempt never began"]),
    ...(skipped === 0
      ? []
      : [`${skipped === 1 ? "1 start was" : `${skipped} starts were`} skipped meanwhile`]),
  ];
  return `waited ${waitText(wait)} (full for ${fulls} of it); ${listed(effects)}`;
}

/** A name such as `repo-mail` says of what kind it is. */
const KIND_LETTERS = 4;

/** `proxy-1`, `proxy P`: the kind is said where what it is called does not say it. */
export function resourceName({ of, id, name = id }: Needed): string {
  return name.toLowerCase().includes(of.slice(0, KIND_LETTERS)) ? name : `${of} ${name}`;
}

/** `proxy-1`, `proxy P and repository R`. */
function namesOf(resources: readonly Needed[]): string {
  return listed(resources.map(resourceName));
}

function lengthOf(ms: number): string {
  return lengthText(ms, { toMinutes: true });
}

function listed(words: readonly string[]): string {
  return words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} and ${words.at(-1)!}`;
}
