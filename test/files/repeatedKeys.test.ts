/**
 * Keys that stand twice: found wherever they stand, and in nothing that a writer of JSON writes.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstRepeatedKey } from "../../src/files/repeatedKeys.ts";
import { parseJson } from "../../src/files/jsonText.ts";
import { readFleet } from "../../src/index.ts";
import { runHere } from "../support/cliRun.ts";
import { scratch } from "../support/scratch.ts";

const DAILY = '"type":"Daily","dailyType":"Everyday"';
const TWICE =
  `[{"id":"a","name":"Mail","schedulePolicy":{${DAILY},"dailyTime":"22:00",\n` +
  `"dailyTime":"23:00"}}]`;

describe("firstRepeatedKey", () => {
  it.each([
    ['{"a":1,"a":2}', { at: 7, key: "a" }],
    ['[{"a":1},{"a":2}]', undefined],
    ['{"a":{"a":1},"b":{"a":1}}', undefined],
    ['{"a":{"b":1,"b":2}}', { at: 12, key: "b" }],
    ['{"a":[{"b":1}],"a":2}', { at: 15, key: "a" }],
    ['{"a":"a","b":"\\"a\\":","c":"{"}', undefined],
    ["[1,2,1,2]", undefined],
    ['{"":1,"":2}', { at: 6, key: "" }],
    ['"a"', undefined],
  ])("should look at %s", (text, found) => {
    expect(firstRepeatedKey(text)).toEqual(found);
  });

  it("should find nothing in what JSON.stringify writes, and a key that is written again", () => {
    const depth = { maxDepth: 3, depthSize: "small" } as const;
    fc.assert(
      fc.property(fc.array(fc.jsonValue(depth), { maxLength: 4 }), fc.string(), (values, key) => {
        const written = values.map((value) => JSON.stringify(value));
        expect(firstRepeatedKey(`[${written.join(",")}]`)).toBeUndefined();
        const name = JSON.stringify(key);
        const twice = `[${[...written, `{${name}:1,${name}:2}`].join(",")}]`;
        expect(firstRepeatedKey(twice)?.key).toBe(name.slice(1, -1));
      }),
    );
  });
});

describe("a key that stands twice", () => {
  const directory = scratch();
  const said = 'line 2, column 1: "dailyTime" stands twice in one object, and only the last counts';

  it("should be told with its line, and the last is read as every parser does", () => {
    expect(parseJson(TWICE, true)).toMatchObject({ ok: true, oddity: said });
    const { fleet, warnings } = readFleet(TWICE);
    expect(fleet.jobs[0]!.policy).toMatchObject({ dailyTime: "23:00:00" });
    expect(warnings.map(({ message }) => message)).toEqual([said]);
  });

  it("should be told by a command once", async () => {
    const file = join(directory, "twice.json");
    writeFileSync(file, TWICE);
    const { code, err, out } = await runHere(["next", file]);
    expect([code, err.split("twice.json: ").at(-1)]).toEqual([0, `${said}\n`]);
    expect(out).toContain("23:00");
  });
});
