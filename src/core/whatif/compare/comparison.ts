/**
 * What a comparison of two timelines says: the vocabulary. `compare` makes it, `describeComparison`
 * puts it into words.
 *
 * Everything has two sides, `baseline` and `candidate`, and a difference is candidate minus
 * baseline. So a comparison the other way round is this one in a mirror: sides swapped, signs
 * flipped, `added` for `removed`, `worse` for `better`.
 */
import { keysOf } from "../../input/ownShape.js";
import type { MissedReason, SessionRow, Timeline } from "../../simulation/timeline.js";
import type { WritesJson } from "../../time/plainData.js";
import type { Estimate } from "../estimate.js";
import type { MetricUnit, ScopeKind } from "../metrics.js";
import type { Written } from "../../input/scalars.js";

/** The result of `compare`. */
export interface Comparison extends WritesJson {
  /** Whether nothing differs: no setting, no run, no metric. */
  readonly isEmpty: boolean;
  /** The span of both sides, epoch ms, `[from, to)`. */
  readonly span: { readonly from: number; readonly to: number };
  /**
   * The seed of both sides, where anything is drawn at all: what is told happened under it, and
   * another may tell otherwise (R35). Absent where nothing is drawn, or the seeds differ.
   */
  readonly seed?: number;
  /** What was changed: jobs and resources that one side has, and settings that differ. */
  readonly changes: readonly SettingChange[];
  /** What became of the runs; absent where one side was simulated with `keep: "summary"`. */
  readonly runs?: RunChanges;
  /**
   * Jobs with a metric or a run that differs, in the order of the baseline, then those that only
   * the candidate has.
   */
  readonly jobs: readonly JobChange[];
  /** Proxies, repositories and organizations with a metric that differs, in the same order. */
  readonly resources: readonly ScopeChange[];
  /** Metrics of the whole fleet that differ. */
  readonly fleet: readonly MetricChange[];
  /** Jobs whose worst exposure crosses their target, either way. */
  readonly crossings: readonly TargetCrossing[];
  /** The peak of concurrent sessions, where its height differs. */
  readonly peak?: PeakChange;
  /** Jobs that got worse, worst first, each with its causes. */
  readonly worse: readonly Verdict[];
  /** Jobs that got better, most first, each with its causes. */
  readonly better: readonly Verdict[];
  /** Jobs that differ, but not by what the change did: no verdict (R35). */
  readonly unjudged: readonly Unjudged[];
  /**
   * Whether the causes of every verdict were looked for to the end; `false` where they were not
   * asked for, or the budget did not reach.
   */
  readonly causesComplete: boolean;
  /** The two timelines that were compared; a copy of a comparison is data alone, and has none. */
  sides(): { readonly baseline: Timeline; readonly candidate: Timeline };
}

/** What is simulated to find causes where nobody says, due starts: a few seconds. */
export const USUAL_BUDGET = 800_000;

/** How a comparison looks for causes. */
export interface CompareOptions {
  /**
   * `ablation`: by simulating the candidate without each change (R33). `none`: not at all; chains
   * hold effects only. Default `ablation`.
   */
  readonly causes?: Written<"none" | "ablation">;
  /**
   * Due starts that may be simulated to find causes, 0 or more; default 800,000, some seconds.
   * What it does not reach is told.
   */
  readonly budget?: number;
}

/** The keys of these options. */
export const COMPARE_KEYS = keysOf<CompareOptions>({ causes: true, budget: true });

/** One setting that differs, or a whole job or resource that one side does not have. */
export interface SettingChange {
  readonly of: ScopeKind;
  /** The id of the job or the resource; empty for the fleet. */
  readonly id: string;
  /** What people call the resource. */
  readonly name?: string;
  readonly kind: "added" | "removed" | "changed";
  /**
   * As one would write it in code: `policy.dailyTime`, `slots`, `clock.zone`; empty where the whole
   * thing is added or removed.
   */
  readonly setting: string;
  /** The values, as they stand in the fleets; absent where a side has none. */
  readonly baseline?: unknown;
  readonly candidate?: unknown;
  /** What the candidate does, for a person: `starts every day at 21:00 (22:00 before)`. */
  readonly text: string;
}

