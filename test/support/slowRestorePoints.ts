/**
 * Restore points: which sessions make one, and of which data (R23).
 */
import type { SlowRules, SlowSession } from "./slowModel.ts";

/** What a session left behind. */
export interface SlowRestorePoint {
  /** When the session started, and when it ended: from then on the restore point is there. */
  start: number;
  end: number;
}

/** Whether a session that ends so makes a restore point. */
export function makesRestorePoint(
  outcome: SlowSession["outcome"],
  restorePoint: SlowRules["restorePoint"],
): boolean {
  return outcome === "Success" || (outcome === "Warning" && restorePoint === "success-or-warning");
}
