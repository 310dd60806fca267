/**
 * Which jobs got worse or better, and why: a chain of facts from the causes to what they did.
 *
 * What counts, in this order: the target (crossed, with the exposure), runs that made no restore
 * point because of the schedule (blocked, missed, stopped), the worst exposure, the mean wait. The
 * first that differs decides, so a job is on one side only, and the comparison the other way round
 * has it on the other. "Worse" and "better" are said of what follows from the change under the same
 * luck (R35): other luck, and where the span happens to cut, give no verdict. Causes are found by
 * simulating without them (R33).
 */
import type { CheckedJob } from "../../simulation/checkJobs.js";
import { type JobMetrics, runsLost } from "../../simulation/summary.js";
import type { Timeline } from "../../simulation/timeline.js";
import { lengthText } from "../../time/length.js";
import { ablation, type AblationInput, type Budget, metricsBetween } from "./ablation.js";
import { causeFacts, chainText } from "./causeWords.js";
import { circlesOf } from "./circles.js";
import type {
  CompareOptions,
  SettingChange,
  TargetCrossing,
  Unjudged,
  Verdict,
  VerdictFigure,
} from "./comparison.js";
import { effectsOf } from "./effects.js";
import { byId, type FleetSide } from "./fleetChanges.js";
import { drawnAnew, drawsLuck, isCutBySpan, isWaitCutBySpan, withoutLuck } from "./luckOfSides.js";
import { sharedEffects } from "./sharedEffect.js";
import { betweenOf } from "./takenBack.js";

/** What verdicts are read from. */
export interface VerdictInput {
  readonly baseline: FleetSide & { readonly timeline: Timeline };
  readonly candidate: FleetSide & { readonly timeline: Timeline };
  readonly changes: readonly SettingChange[];
  readonly options: Required<CompareOptions>;
}

/** What is said of the jobs of both fleets. */
export interface Verdicts {
  /** Worst first. */
  readonly worse: Verdict[];
  /** Most improved first. */
  readonly better: Verdict[];
  readonly unjudged: Unjudged[];
  readonly crossings: TargetCrossing[];
  readonly causesComplete: boolean;
}

/** A job that differs in what counts. */
interface Judged {
  readonly was: JobMetrics;
  readonly is: JobMetrics;
  readonly side: 1 | -1;
  readonly score: Score;
  readonly figure: VerdictFigure;
}

/** Judges the jobs of both fleets. */
export function verdictsOf(input: VerdictInput): Verdicts {
  const { baseline, candidate, changes, options } = input;
  const [was, is] = [baseline.timeline.summary, candidate.timeline.summary];
  const { span } = candidate.timeline;
  const after = byId(is.jobs);
  const judged: Judged[] = [];
  const crossings: TargetCrossing[] = [];
  const unjudged: Unjudged[] = [];
  for (const before of was.jobs) {
    const now = after.get(before.id);
    if (now === undefined) continue;
    if (crossed(before, now) !== 0) crossings.push(crossingOf(before, now));
    const isCut = isCutBySpan(
      { checked: baseline.jobs.get(before.id)!, metrics: before },
      { checked: candidate.jobs.get(before.id)!, metrics: now },
      span,
    );
    const isWaitCut = isWaitCutBySpan(before, now);
    const score = scoreOf(before, now, { exposure: isCut, wait: isWaitCut });
    const first = score.findIndex((points) => points !== 0);
    if (first >= 0)
      judged.push({
        was: before,
        is: now,
        side: score[first]! > 0 ? 1 : -1,
        score,
        figure: figureOf(FIGURES[first]!, before, now),
      });
    else if (isCut)
      unjudged.push({
        ...nameOf(now),
        because: "span-edge",
        text:
          `its worst exposure, ${lengthText(now.exposure.worst)} ` +
          `(${lengthText(before.exposure.worst)} before), lies at the edge of the span and ` +
          "differs by no more than the starts moved",
      });
    else if (isWaitCut)
      unjudged.push({
        ...nameOf(now),
        because: "span-edge",
        text:
          `its mean wait, ${lengthText(now.wait.mean)} (${lengthText(before.wait.mean)} before), ` +
          "differs by no more than one wait that the end of the span may have cut short",
      });
  }
  const takenApart = onDemand(input);
  const isFair = luckFilter(input, takenApart);
  const fair = judged.filter((one) => {
    const objection = isFair(one);
    if (objection !== undefined) unjudged.push({ ...nameOf(one.is), ...objection });
    return objection === undefined;
  });
  const [worse, better] = ([1, -1] as const).map((side) =>
    fair.filter((one) => one.side === side).sort((a, b) => side * compareScores(b.score, a.score)),
  ) as [Judged[], Judged[]];

  const zoneChanged = changes.some(({ setting }) => setting === "zoneVersion");
  const doesAsk = options.causes === "ablation" && !zoneChanged && fair.length > 0;
  const budget: Budget = { left: options.budget };
  const search: Search | undefined = doesAsk
    ? {
        causesOf: ablation({ was, is, span, changes, ...takenApart() }, budget),
        sharedBy: sharedEffects(baseline, candidate, budget),
      }
    : undefined;
  const verdicts = new Map<Judged, Verdict>();
  // The first of both lists before the second ones: what is read first is explained first.
  for (let rank = 0; rank < Math.max(worse.length, better.length); rank += 1) {
    for (const one of [worse[rank], better[rank]]) {
      if (one !== undefined) verdicts.set(one, verdictOf(input, one, search));
    }
  }
  const list = (side: readonly Judged[]): Verdict[] => side.map((one) => verdicts.get(one)!);
  return {
    worse: list(worse),
    better: list(better),
    unjudged,
    crossings,
    causesComplete: [...verdicts.values()].every(({ isExplained }) => isExplained),
  };
}

