/**
 * Random policies of every kind, for laws: masks, windows, canonical policies, and the same
 * policies as a careless client would spell them.
 */
import fc from "fast-check";
import { parsePolicy } from "../../src/core/policy/parse.ts";
import type { SchedulePolicy, WindowSettings } from "../../src/core/policy/types.ts";

const HOURS = Array.from({ length: 168 }, (_, hour) => hour);

/** A mask as people draw them: the same hours, over midnight or not, on some days. */
const drawnMasks: fc.Arbitrary<boolean[]> = fc
  .record({
    days: fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }),
    fromHour: fc.nat(23),
    length: fc.integer({ min: 1, max: 60 }),
    inverted: fc.boolean(),
  })
  .map(({ days, fromHour, length, inverted }) => {
    const open = new Set(
      days.flatMap((day) =>
        HOURS.slice(0, length).map((hour) => (day * 24 + fromHour + hour) % 168),
      ),
    );
    return HOURS.map((hour) => open.has(hour) !== inverted);
  });

/** Window masks: drawn ones, noise, one hour only, always and never (R10). */
export const masks: fc.Arbitrary<boolean[]> = fc.oneof(
  { weight: 6, arbitrary: drawnMasks },
  { weight: 3, arbitrary: fc.array(fc.boolean(), { minLength: 168, maxLength: 168 }) },
  { weight: 1, arbitrary: fc.nat(167).map((only) => HOURS.map((hour) => hour === only)) },
  { weight: 1, arbitrary: fc.boolean().map((allowed) => HOURS.map(() => allowed)) },
);

/** Windows in their canonical form, with an offset in one half of them (R11). */
export const windowSettings: fc.Arbitrary<WindowSettings> = fc.record(
  {
    backupWindow: masks,
    minuteOffset: fc.oneof(
      fc.constant(0),
      fc.constantFrom(15, 330, -420),
      fc.integer({ min: -1439, max: 1439 }),
    ),
  },
  { noNullPrototype: true },
);

const timesOfDay = fc
  .oneof(
    fc.tuple(fc.nat(23), fc.nat(59), fc.constant(0)),
    fc.tuple(fc.nat(23), fc.nat(59), fc.nat(59)),
    fc.constantFrom<[number, number, number][]>([0, 0, 0], [2, 30, 0], [23, 59, 59]),
  )
  .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));

const dailyTypes = fc.constantFrom(
  ...([
    "Everyday",
    "Workdays",
    "Weekends",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
  ] as const),
);

const intervals = fc.constantFrom(
  ...([
    "Minutes5",
    "Minutes10",
    "Minutes15",
    "Minutes30",
    "Hours1",
    "Hours2",
    "Hours4",
    "Hours8",
    "Hours12",
  ] as const),
);

const maybe = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: undefined });
const windows = fc.tuple(fc.boolean(), maybe(windowSettings));

/**
 * Canonical policies as plain input: what `JSON.parse` of a policy's own JSON gives, keys in
 * canonical order, not frozen. Settings that the type ignores are there now and then.
 */
export const policyInputs: fc.Arbitrary<SchedulePolicy> = fc
  .record({
    isOff: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    type: fc.constantFrom("Daily", "Daily", "Periodically", "Periodically", "ManualOnly"),
    dailyType: dailyTypes,
    dailyTime: timesOfDay,
    hasDaily: fc.tuple(fc.boolean(), fc.boolean()),
    every: intervals,
    hasEvery: fc.boolean(),
    offset: maybe(fc.integer({ min: 1, max: 59 })),
    backupWindow: windows,
    startWindow: windows,
    retryEnabled: fc.boolean(),
    retryNumber: fc.oneof(fc.nat(5), fc.nat(10_000)),
    retryWaitInterval: fc.oneof(fc.nat(60), fc.nat(10_000)),
    hasRetries: fc.tuple(fc.boolean(), fc.boolean()),
  })
  .map((draw) => {
    const { type, backupWindow, startWindow, retryEnabled } = draw;
    const input = {
      ...(draw.isOff && { scheduleEnabled: false }),
      backupWindowEnabled: backupWindow[0] && backupWindow[1] !== undefined,
      ...(backupWindow[1] && { backupWindowSettings: backupWindow[1] }),
      type,
      ...((type === "Daily" || draw.hasDaily[0]) && { dailyType: draw.dailyType }),
      ...((type === "Daily" || draw.hasDaily[1]) && { dailyTime: draw.dailyTime }),
      ...((type === "Periodically" || draw.hasEvery) && { periodicallyEvery: draw.every }),
      ...(draw.offset !== undefined &&
        draw.offset !== 0 && { periodicallyOffsetMinutes: draw.offset }),
      ...(startWindow[1] && {
        periodicallyWindowEnabled: startWindow[0],
        periodicallyWindowSettings: startWindow[1],
      }),
      retryEnabled,
      ...((retryEnabled || draw.hasRetries[0]) && { retryNumber: draw.retryNumber }),
      ...((retryEnabled || draw.hasRetries[1]) && { retryWaitInterval: draw.retryWaitInterval }),
    };
    return input as SchedulePolicy;
  });

