/**
 * The two models of how a proxy is shared, as an edit of all proxies at once: by slots, of which a
 * session takes one and the others wait (R22), or by threads, which all sessions share (R28).
 */
import { type Issue, issue, PolicyError } from "../../input/issues.js";
import { having, isObject, without } from "../../input/ownShape.js";
import { type Fleet, isSlotCount, isThreadCount, type Resource } from "../../simulation/fleet.js";
import type { FleetInput } from "../../simulation/fleetInput.js";
import { typedCount } from "./settingRow.js";

/**
 * How all proxies are shared. `{ slots: 8 }`: each has so many slots and no threads. `{ threads: 32
 * }`: each has so many threads and no limit of slots; `"threads"`: each as many as it has, 64 where
 * it has none.
 */
export type SharingModel = "threads" | { readonly slots: number } | { readonly threads: number };

/** Threads of a proxy where nobody has set them: the product's default. */
export const USUAL_THREADS = 64;

/**
 * Which of the models the proxies of a fleet follow: `unlimited` where none has a limit of slots or
 * threads, `both` where limits of slots and threads are mixed.
 */
export type SharingKind = "slots" | "threads" | "both" | "unlimited";

/**
 * The fleet with all of its proxies shared so; what repositories and organizations have stays, and
 * so do paces and outages. Throws a `PolicyError` for what is no model, and for a fleet without
 * proxies, which no model would change.
 *
 * ```ts
 * const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
 * const fleet = { jobs: [{ id: "mail", policy, proxyId: "p" }], proxies: [{ id: "p", slots: 4 }] };
 * withModel(fleet, "threads").proxies // => [{ id: "p", slots: Infinity, threads: 64 }]
 * withModel(fleet, { slots: 8 }).proxies // => [{ id: "p", slots: 8 }]
 * ```
 */
export function withModel<Of extends FleetInput>(fleet: Of, model: SharingModel): Of {
  const issues: Issue[] = [];
  checkModel(model, "model", issues);
  if (!isObject<Fleet>(fleet) || !Array.isArray(fleet.proxies) || fleet.proxies.length === 0)
    issues.push(
      issue("fleet.proxies", "at least one proxy, which the model is of", fleet?.proxies),
    );
  if (issues.length > 0) throw new PolicyError(issues);
  const edit = proxyEdit(model);
  const was = fleet.proxies as readonly Resource[];
  // What is no proxy is left for who checks the fleet.
  const proxies = was.map((proxy) => (isObject<Resource>(proxy) ? edit(proxy) : proxy));
  return proxies.every((proxy, index) => proxy === was[index]) ? fleet : { ...fleet, proxies };
}

function proxyEdit(model: SharingModel): (proxy: Resource) => Resource {
  if (typeof model === "object" && "slots" in model)
    return (proxy) => having(without(proxy, "threads"), { slots: model.slots });
  return (proxy) => {
    return having(proxy, {
      ...(hasLimit(proxy) ? { slots: Infinity } : {}),
      threads: model === "threads" ? (proxy.threads ?? USUAL_THREADS) : model.threads,
    });
  };
}

/** Whether a proxy has a limit of slots; in a fleet that nobody has checked, none may be said. */
function hasLimit({ slots }: { readonly slots?: number }): boolean {
  return slots !== undefined && slots !== Infinity;
}

/** Which model the proxies of a fleet follow. */
export function modelOf({ proxies = [] }: Fleet): SharingKind {
  const hasSlots = proxies.some(hasLimit);
  if (proxies.every(({ threads }) => threads === undefined))
    return hasSlots ? "slots" : "unlimited";
  const haveThreads = proxies.every(({ threads }) => threads !== undefined);
  return haveThreads && !hasSlots ? "threads" : "both";
}

/** Notes what is no model. */
export function checkModel(model: unknown, path: string, issues: Issue[]): void {
  const expected = '"threads", { slots: 8 } or { threads: 64 }';
  if (model === "threads") return;
  const keys = Object.keys(isObject<object>(model) ? model : {});
  const [key] = keys;
  if (keys.length !== 1 || (key !== "slots" && key !== "threads")) {
    issues.push(issue(path, expected, model));
    return;
  }
  const count = (model as Readonly<Record<string, unknown>>)[key];
  if (key === "slots" && !isSlotCount(count))
    issues.push(issue(`${path}.slots`, "a whole number of slots from 1, or Infinity", count));
  if (key === "threads" && !isThreadCount(count))
    issues.push(issue(`${path}.threads`, "a whole number of threads from 1", count));
}

/** A model as one types it: `slots=8`, `threads`, `threads=64`. */
export function modelText(model: SharingModel): string {
  if (model === "threads") return model;
  if ("threads" in model) return `threads=${model.threads}`;
  return `slots=${model.slots === Infinity ? "unlimited" : model.slots}`;
}

/** Reads a model as one types it; `undefined` after an issue at `path`. */
export function readModel(text: string, path: string, issues: Issue[]): SharingModel | undefined {
  const [, word = "", value] = /^\s*(slots|threads)\s*(?:=\s*(\S+)\s*)?$/i.exec(text) ?? [];
  const isSlots = word.toLowerCase() === "slots";
  if (word !== "" && !isSlots && value === undefined) return "threads";
  const count =
    isSlots && value?.toLowerCase() === "unlimited" ? Infinity : typedCount(value ?? "");
  if (isSlots && isSlotCount(count)) return { slots: count };
  // What is no count of slots is none of threads.
  if (isThreadCount(count)) return { threads: count };
  issues.push(issue(path, "slots=8, threads or threads=64", text));
  return undefined;
}