/** One run: all sessions of one due start. Instants in epoch ms. */
export interface RunSide {
  readonly nominal: number;
  /** When its first session began. */
  readonly start: number;
  /** When its last session ended, or the span did. */
  readonly end: number;
  readonly sessions: number;
  /** The outcome of the last session. */
  readonly outcome: SessionRow["outcome"];
}

/** A run that only one side has. */
export interface LoneRun extends RunSide {
  readonly job: string;
  /**
   * Why the other side has none: a reason for which it was missed there, or it was not due at all.
   */
  readonly otherwise: MissedReason | "not-due";
}

/** A run that both sides have. */
export interface PairedRun {
  readonly job: string;
  readonly baseline: RunSide;
  readonly candidate: RunSide;
  /** Candidate's start minus baseline's, ms. */
  readonly byMs: number;
}

/** What became of the runs, each list by start (the baseline's, where there is one) and job. */
export interface RunChanges {
  readonly added: readonly LoneRun[];
  readonly removed: readonly LoneRun[];
  /**
   * Other starts: the same nominal start, begun earlier or later; or a nominal start that is gone
   * on one side, with the nearest of the same job that is new on the other (22:00 moved to 01:00 is
   * three hours later, not 21 earlier).
   */
  readonly moved: readonly PairedRun[];
  /** The same start, but another end, outcome or number of sessions. */
  readonly changed: readonly PairedRun[];
}

/** A metric that differs. */
export interface MetricChange {
  /** The way to it in the summary: `wait.p95`, `busyByHour[22]`, `waves[2026-01-05].makespan`. */
  readonly metric: string;
  readonly unit: MetricUnit;
  /** Absent where a side does not have it. */
  readonly baseline?: number;
  readonly candidate?: number;
  /** Candidate minus baseline; absent where a side does not have it. */
  readonly difference?: number;
}

/** A job or a resource, and which of its metrics differ. */
export interface ScopeChange {
  readonly of: ScopeKind;
  readonly id: string;
  /** `added`: only the candidate has it. */
  readonly kind: "added" | "removed" | "changed";
  readonly metrics: readonly MetricChange[];
  readonly name?: string;
}

/** A job, its metrics and its runs that differ. */
export interface JobChange extends ScopeChange {
  readonly of: "job";
  /** Absent where the runs were not kept. */
  readonly runs?: {
    readonly added: number;
    readonly removed: number;
    readonly moved: number;
    readonly changed: number;
    /**
     * By how much the nominal starts of most moved runs moved, ms; 0 where only the wait for room
     * differs.
     */
    readonly movedByMs?: number;
    /**
     * The nominal starts of the first run that moved by so much, on the clocks of the two sides,
     * ISO 8601.
     */
    readonly example?: { readonly baseline: string; readonly candidate: string };
  };
}

/** A job whose worst exposure crosses its target. */
export interface TargetCrossing {
  readonly job: string;
  /**
   * `missed`: within the target in the baseline and over it in the candidate. `met`: the other way.
   */
  readonly crossing: "missed" | "met";
  /** Worst exposure, ms. */
  readonly baseline: number;
  readonly candidate: number;
  /** The candidate's target, ms, and the baseline's where it was another. */
  readonly target: { readonly baseline?: number; readonly candidate?: number };
}

/** The most concurrent sessions of each side, and the first instant at which. */
export interface PeakChange {
  readonly baseline: number;
  readonly candidate: number;
  readonly difference: number;
  readonly baselineAt: number;
  readonly candidateAt: number;
}

/** The figure by which a job got worse or better. */
export interface VerdictFigure {
  /**
   * `lost`: runs blocked, missed or stopped, as a number. The others in ms, by their way in the
   * summary.
   */
  readonly metric: "exposure.worst" | "lost" | "wait.mean";
  readonly baseline: number;
  readonly candidate: number;
}

