/**
 * `--model`: how all proxies of a fleet are shared, by slots or by threads, whatever the file says
 * of them (R22, R28). Changes are made on top of it.
 */
import { formatIssue, type Issue } from "../core/input/issues.js";
import type { Fleet } from "../core/simulation/fleet.js";
import {
  modelText,
  readModel,
  type SharingModel,
  USUAL_THREADS,
  withModel,
} from "../core/whatif/edits/model.js";
import type { OptionTable, OptionValues } from "./arguments.js";

/** The option of every command that simulates. */
export const MODEL_OPTION = {
  model: {
    type: "string",
    repeats: true,
    value: "M",
    says:
      "how all proxies share. slots=8: 8 sessions at a time, the others wait; threads: as many " +
      `sessions as come, on the threads that each has, ${USUAL_THREADS} where it has none; ` +
      "threads=32: on 32",
  },
} as const satisfies OptionTable;

/** The models that were given, at most so many; what is wrong goes to `problems`. */
export function readModels(
  values: OptionValues<keyof typeof MODEL_OPTION>,
  most: number,
  problems: string[],
): SharingModel[] {
  const issues: Issue[] = [];
  const texts = values.all("model");
  const models = texts.flatMap((text) => readModel(text, "--model", issues) ?? []);
  problems.push(...issues.map(formatIssue));
  if (texts.length > most)
    problems.push(
      most === 1
        ? "--model: one is enough here; runcast compare takes two, and compares them"
        : `--model: at most ${most}, one for each side, received ${texts.length}`,
    );
  return models;
}

/** The fleet of a file under a model, if there is one. Notes a fleet that has no proxies. */
export function underModel(
  fleet: Fleet,
  model: SharingModel | undefined,
  label: string,
  problems: string[],
): Fleet {
  if (model === undefined) return fleet;
  if ((fleet.proxies ?? []).length > 0) return withModel(fleet, model);
  problems.push(
    `--model: ${label} has no proxies, and the model is how proxies are shared; name them in a ` +
      'fleet file ("proxies": [{ "id": "proxy-1" }]), and in each job the one that it uses ' +
      '("proxyId": "proxy-1")',
  );
  return fleet;
}

/** A model as it stands in what a scenario is called: `--model slots=8`; nothing for none. */
export function modelLabel(model: SharingModel | undefined): string {
  return model === undefined ? "" : `--model ${modelText(model)}`;
}

/** The model in data, as one types it; no key where none was given. */
export function modelData(model: SharingModel | undefined): { readonly model?: string } {
  return model === undefined ? {} : { model: modelText(model) };
}
