/**
 * All that a simulation is made of, and in what it is written down.
 */
import type { MissedLog, SessionLog } from "../books/columns.js";
import type { Tally } from "../books/tally.js";
import type { ZoneTable } from "../../time/zone.js";
import type { Rules } from "../rules.js";
import type { Capacity } from "./capacity.js";
import type { Copies } from "./copies.js";
import type { Roster } from "./rosters.js";
import type { Luck } from "./luck.js";
import type { JobPlan } from "./plans.js";
import type { ResourceEdges } from "./resourceEdges.js";
import type { Sharing } from "./sharing.js";
import type { Steering } from "./steering.js";

/** Everything that lives through a span: one entry a job, in the order of the fleet. */
export class World {
  readonly from: number;
  readonly to: number;
  /** Of the server's clock. */
  readonly zone: ZoneTable;
  readonly rules: Rules;
  readonly plans: readonly JobPlan[];
  /** 1 for a job whose sessions a backup window can end. */
  readonly windowed: Uint8Array;
  /** Jobs with the same due starts, and what is due of them. */
  readonly rosters: readonly Roster[];
  readonly luck: Luck;
  readonly capacity: Capacity;
  /** Absent where all work goes on at full speed (R28, R29). */
  readonly sharing: Sharing | undefined;
  /** Absent where nothing ever changes (R29, R30). */
  readonly edges: ResourceEdges | undefined;
  /** Absent where there are none (R32). */
  readonly copies: Copies | undefined;
  /** Absent where nobody decides anything while the span goes on. */
  readonly steering: Steering | undefined;
  readonly tally: Tally;
  readonly log: SessionLog;
  readonly missed: MissedLog;

  constructor(of: World) {
    this.from = of.from;
    this.to = of.to;
    this.zone = of.zone;
    this.rules = of.rules;
    this.plans = of.plans;
    this.windowed = of.windowed;
    this.rosters = of.rosters;
    this.luck = of.luck;
    this.capacity = of.capacity;
    this.sharing = of.sharing;
    this.edges = of.edges;
    this.copies = of.copies;
    this.steering = of.steering;
    this.tally = of.tally;
    this.log = of.log;
    this.missed = of.missed;
  }
}
