/**
 * The study of docs/CASE.md, step by step: each is a command, what of its answer is looked at, and
 * the exit codes with which it may end.
 *
 * The page shows these commands and no others. `WHOLE` is what it tells of; `SMALL` is the same in
 * minutes, for those who change something.
 */

/** How much of it is simulated. */
export interface Extent {
  /** An option of `make.ts`. */
  readonly size: string;
  readonly year: number;
  /** Where a year under many seeds is too long, and of what is proposed and drawn. */
  readonly month: number;
  readonly week: number;
  readonly seeds: number;
  readonly shards: number;
}

/** As the page tells it. */
export const WHOLE: Extent = {
  size: "",
  year: 365,
  month: 28,
  week: 7,
  seeds: 50,
  shards: 4,
};

/** As a test runs it. */
export const SMALL: Extent = {
  size: " --small",
  year: 42,
  month: 14,
  week: 7,
  seeds: 10,
  shards: 2,
};

/** One command. */
export interface Step {
  /** Its answer goes into a file of this name. */
  readonly name: string;
  readonly command: string;
  /** What of its answer is printed: lines that match, each pattern at least once. */
  readonly shows: readonly RegExp[];
  /** The exit codes with which it may end, where it is not 0. */
  readonly codes?: readonly number[];
}

/** All steps, in their order: each finds the files of those before it. */
export function stepsOf({ size, year, month, week, seeds, shards }: Extent): Step[] {
  const SERVER =
    "--sessions sessions.json --proxies proxies.json --repositories repositories.json " +
    "--organizations organizations.json --zone Europe/Berlin";
  const YEAR = `--from 2026-01-01 --days ${year}`;
  const MONTH = `--from 2026-01-05 --days ${month}`;
  const WEEK = `--from 2026-01-05 --days ${week}`;
  const OTHERS = `--seeds ${seeds} --seed 1000`;
  const JUDGES = "--seeds 10 --seed 2000";
  const proposal = (within: string, out: string): string =>
    `npx runcast stagger fleet.json '* 2130.dailyTime=22:00' '* 1200.dailyTime=22:00' ` +
    `--lower demand --within ${within} ${WEEK} --write ${out}`;
  const study = `npx runcast sweep fleet.json 'old-*.threads=48,64,96' ${WEEK} ${OTHERS}`;
  const BY = "--by slowdownP95";
  return [
    {
      name: "make",
      command: `npx tsx docs/case/make.ts .${size}`,
      shows: [/ sessions$/],
    },
    {
      name: "import",
      command:
        `npx runcast import jobs.json ${SERVER} --session-threads 8 --begins incremental ` +
        "-o fleet.json",
      shows: [/^jobs\.json: /, /^A fleet of/, /^ {2}Sessions/, /old-\d\d/, /^ {2}Full speed/],
      codes: [2],
    },
    {
      name: "targets",
      command: "npx tsx docs/case/targets.ts fleet.json",
      shows: [/ jobs: /],
    },
    {
      name: "models",
      command: `npx runcast reconcile jobs.json ${SERVER} --session-threads 8`,
      shows: [/threads/],
      codes: [2],
    },
    {
      name: "forecast",
      command: "npx runcast forecast fleet.json --from 2026-01-05 --jobs 0",
      shows: [/^Peak/, /jobs? needs? a look/],
    },
    {
      name: "lint",
      command: "npx runcast lint fleet.json --from 2026-01-01 --quiet",
      shows: [/ with an error/],
      codes: [1],
    },
    {
      name: "simulate",
      command: `npx runcast simulate fleet.json ${YEAR} --jobs 10`,
      shows: [/^ {2}(?:Runs|Targets|Peak|Most starts)/, /exposed for longer/, /miss(?:es)? /],
      codes: [1],
    },
    {
      name: "stagger",
      command: proposal("20:00-06:00", "candidate.json"),
      shows: [/ moves: /, /^ {2}(?:demand|peak|runs lost|jobs over target|worst exposure)/],
    },
    {
      name: "headroom",
      command:
        `npx runcast headroom candidate.json --ask durations,jobs --like 't0044 files' ` + WEEK,
      shows: [/times as long|longer/],
    },
    {
      name: "sweep",
      command: `${study} ${BY}`,
      shows: [/best first/, /old-/],
    },
    {
      name: "proof",
      command: `npx runcast compare fleet.json candidate.json ${MONTH} ${OTHERS}`,
      shows: [/^ {2}fleet: |^ {20,}[\d,.]+ /, /more figures of resources/, /more jobs?$/],
    },
    {
      name: "proof-year",
      command: `npx runcast compare fleet.json candidate.json ${YEAR} ${JUDGES}`,
      shows: [/^ {2}fleet: |^ {20,}[\d,.]+ /],
      codes: [0, 1],
    },
    {
      name: "lint-candidate",
      command: "npx runcast lint candidate.json --from 2026-01-01 --quiet",
      shows: [/^[\d,]+ jobs: /],
      codes: [0, 1],
    },
    {
      name: "second",
      command: proposal("22:00-06:00", "second.json"),
      shows: [/ moves: /, /^ {2}(?:demand|peak|runs lost|jobs over target|worst exposure)/],
    },
    {
      name: "second-year",
      command: `npx runcast compare fleet.json second.json ${YEAR} ${JUDGES}`,
      shows: [/^ {2}fleet: |^ {20,}[\d,.]+ /],
      codes: [0, 1],
    },
    {
      name: "second-slots",
      command: `npx runcast compare fleet.json second.json --model slots=8 ${YEAR} ${JUDGES}`,
      shows: [/^ {2}fleet: |^ {20,}[\d,.]+ /],
      codes: [0, 1],
    },
    {
      name: "proof-slots",
      command: `npx runcast compare fleet.json candidate.json --model slots=8 ${MONTH} ${OTHERS}`,
      shows: [/^ {2}fleet: |^ {20,}[\d,.]+ /],
    },
    {
      name: "two-models",
      command: `npx runcast compare fleet.json --model slots=8 --model threads ${MONTH}`,
      shows: [/disagree/],
      codes: [0, 1],
    },
    {
      name: "left",
      command: `npx runcast simulate candidate.json ${MONTH} --jobs 10`,
      shows: [/^ {2}Targets/, /miss(?:es)? (?:its|their) target/],
      codes: [1],
    },
    {
      name: "shards",
      command:
        `seq ${shards} | xargs -P 2 -I{} ${study} --shard {}/${shards} --workers 1 ` +
        "--out part-{}.ndjson",
      shows: [/^Shard|^ {2}Shard/],
    },
    {
      name: "merge",
      command: `npx runcast merge part-*.ndjson ${BY}`,
      shows: [/best first/],
    },
    {
      name: "same",
      command: "cmp sweep.txt merge.txt && echo the same bytes",
      shows: [/^the same bytes$/],
    },
    {
      name: "report",
      command: `npx runcast report fleet.json --compare candidate.json ${WEEK} ` + "-o change.html",
      shows: [/change\.html/],
    },
    {
      name: "week",
      command: `npx runcast report fleet.json ${WEEK} --svg week -o week.svg`,
      shows: [/week\.svg/],
    },
    {
      name: "load",
      command:
        "npx runcast report fleet.json --compare candidate.json " +
        `${WEEK} --svg load -o load.svg`,
      shows: [/load\.svg/],
    },
  ];
}
