/**
 * How Stryker mutates, whatever it mutates.
 */
export default {
  plugins: ["./test/mutation/drawnRunner.mjs", "./test/mutation/invariants.mjs"],
  ignorers: ["invariants"],
  testRunner: "drawn",
  dryRunTimeoutMinutes: 30,
  vitest: { configFile: "test/mutation/vitest.config.ts", related: false },
  // A mutant meets the tests that come by its place.
  coverageAnalysis: "perTest",
  // Nobody looks at types: what does not compile is tried as it is.
  checkers: [],
  disableTypeChecks: false,
  tempDirName: "dist/.mutation/sandbox",
  ignorePatterns: ["dist", "docs", "bench"],
  incremental: true,
  // On a busy machine a test takes many times as long as it did at first. Most loops without end
  // are noticed sooner, since their mutant is met a hundred times as often.
  timeoutMS: 10_000,
  timeoutFactor: 1.5,
  // A line every ten seconds: how many were tried, and how long the rest will take, about.
  reporters: ["progress-append-only"],
  logLevel: "error",
  warnings: false,
};
