import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCanonical, parsePolicy, safeParsePolicy } from "../../../src/core/policy/parse.ts";

const DAILY = { type: "Daily", dailyType: "Everyday", dailyTime: "01:00:00" };
const ALL_WEEK = Array.from({ length: 168 }, () => true);

describe("hostile input (R27)", () => {
  it("should treat __proto__ and friends as unknown keys, at every level", () => {
    const keys =
      '"__proto__": { "type": "Daily" }, "constructor": 1, "prototype": 2, "toString": 3, ' +
      '"hasOwnProperty": 4';
    const input: unknown = JSON.parse(
      `{ ${keys}, "type": "ManualOnly", "backupWindowSettings": { ${keys}, "backupWindow": ` +
        `${JSON.stringify(ALL_WEEK)} } }`,
    );
    const result = safeParsePolicy(input);
    expect(result.ok && JSON.stringify(result.policy)).toBe(
      JSON.stringify({
        backupWindowEnabled: true,
        backupWindowSettings: { backupWindow: ALL_WEEK, minuteOffset: 0 },
        type: "ManualOnly",
        retryEnabled: false,
      }),
    );
    expect(result.warnings.map(({ path }) => path)).toEqual(
      ["schedulePolicy", "schedulePolicy.backupWindowSettings"].flatMap((path) =>
        ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"].map(
          (key) => `${path}.${key}`,
        ),
      ),
    );
    expect(({} as Record<string, unknown>)["type"]).toBeUndefined();
  });

  it("should not see what an object inherits", () => {
    const inherited = Object.create(DAILY, {
      dailyTime: { value: "02:00", enumerable: true },
    }) as object;
    expect(safeParsePolicy(inherited)).toMatchObject({
      ok: false,
      issues: [{ path: "schedulePolicy.type", received: "nothing" }],
    });
    const window = { backupWindow: Object.assign(new Array<boolean>(168), { 0: true }) };
    const result = safeParsePolicy({ ...DAILY, backupWindowSettings: window });
    expect(result.ok ? 0 : result.issues.length).toBe(167);
  });

  it("should call nothing of the input: no getter, no toJSON, no valueOf", () => {
    const boom = () => {
      throw new Error("called");
    };
    const trap = { toJSON: boom, valueOf: boom, toString: boom, [Symbol.toPrimitive]: boom };
    const withGetter = Object.defineProperty({ ...DAILY, retryNumber: trap }, "dailyTime", {
      get: boom,
      enumerable: true,
    });
    const result = safeParsePolicy(withGetter);
    expect(result.ok ? [] : result.issues.map(({ path, received }) => [path, received])).toEqual([
      ["schedulePolicy.dailyTime", "a function"],
      ["schedulePolicy.retryNumber", "an object with keys toJSON, valueOf, toString"],
    ]);
    const backupWindow = Object.defineProperty([...ALL_WEEK], 5, { get: boom, enumerable: true });
    expect(safeParsePolicy({ ...DAILY, backupWindowSettings: { backupWindow } })).toMatchObject({
      ok: false,
      issues: [
        { path: "schedulePolicy.backupWindowSettings.backupWindow[5]", received: "a function" },
      ],
    });
  });

  it("should list 100 unknown keys and count the rest", () => {
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`key${i}`, i]));
    const result = safeParsePolicy({ ...many, ...DAILY });
    expect(result.ok).toBe(true);
    expect(result.warnings).toHaveLength(101);
    expect(result.warnings[99]?.path).toBe("schedulePolicy.key99");
    expect(result.warnings[100]?.message).toMatch(
      /^expected known settings, received an object .*; 99900 more unknown keys are ignored$/,
    );
    const exactly = Object.fromEntries(Object.entries(many).slice(0, 100));
    expect(safeParsePolicy({ ...exactly, ...DAILY }).warnings).toHaveLength(100);
  });

  it("should say once that a setting is given many times, once that it has an alias", () => {
    const name = "schedulepolicytype";
    const cases = Array.from({ length: 2 ** 12 }, (_, bits) =>
      [...name].map((c, i) => ((bits >> i) & 1 ? c.toUpperCase() : c)).join(""),
    );
    const again = (value: (i: number) => unknown) =>
      Object.fromEntries(cases.map((key, i) => [key, value(i)]));
    expect(safeParsePolicy(again(() => "ManualOnly")).warnings).toHaveLength(2);
    const result = safeParsePolicy(again((i) => `no type ${i}`));
    expect(result.ok ? [] : result.issues.map(({ path }) => path)).toEqual([
      `schedulePolicy.${name}`,
    ]);
  });

  it("should make one issue of a mask of the wrong length, however long", () => {
    for (const [backupWindow, length] of [
      [[], "0"],
      [ALL_WEEK.slice(1), "167"],
      [[...ALL_WEEK, true], "169"],
      [new Array<boolean>(2 ** 32 - 1), "4,294,967,295"],
    ] as const) {
      const result = safeParsePolicy({ ...DAILY, backupWindowSettings: { backupWindow } });
      expect(result.ok ? [] : result.issues).toEqual([
        {
          path: "schedulePolicy.backupWindowSettings.backupWindow",
          message:
            "expected an array of 168 booleans, Sunday 00:00 first, received an array of " + length,
          expected: "an array of 168 booleans, Sunday 00:00 first",
          received: `an array of ${length}`,
        },
      ]);
    }
  });

  it("should not descend into nesting without end, nor follow a circle", () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    const circle: Record<string, unknown> = { ...DAILY };
    circle["backupWindowSettings"] = circle;
    circle["retryNumber"] = deep;
    const result = safeParsePolicy(circle);
    expect(result.ok ? [] : result.issues.map(({ path }) => path)).toEqual([
      "schedulePolicy.backupWindowSettings.backupWindow",
      "schedulePolicy.retryNumber",
    ]);
  });

  it("should keep its messages short and on one line each, whatever the keys and values", () => {
    const long = "x".repeat(5_000_000);
    const lines = "a\nb\u001b[31m".repeat(1_000);
    const result = safeParsePolicy({
      type: long,
      dailyTime: lines,
      [long]: 1,
      [lines]: 1,
      backupWindowSettings: { [lines]: 1 },
      retryNumber: { "a\nb": 1 },
    });
    expect(result.ok).toBe(false);
    for (const { path, message } of [...(result.ok ? [] : result.issues), ...result.warnings]) {
      expect(path.length + message.length).toBeLessThan(500);
      expect(`${path}: ${message}`).not.toMatch(/[\n\u001b]/);
    }
  });

  it("should never throw, but give its own policy or issues under the path, for any value", () => {
    const names = [
      "type",
      "DailyType",
      "dailyTime",
      "periodicallyEvery",
      "backupWindow",
      "backupWindowSettings",
      "retryNumber",
      "scheduleEnabled",
    ];
    const values = fc.anything({
      withNullPrototype: true,
      withSparseArray: true,
      withTypedArray: true,
      withDate: true,
      withMap: true,
      withBigInt: true,
    });
    const objects = fc.dictionary(
      fc.oneof(fc.constantFrom(...names), fc.string()),
      fc.oneof(values, fc.constantFrom("Daily", "Hours1", "01:00", "Friday")),
    );
    fc.assert(
      fc.property(fc.oneof(values, objects), (input) => {
        const result = safeParsePolicy(input, "here");
        if (result.ok) expect(isCanonical(result.policy)).toBe(true);
        else {
          expect(result.issues.length).toBeGreaterThan(0);
          for (const { path } of result.issues) expect(path).toMatch(/^here($|[.[])/);
          expect(() => parsePolicy(input)).toThrow();
        }
      }),
      { numRuns: 500 },
    );
  });
});
