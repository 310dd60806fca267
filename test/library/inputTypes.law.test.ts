/**
 * What does not compile: misspelt keys, and what is missing, in what people write.
 *
 * Each line is compiled as a user's file would be, with the strictest options and with the usual
 * ones.
 */
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const HEAD = `import {
  type FleetInput, type JobInput, parsePolicy, type PolicyInput, simulate, type WorkloadInput,
} from "../../src/index.ts";
const ids = ["mail", "sites"];
const policy = { type: "ManualOnly" };
const span = { from: 0, to: 1 };
export const all = [parsePolicy, simulate, ids, policy, span];
export type All = [FleetInput, JobInput, PolicyInput, WorkloadInput];
`;

const COMPILES = [
  'export const a: PolicyInput = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };',
  "export const a: PolicyInput = parsePolicy({});",
  'export const a: JobInput = { id: "mail", policy, rpo: "26h", labels: { owner: "Ann" } };',
  "simulate({ jobs: ids.map((id) => ({ id, policy: { type: 'Daily', dailyTime: '22:00' } })) }," +
    " span);",
  "simulate({ jobs: ids.map((id) => ({ id, policy, rpo: undefined })) }, span);",
  'simulate({ jobs: [], clock: { gap: "skip" } }, { from: "2026-01-01", to: new Date(0) });',
  "const job = { workload: { duration: { uniform: ['30m', '1h'] } } };" +
    " simulate({ jobs: ids.map((id) => ({ id, policy, ...job })) }, span);",
  "const workload = () => ({ duration: 5, outcome: 'Failed' });" +
    " simulate({ jobs: ids.map((id) => ({ id, policy, workload })) }, span);",
];

const DOES_NOT: readonly (readonly [line: string, because: string])[] = [
  ['export const a: PolicyInput = { type: "Daily", dailyTyp: "Everyday" };', "dailyTyp"],
  ['export const a: PolicyInput = { dailyType: "Everyday" };', "type"],
  ['export const a: JobInput = { id: "mail", policy, proxyID: "proxy" };', "proxyID"],
  ['export const a: JobInput = { id: "mail" };', "policy"],
  ['export const a: WorkloadInput = { duration: "40m", fail: 0.9 };', "fail"],
  ["export const a: FleetInput = { jobs: [], proxys: [] };", "proxys"],
  ['simulate({ jobs: [], clock: { gapp: "skip" } }, span);', "gapp"],
  ["simulate({ jobs: [] }, { from: 0, to: 1, sed: 1 });", "sed"],
  [
    "simulate({ jobs: [] }, { from: 0, to: 1, rules: { retryOnWarnings: true } });",
    "retryOnWarnings",
  ],
  ['simulate({ jobs: [{ id: "a", policy: { type: "Daily", dailyTim: "" } }] }, span);', "dailyTim"],
  ["simulate({ jobs: ids.map((id) => ({ id, plicy: policy })) }, span);", "policy"],
  ["simulate({ jobs: ids.map((id): JobInput => ({ id, policy, rpoo: 5 })) }, span);", "rpoo"],
  ["simulate({ jobs: [], labels: { owner: 5 } }, span);", "number"],
  ["simulate({ jobs: [] }, { from: {}, to: 1 });", "InstantLike"],
];

/** The messages of each line, by its place. */
function messagesOf(lines: readonly string[], options: ts.CompilerOptions): string[][] {
  const texts = new Map(lines.map((line, index) => [`${HERE}line${index}.ts`, HEAD + line]));
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  host.readFile = (name) => texts.get(name) ?? readFile(name);
  host.getSourceFile = (name, version) => {
    const text = texts.get(name);
    return text === undefined
      ? getSourceFile(name, version)
      : ts.createSourceFile(name, text, version);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return [...texts.keys()].map((name) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(name))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
  );
}

describe.each([
  ["the strictest options", { exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true }],
  ["the usual options", {}],
])("what people write, under %s", (_, more) => {
  const messages = messagesOf([...COMPILES, ...DOES_NOT.map(([line]) => line)], {
    ...more,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ["node"],
  });

  it.each(COMPILES.map((line, index) => [line, index] as const))(
    "should compile: %s",
    (_line, at) => expect(messages[at]).toEqual([]),
  );

  it.each(DOES_NOT.map(([line, because], index) => [line, because, index] as const))(
    "should not compile: %s",
    (_line, because, index) => {
      const found = messages[COMPILES.length + index]!;
      expect(found).toHaveLength(1);
      expect(found[0]).toContain(because);
    },
  );
});