/** Policies of every kind, made by `parsePolicy`: what `compile` takes. */
export const policies: fc.Arbitrary<SchedulePolicy> = policyInputs.map(parsePolicy);

/**
 * A canonical policy as plain input, beside the same policy in the spelling of a careless client
 * (R25).
 */
export interface SpelledPolicy {
  readonly canonical: SchedulePolicy;
  readonly liberal: Record<string, unknown>;
}

/**
 * Policies in two spellings: letter cases, quoted scalars, blanks, aliases, nulls, flags left out,
 * any order of keys (R25).
 */
export const spelledPolicies: fc.Arbitrary<SpelledPolicy> = fc
  .record({
    canonical: policyInputs,
    luck: fc.array(fc.nat(999), { minLength: 64, maxLength: 64 }),
  })
  .map(({ canonical, luck }) => {
    let drawn = 0;
    const pick = <Choice>(...choices: readonly Choice[]): Choice =>
      choices[luck[drawn++ % luck.length]! % choices.length]!;
    return { canonical, liberal: spellPolicy(canonical, pick) };
  });

type Pick = <Choice>(...choices: readonly Choice[]) => Choice;

function spellPolicy(policy: SchedulePolicy, pick: Pick): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  const give = (names: readonly [string, ...string[]], value: unknown) => {
    if (value === undefined && pick(true, false)) return;
    entries.push([spellWord(pick(...names), pick), value === undefined ? null : value]);
  };
  /** A flag may be left out where its settings already say the same. */
  const giveFlag = (name: string, flag: boolean, isImplied: boolean) =>
    give([name], isImplied && pick(true, false) ? undefined : spellScalar(flag, pick));
  const giveScalar = (name: string, value: boolean | number | undefined) =>
    give([name], value === undefined ? undefined : spellScalar(value, pick));

  const startWindow = policy.periodicallyWindowSettings;
  const hasRetries = policy.retryNumber !== undefined || policy.retryWaitInterval !== undefined;
  giveFlag("scheduleEnabled", policy.scheduleEnabled !== false, policy.scheduleEnabled !== false);
  giveFlag(
    "backupWindowEnabled",
    policy.backupWindowEnabled,
    policy.backupWindowEnabled === (policy.backupWindowSettings !== undefined),
  );
  give(["backupWindowSettings", "backupWindow"], spellWindow(policy.backupWindowSettings, pick));
  give(
    ["type", "schedulePolicyType"],
    spellWord(policy.type === "Daily" ? pick("Daily", "DailyAtTime") : policy.type, pick),
  );
  give(["dailyType"], policy.dailyType && spellWord(policy.dailyType, pick));
  give(
    ["dailyTime"],
    policy.dailyTime === undefined ? undefined : spellTime(policy.dailyTime, pick),
  );
  give(
    ["periodicallyEvery", "PeriodicInterval"],
    policy.periodicallyEvery && spellWord(policy.periodicallyEvery, pick),
  );
  giveScalar("periodicallyOffsetMinutes", policy.periodicallyOffsetMinutes ?? pick(undefined, 0));
  giveFlag(
    "periodicallyWindowEnabled",
    policy.periodicallyWindowEnabled ?? false,
    policy.periodicallyWindowEnabled === true || startWindow === undefined,
  );
  give(["periodicallyWindowSettings"], spellWindow(startWindow, pick));
  giveFlag("retryEnabled", policy.retryEnabled, policy.retryEnabled === hasRetries);
  giveScalar("retryNumber", policy.retryNumber);
  giveScalar("retryWaitInterval", policy.retryWaitInterval);

  const turn = pick(0, 1, 2, 3, 5, 8);
  return Object.fromEntries([...entries.slice(turn), ...entries.slice(0, turn)]);
}

function spellWindow(window: WindowSettings | undefined, pick: Pick): unknown {
  if (window === undefined) return undefined;
  const offset = window.minuteOffset;
  return {
    [spellWord(pick("backupWindow", "backupIntervalsArray"), pick)]: window.backupWindow.map(
      (cell) => spellScalar(cell, pick),
    ),
    ...((offset !== 0 || pick(true, false)) && {
      [spellWord("minuteOffset", pick)]:
        offset === 0 ? pick<unknown>(0, null, "-0") : spellScalar(offset, pick),
    }),
  };
}

const spellScalar = (value: boolean | number, pick: Pick): unknown =>
  pick<unknown>(value, value, ` ${value} `, String(value).toUpperCase());

const spellWord = (word: string, pick: Pick): string =>
  pick(word, word.toUpperCase(), word.toLowerCase(), word.charAt(0).toUpperCase() + word.slice(1));

const spellTime = (time: string, pick: Pick): string =>
  pick(time, ` ${time}\n`, time.endsWith(":00") ? time.slice(0, 5) : time, `${time}.0000000`);
