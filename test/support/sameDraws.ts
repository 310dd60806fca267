/**
 * What the properties draw is the same in every run, so that a green commit stays green: counts of
 * what was met included. `RUNCAST_FUZZ=1` draws anew, `RUNCAST_FUZZ=20` draws anew twenty times as
 * much; fast-check prints the seed of what fails.
 */
import fc from "fast-check";

if (process.env["RUNCAST_FUZZ"] === undefined) fc.configureGlobal({ seed: 20_260_101 });
