/**
 * Recorded sessions held against both models of sharing, with the host's zones behind it.
 */
import { readHostZone } from "../host/zones.js";
import type { ImportOptions, ServerAnswers } from "../veeam/import/fleetOfServer.js";
import { type LengthReconciliation, reconcileLengthsOf } from "../veeam/reconcile/lengths.js";

/**
 * Which model of sharing fits the sessions that a server has recorded: slots, where nobody slows
 * anybody, or threads, which sessions share that run at once (R28)? The length that each model
 * predicts for a session from the others of its job and kind is held against the seen one.
 *
 * Only sessions tell whose two predictions are at least 5 % apart: those that ran with other
 * company on their proxy than the other sessions of their job. Sessions of one night are not
 * independent, so nights are counted: the verdict is the model that is closer on more of them than
 * luck would explain, of ten at least, and absent where these sessions do not tell.
 *
 * Takes what `fleetFrom` takes. Throws a `PolicyError` for an unknown key or a list that is no list
 * at all; whatever else is wrong costs itself and is in `issues`.
 *
 * ```ts
 * const schedulePolicy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
 * const jobs = ["mail", "sites"].map((name) => ({ id: name, name, proxyId: "p", schedulePolicy }));
 * const proxies = [{ id: "p", hostName: "proxy-1", threadsNumber: 64 }];
 * // Every third night both jobs run, and each takes twice as long.
 * const nights = Array.from({ length: 30 }, (_, day) => Date.UTC(2026, 0, 1 + day, 22));
 * const sessions = nights.flatMap((start, day) =>
 *   (day % 3 === 0 ? ["mail", "sites"] : day % 3 === 1 ? ["mail"] : ["sites"]).map((jobId) => ({
 *     jobId,
 *     status: "Success",
 *     creationTime: new Date(start).toISOString(),
 *     endTime: new Date(start + (day % 3 === 0 ? 2 : 1) * 3_600_000).toISOString(),
 *   })),
 * );
 * const { verdict, replayed } = reconcileLengths({ jobs, sessions, proxies });
 * verdict // => "threads"
 * replayed.nights // => { judged: 30, slots: 0, threads: 30 }
 * ```
 */
export function reconcileLengths(
  answers: ServerAnswers,
  options?: ImportOptions,
): LengthReconciliation {
  return reconcileLengthsOf(answers, options, readHostZone);
}
