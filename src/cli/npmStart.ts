/**
 * `npm start`: the forecast under its other name. It is run, not imported.
 */
import { runProcess } from "./process.js";

await runProcess(["forecast"], "npm start --");