/** What is simulated to explain a verdict. */
interface Search {
  readonly causesOf: ReturnType<typeof ablation>;
  readonly sharedBy: ReturnType<typeof sharedEffects>;
}

function verdictOf(
  { baseline, candidate, changes }: VerdictInput,
  { was, is, side, figure }: Judged,
  search: Search | undefined,
): Verdict {
  const sides = [baseline, candidate].map(({ jobs }) => jobs.get(is.id)!) as [
    CheckedJob,
    CheckedJob,
  ];
  const worse = side > 0 ? candidate : baseline;
  const effects = effectsOf({
    was,
    is,
    side,
    worse: {
      job: worse.jobs.get(is.id)!.job,
      summary: worse.timeline.summary,
      resources: worse.resources,
    },
    isDrawnAnew: drawnAnew(...sides) !== undefined,
  });
  const value = (job: JobMetrics): number => valueOf(figure.metric, job);
  const causes = search?.causesOf({ job: is.id, side, figure: value });
  const shared = search?.sharedBy({ job: is.id, side, figure, value });
  const found =
    causes === undefined ? [] : causeFacts(is.id, figure, causes, { baseline, candidate, changes });
  const chain = [...found, ...(shared?.fact === undefined ? [] : [shared.fact]), ...effects];
  return {
    ...nameOf(is),
    figure,
    isExplained: causes?.isComplete === true && shared?.isComplete === true,
    chain,
    text: chainText(chain, { beside: " and ", behind: " -> " }),
  };
}

/** The fleets between the sides, and who can feel whom. */
type TakenApart = Pick<AblationInput, "between" | "circles">;

/** Takes the sides apart once, and only where somebody asks. */
function onDemand({ baseline, candidate, changes }: VerdictInput): () => TakenApart {
  let parts: TakenApart | undefined;
  return () => {
    if (parts !== undefined) return parts;
    const rules = { baseline: baseline.timeline.rules, candidate: candidate.timeline.rules };
    const sides = { baseline, candidate, rules, changes };
    return (parts = { between: betweenOf(sides), circles: circlesOf(sides) });
  };
}

function nameOf({ id, name }: JobMetrics): { readonly job: string; readonly name?: string } {
  return { job: id, ...(name === undefined ? {} : { name }) };
}

/**
 * Says why the difference of a job may be luck alone; `undefined` where it is not. Where luck was
 * drawn anew in its circle it is taken away there, on both sides, and the figure still has to go
 * the same way.
 */
