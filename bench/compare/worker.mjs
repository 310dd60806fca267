/**
 * A process that compares what it is told: `{ task, peer }` in, what came of it out.
 */
import { compareIn } from "./compare.mjs";

process.on("message", ({ task, peer }) => {
  const before = process.cpuUsage();
  const answer = outcome(task, peer);
  const { user, system } = process.cpuUsage(before);
  process.send({ ...answer, cpuMs: (user + system) / 1_000 });
});

function outcome(task, peer) {
  try {
    return compareIn(task, peer);
  } catch (error) {
    return { peer, zone: task.zone, thrown: String(error.stack) };
  }
}
