/**
 * `npm start`: the forecast. Plain JavaScript, since it is run in a checkout in which nothing may
 * be built yet, as after `npm ci --ignore-scripts`: then it says what to run.
 */
import { existsSync } from "node:fs";

const here = (path) => new URL(`../../${path}`, import.meta.url);
const forecast = here("dist/run/forecast.js");
const missing = existsSync(here("node_modules"))
  ? "nothing is built yet: npm run build"
  : "nothing is installed yet: npm ci";

if (existsSync(forecast)) await import(forecast.href);
else {
  process.stderr.write(`${missing}\n`);
  process.exitCode = 2;
}