function luckFilter(
  input: VerdictInput,
  takenApart: () => TakenApart,
): (one: Judged) => Pick<Unjudged, "because" | "text"> | undefined {
  const { baseline, candidate } = input;
  const seeds = [baseline, candidate].map(({ timeline }) => timeline.span.seed);
  if (seeds[0] !== seeds[1] && anyLuck(input))
    return () => ({
      because: "other-seed",
      text: `the two sides drew different luck (seeds ${seeds[0]} and ${seeds[1]})`,
    });
  const anew = new Map<string, string>();
  for (const [id, was] of baseline.jobs) {
    const is = candidate.jobs.get(id);
    const why = is && drawnAnew(was, is);
    if (why !== undefined) anew.set(id, why);
  }
  if (anew.size === 0) return () => undefined;

  const { between, circles } = takenApart();
  const middle = (checked: CheckedJob): CheckedJob =>
    anew.has(checked.job.id) ? withoutLuck(checked) : checked;
  const answers = new Map<object, readonly (ReadonlyMap<string, JobMetrics> | undefined)[]>();
  return ({ is, side, figure: { metric } }) => {
    const circle = circles.get(is.id)!;
    const first = anew.has(is.id) ? is.id : [...circle.ids].find((id) => anew.has(id));
    if (first === undefined) return undefined;
    let answer = answers.get(circle);
    if (answer === undefined) {
      const { span } = candidate.timeline;
      answer = [circle.changes, []].map((back) =>
        metricsBetween(between(circle.ids, new Set(back), middle), span),
      );
      answers.set(circle, answer);
    }
    const [before, now] = answer.map((jobs) => jobs?.get(is.id));
    const isKnown = before !== undefined && now !== undefined;
    if (isKnown && side * (valueOf(metric, now) - valueOf(metric, before)) > 0) return undefined;
    const other = candidate.jobs.get(first)!.job.name ?? first;
    const whose = first === is.id ? "its luck" : `the luck of ${other}, which it may wait for,`;
    const seen = `, and with the middle of all draws it is no ${side > 0 ? "worse" : "better"}`;
    return {
      because: "drawn-anew",
      text: `${whose} was drawn anew (${anew.get(first)!})${isKnown ? seen : ""}`,
    };
  };
}

/** Whether anything is drawn on either side. */
export function anyLuck({
  baseline,
  candidate,
}: {
  readonly baseline: FleetSide;
  readonly candidate: FleetSide;
}): boolean {
  return [baseline, candidate].some(({ jobs }) =>
    [...jobs.values()].some(({ workload }) => drawsLuck(workload)),
  );
}

/** What decides, what counts most first; a target is crossed by the exposure. */
const FIGURES = ["exposure.worst", "lost", "exposure.worst", "wait.mean"] as const;

/** By how much a job got worse in each; the other way round the same with the sign turned. */
type Score = readonly number[];

/** `isCut`: what differs by where the span is cut, which counts for nothing. */
function scoreOf(
  was: JobMetrics,
  is: JobMetrics,
  isCut: { readonly exposure: boolean; readonly wait: boolean },
): Score {
  const older = isCut.exposure ? 0 : is.exposure.worst - was.exposure.worst;
  const side = crossed(was, is);
  return [
    // A target that moved is no effect.
    side === Math.sign(older) ? side : 0,
    lostToSchedule(is) - lostToSchedule(was),
    older,
    isCut.wait ? 0 : is.wait.mean - was.wait.mean,
  ];
}

function compareScores(a: Score, b: Score): number {
  const at = a.findIndex((points, index) => points !== b[index]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}

/** 1: a target that was kept is missed, -1: the other way. Not judged is not crossed (R36). */
function crossed(was: JobMetrics, is: JobMetrics): number {
  const isJudged = was.withinTarget !== undefined && is.withinTarget !== undefined;
  return isJudged ? Number(was.withinTarget) - Number(is.withinTarget) : 0;
}

/** Runs lost, but for one that still waits at the end of the span: it may start a moment later. */
function lostToSchedule(job: JobMetrics): number {
  return runsLost(job) - job.missed.notStarted;
}

function valueOf(metric: VerdictFigure["metric"], job: JobMetrics): number {
  if (metric === "lost") return lostToSchedule(job);
  return metric === "wait.mean" ? job.wait.mean : job.exposure.worst;
}

function figureOf(metric: VerdictFigure["metric"], was: JobMetrics, is: JobMetrics): VerdictFigure {
  return { metric, baseline: valueOf(metric, was), candidate: valueOf(metric, is) };
}

function crossingOf(was: JobMetrics, is: JobMetrics): TargetCrossing {
  const target = {
    ...(was.rpo === undefined ? {} : { baseline: was.rpo }),
    ...(is.rpo === undefined ? {} : { candidate: is.rpo }),
  };
  return {
    job: was.id,
    crossing: is.withinTarget === false ? "missed" : "met",
    baseline: was.exposure.worst,
    candidate: is.exposure.worst,
    target,
  };
}
