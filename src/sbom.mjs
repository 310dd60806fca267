/**
 * Prints a bill of materials, CycloneDX 1.5: what is installed with runcast, and what is built into
 * it. Optional peers are not in it: who needs one installs it.
 *
 * `npm sbom` knows what is installed here, and asks no registry. With `--omit dev` it would leave
 * out what is built in, since that is needed while runcast is built; so all is asked for, and what
 * users get is kept.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { BUILT_IN } from "./builtIn.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const { name, dependencies } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
const asked = ["sbom", "--sbom-format", "cyclonedx", "--sbom-type", "library"];
const options = {
  cwd: root,
  encoding: "utf8",
  maxBuffer: 1e8,
  shell: process.platform === "win32",
};
const bill = JSON.parse(execFileSync("npm", asked, options));

const components = new Map(bill.components.map((one) => [one["bom-ref"], one]));
const needs = new Map(bill.dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
const main = bill.metadata.component["bom-ref"];
const kept = new Set();
const isGiven = (ref) => {
  const { name: given } = components.get(ref);
  return given in dependencies || given in BUILT_IN;
};
const waiting = needs.get(main).filter(isGiven);
needs.set(main, [...waiting]);
for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) {
  if (kept.has(ref)) continue;
  kept.add(ref);
  waiting.push(...needs.get(ref));
}

bill.metadata.component.name = name; // npm says the name of the folder
bill.components = bill.components.filter((one) => kept.has(one["bom-ref"]));
for (const one of bill.components) {
  const property = { name: "runcast:built-in", value: String(one.name in BUILT_IN) };
  // As seen from here they serve development; a user gets them.
  const others = one.properties.filter((had) => had.name !== "cdx:npm:package:development");
  one.properties = [...others, property];
}
bill.dependencies = [main, ...kept].map((ref) => ({ ref, dependsOn: needs.get(ref) }));
process.stdout.write(`${JSON.stringify(bill, undefined, 2)}\n`);
