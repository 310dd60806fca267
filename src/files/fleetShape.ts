/**
 * What a fleet file looks like, declared once: the reader checks files against it, and
 * `fleet.schema.json`, by which editors propose and underline, is written from it.
 *
 * What a shape cannot say (references, quantiles in their order) the core says when it reads the
 * fleet.
 */
import { grouped } from "../core/input/numberText.js";
import { RESOURCE_KINDS, resourceLists } from "../core/simulation/fleet.js";
import { type SwitchTable, switchText } from "../core/input/switches.js";
import { DAILY_TYPES, HOURS_PER_WEEK, INTERVALS } from "../core/policy/types.js";
import { DURATION_PATTERN, DURATION_TEXT } from "../core/time/duration.js";
import { CLOCK_SWITCHES } from "../core/schedule/clock.js";
import { RULE_SWITCHES } from "../core/simulation/rules.js";
import { MOST_JOBS } from "../veeam/lists/readJobs.js";
import type { Shape } from "./shape.js";

const flag: Shape = { title: "true or false", type: "boolean" };
const note: Shape = { title: "a text", type: "string" };
const id: Shape = { title: "an id: a text that is not empty", type: "string", minLength: 1 };
const share: Shape = { title: "a share from 0 to 1", type: "number", minimum: 0, maximum: 1 };

const oneOf = (...words: readonly string[]): Shape => ({
  title: `one of ${words.join(", ")}`,
  type: "string",
  enum: words,
});
const integer = (low: number, high: number): Shape => ({
  title: `a whole number from ${grouped(low)} to ${grouped(high)}`,
  type: "integer",
  minimum: low,
  maximum: high,
});
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const described = (description: string, shape: Shape): Shape => ({ ...shape, description });

/** The shape of each switch of a table, described by what its choices do. */
const switchShapes = (table: SwitchTable): Readonly<Record<string, Shape>> =>
  Object.fromEntries(
    Object.entries(table).map(([name, row]) => {
      const words = row.choices.flatMap(({ value }) => (typeof value === "string" ? [value] : []));
      return [
        name,
        described(`${capital(switchText(row))}.`, words.length === 0 ? flag : oneOf(...words)),
      ];
    }),
  );

/** An object that has these keys and no others. */
const object = (
  title: string,
  properties: Readonly<Record<string, Shape>>,
  required: readonly string[] = [],
): Shape => ({
  title,
  type: "object",
  properties,
  ...(required.length === 0 ? {} : { required }),
  additionalProperties: false,
});

const labels: Shape = {
  title: 'texts by name, such as { "owner": "Ann" }',
  description: "What is to be remembered; nothing depends on it.",
  type: "object",
  additionalProperties: note,
};

const DURATIONS: readonly Shape[] = [
  { type: "number", minimum: 0 },
  { type: "string", pattern: DURATION_PATTERN },
];
const duration: Shape = { title: DURATION_TEXT, anyOf: DURATIONS };

const DISTRIBUTION_TEXT = `${DURATION_TEXT}, or one of { lognormal }, { uniform }, { empirical }`;
const distribution: Shape = {
  title: DISTRIBUTION_TEXT,
  description: "How long a session takes: always as long, or drawn from a distribution.",
  anyOf: [
    ...DURATIONS,
    {
      ...object(DISTRIBUTION_TEXT, {
        lognormal: object("{ median, p95 }", { median: duration, p95: duration }, [
          "median",
          "p95",
        ]),
        uniform: {
          title: "two durations, [low, high]",
          type: "array",
          prefixItems: [duration, duration],
          minItems: 2,
          maxItems: 2,
        },
        empirical: {
          title: "a list of at least one duration",
          type: "array",
          items: duration,
          minItems: 1,
        },
      }),
      minProperties: 1,
      maxProperties: 1,
    },
  ],
};

const clock = described(
  "The backup server's clock, and how a policy is read where nobody says how.",
  object('a clock such as { "zone": "Europe/Berlin" }', {
    zone: {
      title: 'an IANA time zone, "UTC" or a fixed offset such as "UTC+5:30"',
      type: "string",
    },
    ...switchShapes(CLOCK_SWITCHES),
  }),
);

/** What stands for the hours of a window, in words. */
export const WINDOW_TEXT =
  `hours such as "Mon-Fri 20:00-06:00 and Sat-Sun all day", or ${HOURS_PER_WEEK} booleans, ` +
  "Sunday 00:00 first";

const window = object(
  "a window: { backupWindow, minuteOffset? }",
  {
    backupWindow: {
      title: WINDOW_TEXT,
      anyOf: [
        { type: "string" },
        { type: "array", items: flag, minItems: HOURS_PER_WEEK, maxItems: HOURS_PER_WEEK },
      ],
    },
    minuteOffset: described("Minutes between the window's clock and UTC.", integer(-1439, 1439)),
  },
  ["backupWindow"],
);

const policySettings = {
  scheduleEnabled: flag,
  dailyType: oneOf(...DAILY_TYPES),
  dailyTime: {
    title: "a time of day as HH:mm or HH:mm:ss",
    description: "On the server's clock.",
    type: "string",
    pattern: "^([01]?\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?$",
  },
  periodicallyEvery: oneOf(...INTERVALS),
  periodicallyOffsetMinutes: integer(0, 59),
  periodicallyWindowEnabled: flag,
  periodicallyWindowSettings: described("Where a run may begin; hour intervals only.", window),
  backupWindowEnabled: flag,
  backupWindowSettings: described(
    "Outside of these hours nothing starts, and what runs is stopped.",
    window,
  ),
  retryEnabled: flag,
  retryNumber: described("Retries after the first attempt.", integer(0, 10_000)),
  retryWaitInterval: described(
    "Minutes from the end of an attempt to its retry.",
    integer(0, 10_000),
  ),
} satisfies Record<string, Shape>;

