/**
 * All that a simulation is made of, and in what it is written down.
 */
import type { MissedLog, SessionLog } from "../books/columns.js";
import type { Tally } from "../books/tally.js";
import type { ZoneTable } from "../../time/zone.js";
import type { Rules } from "../rules.js";
import type { Capacity } from "./capacity.js";
import type { Copies } from "./copies.js";
import type { Luck } from "./luck.js";
import type { JobPlan } from "./plans.js";
import type { ResourceEdges } from "./resourceEdges.js";
import type { Sharing } from "./sharing.js";

/** Everything that lives through a span: one entry a job, in the order of the fleet. */
export interface World {
  readonly from: number;
  readonly to: number;
  /** Of the server's clock. */
  readonly zone: ZoneTable;
  readonly rules: Rules;
  readonly plans: readonly JobPlan[];
  readonly luck: Luck;
  readonly capacity: Capacity;
  /** Absent where all work goes on at full speed (R28, R29). */
  readonly sharing: Sharing | undefined;
  /** Absent where nothing ever changes (R29, R30). */
  readonly edges: ResourceEdges | undefined;
  /** Absent where there are none (R32). */
  readonly copies: Copies | undefined;
  readonly tally: Tally;
  readonly log: SessionLog;
  readonly missed: MissedLog;
  /**
   * Whether starts that a window blocks are events, to be logged; otherwise the caller counts them.
   */
  readonly blockedToo: boolean;
}
