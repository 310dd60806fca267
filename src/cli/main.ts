#!/usr/bin/env node
/**
 * The `runcast` command. It is run, not imported.
 */
import { runProcess } from "./process.js";

await runProcess([]);
