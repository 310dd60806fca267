/**
 * Exports for tests: what comes of them in memory, and fleets whose names mean harm.
 */
import fc from "fast-check";
import { parsePolicy, simulate, type Timeline } from "../../src/index.ts";
import type { Sink } from "../../src/export/sink.ts";

/** All pieces, one after the other. */
export async function bytesOf(write: (sink: Sink) => Promise<void>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  await write((piece: Uint8Array) => void pieces.push(piece));
  return Buffer.concat(pieces);
}

/** The same as text. */
export async function textOf(write: (sink: Sink) => Promise<void>): Promise<string> {
  return new TextDecoder("utf-8", { fatal: true }).decode(await bytesOf(write));
}

/** Quotes, breaks, formulas, signs of other scripts and of none. */
export const NASTY = [
  'say "hello"',
  "a,b;c\td",
  "line\nfeed",
  "carriage\rreturn\r\n",
  "=cmd|' /C calc'!A0",
  "+1",
  "-2",
  "@SUM(1)",
  "\t=1",
  "\r=1",
  "'=already",
  "''",
  "",
  " ",
  "\ufeffmark",
  "\u202egnirts",
  "مرحبا",
  "👩‍👩‍👧 mail 🇩🇪".repeat(9),
  "\\;,\\n",
  "BEGIN:VEVENT\r\nUID:x",
  "a\u0007b\u0000c\u007f",
  "\u2028\u2029\u0085",
  "__proto__",
  "\uff1dfull width",
];

/** Names that mean harm. Halves of characters are left out: UTF-8 has none. */
export const names = fc
  .oneof(
    fc.constantFrom(...NASTY),
    fc.string({ unit: "binary" }),
    fc
      .tuple(fc.constantFrom("=", "+", "-", "@", "\t", "\r", "'", '"'), fc.string())
      .map((two) => two.join("")),
  )
  .filter((name) => !/\p{Cs}/u.test(name));

const policies = fc
  .constantFrom(
    { type: "Periodically", periodicallyEvery: "Hours8" },
    { type: "Daily", dailyType: "Everyday", dailyTime: "22:15", retryEnabled: true },
    { type: "Periodically", periodicallyEvery: "Minutes30" },
  )
  .map((policy) => parsePolicy({ ...policy, retryNumber: 1, retryWaitInterval: 5 }));

const jobs = fc.uniqueArray(
  fc.record({
    id: names.filter((name) => name.trim() !== ""),
    name: fc.option(names, { nil: undefined }),
    policy: policies,
    failed: fc.constantFrom(0, 0.3),
  }),
  { minLength: 1, maxLength: 5, selector: ({ id }) => id },
);

/** Timelines of some days, whose jobs have such names and share two slots. */
export const timelines: fc.Arbitrary<Timeline> = fc
  .tuple(jobs, fc.nat(1_000), fc.constantFrom("UTC", "Europe/Berlin", "Asia/Kathmandu"))
  .map(([list, seed, zone]) =>
    simulate(
      {
        clock: { zone },
        proxies: [{ id: "p", slots: 2 }],
        jobs: list.map(({ id, name, policy, failed }) => ({
          id,
          ...(name === undefined ? {} : { name }),
          policy,
          proxyId: "p",
          workload: { duration: { uniform: ["PT1M", "PT2H"] }, failed },
        })),
      },
      { from: "2026-03-27", to: "2026-03-31", seed },
    ),
  );

/** What a reader of our CSV does with a cell that begins as a formula behind an apostrophe. */
export function undefused(cell: string): string {
  return /^'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(cell) ? cell.slice(1) : cell;
}

/** What people call a job. */
export function labelIn({ fleet }: Timeline, id: string): string {
  return fleet.jobs.find((job) => job.id === id)?.name ?? id;
}
