/**
 * What the machine gives to several threads at this moment: plain arithmetic, side by side.
 */
import { Worker } from "node:worker_threads";

/** Seconds that so many threads take for a loop of arithmetic each, side by side. */
export async function arithmetic(threads) {
  const code = `const { parentPort } = require("node:worker_threads");
    const began = performance.now();
    let state = 1;
    for (let round = 0; round < 3e8; round += 1) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
    }
    parentPort.postMessage({ seconds: (performance.now() - began) / 1e3, state });`;
  const seconds = await Promise.all(
    Array.from(
      { length: threads },
      () =>
        new Promise((resolve, reject) => {
          const worker = new Worker(code, { eval: true });
          worker.on("message", (message) => resolve(message.seconds));
          worker.on("error", reject);
        }),
    ),
  );
  return Math.max(...seconds);
}