/** A job that got worse, or better, and why. */
export interface Verdict {
  readonly job: string;
  readonly name?: string;
  /** What decided it. */
  readonly figure: VerdictFigure;
  /**
   * Whether its causes were looked for to the end. Where they were and the chain names none, no
   * change of the settings explains it.
   */
  readonly isExplained: boolean;
  /** From what was changed to what it did: at least one fact. */
  readonly chain: readonly Fact[];
  /**
   * The chain in words:
   * `closes at 05:00 -> 14 of 31 sessions stopped -> worst exposure 49 h, target 24 h`.
   */
  readonly text: string;
}

/** A job that differs, and why that is no verdict. */
export interface Unjudged {
  readonly job: string;
  readonly name?: string;
  /**
   * `drawn-anew`: its luck, or that of a job that it shares something with, is other luck.
   * `other-seed`: all luck is. `span-edge`: its worst exposure lies where the span cuts it, and
   * moves with the start, or its mean wait differs by no more than one that the end may have cut.
   */
  readonly because: "drawn-anew" | "other-seed" | "span-edge";
  readonly text: string;
}

/**
 * One link of a chain. The first ones are causes: changes of the job's own affairs (`setting`), of
 * others' (`neighbours`), or several that only do it `together`. `sharing`: how they came to it,
 * by threads that the job shares with others, which `about` names.
 */
export interface Fact {
  readonly kind:
    | "setting"
    | "neighbours"
    | "together"
    | "sharing"
    | "slow"
    | "wait"
    | "blocked"
    | "missed"
    | "stopped"
    | "failed"
    | "restore-points"
    | "exposure";
  /** The setting's or the metric's path; absent where the fact is about many. */
  readonly about?: string;
  readonly baseline?: number;
  readonly candidate?: number;
  /** Of a cause: the changes that it is, by their places in the comparison's list. */
  readonly changes?: readonly number[];
  /**
   * Of a cause: what the verdict's figure would be without them; of `sharing`, with nobody sharing
   * the threads of the resource on the worse side: both as simulated.
   */
  readonly without?: number;
  readonly text: string;
}

/** One metric of two fleets under the same seeds. */
export interface ReplicatedChange {
  readonly of: ScopeKind;
  /** The id of the job or the resource; empty for the fleet. */
  readonly id: string;
  /** The job's name, where it has one. */
  readonly name?: string;
  readonly metric: string;
  readonly unit: MetricUnit;
  /** Means over the seeds. */
  readonly baseline: number;
  readonly candidate: number;
  /**
   * Candidate minus baseline, seed by seed: the mean with its 95 % confidence interval; for a yes
   * or no that of a difference of shares.
   */
  readonly difference: Estimate;
  /**
   * Whether luck does not explain it, all figures of its group having been looked at (R35): those
   * of the fleet that texts tell, those of all resources, the worst exposures of all jobs; and of
   * each of the three all figures that only the data has. In each group luck alone makes any figure
   * clear in at most 5 of 100 comparisons. `false` under fewer than 10 seeds that have the metric.
   */
  readonly isClear: boolean;
}

/** The result of `compareReplicated`. */
export interface ReplicatedComparison extends WritesJson {
  readonly span: { readonly from: number; readonly to: number };
  readonly seeds: readonly number[];
  /** Whether there were seeds enough for verdicts: at least 10. Else nothing is clear. */
  readonly isJudged: boolean;
  /** Whether no metric differs under any seed. */
  readonly isEmpty: boolean;
  /** What was changed. */
  readonly changes: readonly SettingChange[];
  /**
   * Every metric that both fleets have and that differs under some seed: jobs, resources, the
   * fleet.
   */
  readonly metrics: readonly ReplicatedChange[];
  /**
   * One metric, whether it differs or not; `undefined` where one of the fleets does not have it.
   */
  find(of: ScopeKind, id: string, metric: string): ReplicatedChange | undefined;
}
