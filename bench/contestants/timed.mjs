/**
 * The life of a contestant: the model comes in as JSON in the first argument, is lived through
 * `repeats` times, and what each time took goes out as a line of JSON. The first time pays for a
 * compiler that has seen nothing yet, the others do not. Starting the process and loading the code
 * is not in the times.
 *
 * `live(model)` is what is timed; `look(result)` says afterwards what it came to.
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
  const peakMb = process.resourceUsage().maxRSS / 1_024;
  console.log(JSON.stringify({ ...look(result), cpuMs, wallMs, peakMb }));
}
