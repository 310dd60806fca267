/**
 * A process that exports so many days of sessions to nowhere, and prints how much memory it took
 * beyond what the timeline had: `exportMemory.mjs FORMAT DAYS`. On its own, so that it does not
 * begin with what others left behind.
 */
import { exportSessions } from "runcast";
import { sessionsOf } from "./exportedSessions.mjs";

const [format, days] = process.argv.slice(2);
const timeline = sessionsOf(Number(days));
globalThis.gc?.();
const before = process.memoryUsage().rss;
let most = before;
await exportSessions(timeline, format, () => {
  most = Math.max(most, process.memoryUsage().rss);
});
console.log(JSON.stringify([timeline.sessions.length, most - before]));
