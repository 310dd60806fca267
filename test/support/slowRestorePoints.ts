/**
 * Restore points: which sessions make one (R23), and of which data (R32).
 */
import type { SlowRules, SlowSession } from "./slowModel.ts";

/** What a session left behind. */
export interface SlowRestorePoint {
  /** When the session started, and when it ended: from then on the restore point is there. */
  start: number;
  end: number;
  /** The instant as of which its data is: of a copy that of the first source. */
  asOf: number;
}

/** Whether a session that ends so makes a restore point, if it has data. */
export function makesRestorePoint(
  outcome: SlowSession["outcome"],
  restorePoint: SlowRules["restorePoint"],
): boolean {
  return outcome === "Success" || (outcome === "Warning" && restorePoint === "success-or-warning");
}
