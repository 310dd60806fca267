/**
 * The life of a contestant: the model comes in as JSON in the first argument, is lived through
 * `repeats` times, and what each time took goes out as a line of JSON. The first time pays for a
 * compiler that has seen nothing yet, the others do not. Starting the process and loading the code
 * is not in the times.
 */
import { existsSync, readFileSync } from "node:fs";

/**
 * What is timed is `live`, of what `prepare` makes of the model. What it came to, `look` says
 * afterwards.
 */
export function timed(prepare, live, look) {
  const model = JSON.parse(process.argv[2]);
  const subject = prepare(model);
  const cpuMs = [];
  const wallMs = [];
  let result;
  for (let repeat = 0; repeat < model.repeats; repeat += 1) {
    result = undefined; // as garbage: nobody keeps two
    const began = performance.now();
    const worked = process.cpuUsage();
    result = live(subject);
    const { user, system } = process.cpuUsage(worked);
    wallMs.push(performance.now() - began);
    cpuMs.push((user + system) / 1e3);
  }
  const peakMb = peakOfMemory();
  console.log(JSON.stringify({ ...look(result), cpuMs, wallMs, peakMb }));
}

/** The most memory that this process has had, MB. */
function peakOfMemory() {
  const status = "/proc/self/status";
  // On Linux, `maxRSS` begins with what the process has that starts this one: other benches' work.
  const kb = existsSync(status)
    ? Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(status, "utf8"))[1])
    : process.resourceUsage().maxRSS;
  return kb / 1_024;
}
