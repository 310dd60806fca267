/**
 * Bodies that are no good requests, or hardly: any JSON, valid bodies that were damaged, other
 * types in the place of good ones, and bodies as large as a server takes.
 */
import fc from "fast-check";
import { request as job, seed } from "./veeamJobs.ts";

const valid = [...seed.examples.map((example) => example.request.join("\n")), JSON.stringify(job)];

/**
 * Valid bodies, damaged: cut, doubled, with bytes changed, values of other types in the place of
 * good ones.
 */
const cut = fc
  .tuple(fc.constantFrom(...valid), fc.nat(2_000))
  .map(([text, at]) => text.slice(0, at % text.length));
const overwritten = fc
  .tuple(
    fc.constantFrom(...valid),
    fc.array(fc.tuple(fc.nat(5_000), fc.constantFrom(...'{}[]",:0tn\\\u0000\ud800 é')), {
      minLength: 1,
      maxLength: 5,
    }),
  )
  .map(([text, edits]) =>
    edits.reduce(
      (now, [at, char]) => now.slice(0, at % now.length) + char + now.slice((at % now.length) + 1),
      text,
    ),
  );
const values = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom("", "__proto__", -1, 1e308, null, [], {}, "true", "25:00", [[[[]]]]),
);
const wrongTypes = fc
  .dictionary(
    fc.constantFrom(
      "name",
      "BackupType",
      "SelectedItems",
      "SchedulePolicy",
      "repositoryId",
      "RunNow",
      "isEnabled",
      "__proto__",
      "constructor",
      "toString",
    ),
    values,
  )
  .map((changes) => {
    const members = [...Object.entries(changes), ...Object.entries(job)]
      .slice(0, 6)
      .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
    return `{ ${members.join(", ")} }`;
  });
const wrongPolicies = fc
  .dictionary(
    fc.constantFrom(
      "type",
      "dailyType",
      "dailyTime",
      "periodicallyEvery",
      "backupWindow",
      "backupWindowSettings",
      "retryNumber",
      "__proto__",
    ),
    values,
  )
  .map((schedulePolicy) => JSON.stringify({ ...job, schedulePolicy }));
const huge = fc.constantFrom(
  "[".repeat(200_000),
  `${"[".repeat(100_000)}${"]".repeat(100_000)}`,
  `{"a":${"1".repeat(250_000)}}`,
  `"${"x".repeat(250_000)}"`,
  "x".repeat(300_000),
  `{"selectedItems":[${"{},".repeat(60_000)}{}]}`,
);
/** Any of them; a few are good after all. */
export const bodies = fc.oneof(
  { weight: 8, arbitrary: fc.json() },
  { weight: 8, arbitrary: cut },
  { weight: 8, arbitrary: overwritten },
  { weight: 10, arbitrary: wrongTypes },
  { weight: 6, arbitrary: wrongPolicies },
  { weight: 1, arbitrary: huge },
  { weight: 2, arbitrary: fc.string() },
);

/** Where to send them: method and path, `ID` for the id of a job. */
export const targets = fc.constantFrom(
  "POST /v3/Organizations/o/Jobs",
  "POST /v8/Jobs",
  "PUT /v5/Jobs/ID",
  "POST /v3/Jobs/ID/action",
  "PUT /_runcast/clock",
);
