/**
 * A job as the first version showed it, when mailboxes were all there was: texts for booleans,
 * and a window by another name.
 */
import { isObject } from "../lists/fields.js";
import type { JobRepresentation } from "./representation.js";

/** Takes a representation apart into what that version says. */
export function mailboxJob(job: JobRepresentation): Readonly<Record<string, unknown>> {
  const { backupType, isEnabled, schedulePolicy, _links: links, ...rest } = job;
  const { excludedItems: _excluded, selectedItems: _selected, ...shown } = links;
  const policy = schedulePolicy as Readonly<Record<string, unknown>>;
  const { backupWindowSettings, backupWindowEnabled: _enabled, ...settings } = policy;
  return {
    ...rest,
    allMailboxes: String(backupType === "EntireOrganization"),
    isEnabled: String(isEnabled),
    schedulePolicy: {
      ...texts(settings),
      ...(isObject(backupWindowSettings) ? { backupWindow: windowOf(backupWindowSettings) } : {}),
    },
    _links: shown,
  };
}

function texts(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      typeof value === "boolean" ? String(value) : value,
    ]),
  );
}

function windowOf(settings: object): object {
  const { backupWindow, minuteOffset = 0 } = settings as Readonly<Record<string, unknown>>;
  const hours = Array.isArray(backupWindow) ? backupWindow.map(String) : [];
  return { backupIntervalsArray: hours, minuteOffset };
}
