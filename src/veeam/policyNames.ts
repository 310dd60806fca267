/**
 * The names of a policy's settings across versions of the API: which key means which setting (R25).
 *
 * The parser knows them too, and reads whole policies; this is for code that changes one and must know what it replaces.
 */

/** Every setting of a canonical policy, in its order. */
export const POLICY_SETTINGS = [
  ...(["scheduleEnabled", "backupWindowEnabled", "backupWindowSettings", "type", "dailyType", "dailyTime"] as const),
  ...(["periodicallyEvery", "periodicallyOffsetMinutes", "periodicallyWindowEnabled", "periodicallyWindowSettings"] as const),
  ...(["retryEnabled", "retryNumber", "retryWaitInterval"] as const),
];

/** A setting of a policy. */
export type PolicySetting = (typeof POLICY_SETTINGS)[number];

const BY_KEY: ReadonlyMap<string, PolicySetting> = new Map<string, PolicySetting>([
  ...POLICY_SETTINGS.map((setting) => [setting.toLowerCase(), setting] as const),
  ["schedulepolicytype", "type"], // the service provider console
  ["periodicinterval", "periodicallyEvery"], // the table of v3
  ["backupwindow", "backupWindowSettings"], // v1
]);

/** The setting that a key of a policy object means; `undefined` for an unknown key. `settingOf("PeriodicInterval") // => "periodicallyEvery"` */
export function settingOf(key: string): PolicySetting | undefined {
  return BY_KEY.get(key.toLowerCase());
}