const POLICY_TEXT =
  'a schedule policy such as { "type": "Daily", "dailyType": "Everyday", "dailyTime": "22:00" }';

const policyOf = (type: string, ...required: string[]): Shape =>
  object(`a policy of type ${type}`, { type: { title: type, const: type }, ...policySettings }, [
    "type",
    ...required,
  ]);

/**
 * A policy as an editor should propose it, in its one canonical spelling. It is published and not
 * checked: the parser of policies also takes what every version of the product writes (R25).
 */
const POLICY: Shape = {
  title: POLICY_TEXT,
  anyOf: [
    policyOf("Daily", "dailyType", "dailyTime"),
    policyOf("Periodically", "periodicallyEvery"),
    policyOf("ManualOnly"),
    policyOf("Immediate"),
  ],
};

const instant: Shape = {
  title: 'an instant such as "2026-01-07T22:00", on the server\'s clock, or ms since 1970',
  anyOf: [{ type: "string", minLength: 1 }, { type: "number" }],
};

const PACE_TEXT =
  `the share of full speed, such as "Mon-Fri 08:00-18:00 40 %", or ${HOURS_PER_WEEK} numbers, ` +
  "Sunday 00:00 first";

const pace: Shape = {
  title: PACE_TEXT,
  description: "On the server's clock; hours that are not named go at full speed.",
  anyOf: [
    { type: "string" },
    {
      type: "array",
      items: { title: "a share above 0, up to 1", type: "number", minimum: 0, maximum: 1 },
      minItems: HOURS_PER_WEEK,
      maxItems: HOURS_PER_WEEK,
    },
  ],
};

const outages = described("When nothing can run on it.", {
  title: "a list of outages: [{ from, to }]",
  type: "array",
  items: object("{ from, to }", { from: instant, to: instant }, ["from", "to"]),
});

const threadCount = integer(1, 1_000_000);

const RESOURCE_TEXT = '{ "id": "...", "slots": 4 }';
const resources = (noun: string): Shape => ({
  title: `a list of ${noun}: ${RESOURCE_TEXT}`,
  type: "array",
  maxItems: MOST_JOBS,
  items: object(
    RESOURCE_TEXT,
    {
      id,
      name: described("What people call it; texts do.", note),
      slots: described("Sessions at once; absent for no limit.", integer(1, 1_000_000)),
      threads: described("Threads that its sessions share; absent: nothing.", threadCount),
      pace,
      outages,
      ...(noun === "repositories"
        ? { proxyId: described("The proxy that it belongs to.", id) }
        : {}),
      labels,
    },
    ["id"],
  ),
});

const workload = described(
  "How long the job's sessions take and how they end; absent: no time, and success.",
  object(
    'a workload such as { "duration": "PT45M" }',
    {
      duration: distribution,
      full: described("The duration as long as there is no restore point.", distribution),
      grows: described(
        "How the duration grows with the time since the newest restore point.",
        object(
          '{ "per": "24h", "share": 1, "most": "7d" }',
          {
            per: described("The time whose changes the duration is for.", duration),
            share: described("The share of it that grows.", share),
            most: described("The longest time that counts.", duration),
          },
          ["per"],
        ),
      ),
      threads: described("Threads that a session can use; absent: all there are.", threadCount),
      failed: described("Share of attempts that fail.", share),
      warning: described("Share of attempts that end with a warning.", share),
      retryShare: described(
        "What a retry takes of an attempt's duration; above 1 where retries do the work.",
        { title: "a number, 0 or more", type: "number", minimum: 0 },
      ),
    },
    ["duration"],
  ),
);

const job = (policy: Shape): Shape =>
  object(
    "a job: { id, policy, ... }",
    {
      id,
      name: note,
      enabled: flag,
      copyOf: described("The job whose restore points it copies.", id),
      policy,
      clock,
      ...Object.fromEntries(RESOURCE_KINDS.map(({ key }) => [key, id])),
      workload,
      rpo: described("The target: how old the newest restore point may become.", duration),
      runNow: described("Started once by hand at the beginning.", flag),
      labels,
    },
    ["id", "policy"],
  );

const rules = described(
  "What the product does where its documentation leaves room.",
  object('rules such as { "retryOnWarning": false }', {
    ...switchShapes(RULE_SWITCHES),
  }),
);

const fleet = (policy: Shape): Shape =>
  object(
    'a fleet: { "jobs": [...], "proxies": [...], ... }',
    {
      $schema: note,
      description: note,
      labels,
      clock,
      rules,
      ...resourceLists(({ list }) => resources(list)),
      jobs: {
        title: "a list of jobs: [{ id, policy, ... }]",
        type: "array",
        maxItems: MOST_JOBS,
        items: job(policy),
      },
    },
    ["jobs"],
  );

/** What the reader checks: everything but the inside of policies. */
export const FLEET_SHAPE: Shape = fleet({ title: POLICY_TEXT, type: "object" });

/** What is published as `fleet.schema.json`. */
export const FLEET_SCHEMA: Shape & { readonly $schema: string } = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  ...fleet(POLICY),
};
