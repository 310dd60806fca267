/**
 * Where two models of sharing disagree, in one sentence.
 */
import { grouped } from "../core/input/numberText.js";
import { lengthText } from "../core/time/length.js";
import { dateOf, timeOf } from "../core/time/moments.js";
import type { SharingKind } from "../core/whatif/edits/model.js";
import type {
  ModelComparison,
  ModelSide,
  RunFate,
  RunLengths,
} from "../core/whatif/compare/modelComparison.js";
import { checkText } from "./kit/textOptions.js";
import { counted, listed } from "./kit/words.js";

const BY: Readonly<Record<SharingKind, string>> = {
  slots: "by slots",
  threads: "by threads",
  both: "by slots and threads",
  unlimited: "without limits",
};

/** What is said of runs that are not backed up: of one, and of several. */
const FATE_WORDS: readonly {
  readonly of: readonly RunFate[];
  readonly one: string;
  readonly several: string;
}[] = [
  { of: ["stopped"], one: "is stopped", several: "are stopped" },
  { of: ["failed"], one: "fails", several: "fail" },
  { of: ["warning"], one: "ends with a warning", several: "end with a warning" },
  { of: ["nothing-to-copy"], one: "finds nothing to copy", several: "find nothing to copy" },
  { of: ["window-closed"], one: "never starts", several: "never start" },
  {
    of: ["still-running", "still-waiting", "retry-pending"],
    one: "is skipped",
    several: "are skipped",
  },
  {
    of: ["not-started"],
    one: "still waits when the span ends",
    several: "still wait when the span ends",
  },
  {
    of: ["running"],
    one: "still runs when the span ends",
    several: "still run when the span ends",
  },
];

/**
 * A comparison of two models in one sentence: what is backed up under each, what becomes of the
 * rest, and about which runs they disagree; where they agree, how long the runs take.
 *
 * ```ts
 * const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
 * const job = { policy, proxyId: "p", workload: { duration: "1h" } };
 * const fleet = { jobs: ["a", "b"].map((id) => ({ id, ...job })), proxies: [{ id: "p" }] };
 * const night = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 6) };
 * const under = (model: SharingModel) => simulate(withModel(fleet, model), night);
 * const models = compareModels(under({ slots: 1 }), under("threads"))!;
 * describeModels(models) // => "By slots both runs are backed up; by threads both are: the models agree on which runs are backed up, and such a run takes on average 1 h by slots and 2 h by threads."
 * ```
 */
export function describeModels(models: ModelComparison): string {
  const parts = ["runs", "baseline", "candidate", "disputed", "disputedJobs"];
  const given = { path: "models", value: models, parts };
  checkText(given, "a comparison of models, as compareModels gives it");
  const { seed, runs, baseline, candidate } = models;
  const luck = seed === undefined ? "" : `under seed ${seed}, `;
  const [was, is] = [BY[baseline.model], BY[candidate.model]];
  const sentence =
    runs === 0
      ? `${was} as ${is} no run is due in the span`
      : `${was} ${fatesText(baseline, runs, true)}; ${is} ${fatesText(candidate, runs, false)}: ` +
        verdictText(models, was, is);
  const text = `${luck}${sentence}${copiesText(models, was, is)}.`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `32 of 40 runs are backed up and 8 never start`; of the second side without what is known. */
function fatesText({ fates, stoppedAt }: ModelSide, runs: number, isFirst: boolean): string {
  const good = fates["backed-up"] ?? 0;
  const rest = FATE_WORDS.flatMap(({ of, one, several }) => {
    const count = of.reduce((sum, fate) => sum + (fates[fate] ?? 0), 0);
    if (count === 0) return [];
    const at = of.includes("stopped") && stoppedAt !== undefined ? ` at ${stoppedAt}` : "";
    return [`${amount(count, runs)} ${count === 1 ? one : several}${at}`];
  });
  const verb = good > 1 ? "are" : "is";
  const of = isFirst ? ` of ${counted(runs, "run")}` : "";
  const all = isFirst && runs === 1 ? "the one" : amount(runs, runs);
  const who =
    good === 0
      ? `none${of}`
      : good < runs
        ? `${grouped(good)}${of}`
        : `${all}${isFirst ? (runs === 1 ? " run" : " runs") : ""}`;
  const head = `${who} ${verb}${isFirst ? " backed up" : ""}`;
  return good === 0 ? `${head}, ${listed(rest)}` : listed([head, ...rest]);
}

/** `8`; of all of them `all 40`, `both`, `it`. */
function amount(count: number, of: number): string {
  if (count < of) return grouped(count);
  return of === 1 ? "it" : of === 2 ? "both" : `all ${grouped(of)}`;
}

function verdictText(models: ModelComparison, was: string, is: string): string {
  const { disputed, disputedJobs, since, lengths } = models;
  if (disputed.length === 0) {
    if (lengths === undefined) return "the models agree that no run is backed up";
    return `the models agree on which runs are backed up, and ${lengthsText(lengths, was, is)}`;
  }
  const jobs = counted(disputedJobs.length, "job");
  const isOfOneTime = disputed.every(({ nominal }) => nominal === disputed[0]!.nominal);
  if (isOfOneTime && disputed.length === disputedJobs.length)
    return `the models disagree about ${jobs}`;
  const from = isOfOneTime ? "" : `, from ${dateOf(since!)} ${timeOf(since!)} on`;
  return `the models disagree about ${counted(disputed.length, "run")} of ${jobs}${from}`;
}

/** How long runs take that are backed up under both. */
function lengthsText(lengths: RunLengths, was: string, is: string): string {
  const { longer, shorter, baseline, candidate } = lengths;
  if (longer + shorter === 0) return "each takes as long by both";
  const [before, now] = [baseline, candidate].map((ms) => lengthText(ms, { toMinutes: true }));
  const average = "such a run takes on average";
  return before === now
    ? `${average} ${before!} by both`
    : `${average} ${before!} ${was} and ${now!} ${is}`;
}

/** What copies that follow their source make, where that differs. */
function copiesText({ baseline, candidate }: ModelComparison, was: string, is: string): string {
  const [before, now] = [baseline.copied, candidate.copied];
  if (before === undefined || now === undefined || before === now) return "";
  return `; copies make ${counted(before, "restore point")} ${was} and ${grouped(now)} ${is}`;
}
