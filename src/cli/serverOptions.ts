/**
 * The options that name what a server answers beside its jobs, and say how its sessions are read.
 *
 * Apart from the reading of the files, which commands without them never load.
 */
import type { OptionTable } from "./arguments.js";

/** The options by which these files are named. */
export const SERVER_OPTIONS = {
  sessions: {
    type: "string",
    value: "FILE",
    repeats: true,
    says:
      "recorded sessions, JSON or CSV: jobs without a workload get theirs from them; once for " +
      "each page",
  },
  "sessions-of": {
    type: "string",
    value: "NAME",
    says: "the job, by id or name, whose sessions those are that name none",
  },
  "session-threads": {
    type: "string",
    value: "N",
    says: "threads that a session can use at most (default: all that its proxy has)",
  },
  "first-full": {
    type: "boolean",
    says: "the first sessions of a job were full, where none says what it was",
  },
  begins: {
    type: "string",
    value: "HOW",
    says:
      "what a job begins with in a simulation: full, where full sessions are recorded (default), " +
      "or incremental, as it goes on from here",
  },
  proxies: {
    type: "string",
    value: "FILE",
    repeats: true,
    says: "the server's proxies: their threads",
  },
  repositories: {
    type: "string",
    value: "FILE",
    repeats: true,
    says: "its repositories: the proxy of each",
  },
  organizations: { type: "string", value: "FILE", repeats: true, says: "its organizations" },
} as const satisfies OptionTable;

/** What the library calls what these options give, and the option. */
export const SERVER_FIELDS: Readonly<Record<string, string>> = {
  "options.job": "--sessions-of",
  "options.threads": "--session-threads",
  "options.firstIsFull": "--first-full",
  "options.begins": "--begins",
  sessions: "--sessions",
  proxies: "--proxies",
  repositories: "--repositories",
  organizations: "--organizations",
};

/** One of them. */
export type ServerOption = keyof typeof SERVER_OPTIONS;
