/**
 * What may have been meant by the name of a zone that nobody knows: the zone of that city, or a
 * name that is spelt nearly so.
 */
import { didYouMean } from "../core/input/nearest.js";
import { WINDOWS_ZONES } from "./windowsZones.js";

const USUAL = "zones are named after a city: America/Los_Angeles, Europe/Berlin";

/** What the host knows, once somebody has asked. */
let known: { readonly names: readonly string[]; readonly areas: readonly string[] } | undefined;

/** A hint for the end of a message. */
export function hintForZone(name: string): string {
  known ??= knownNames();
  const city = name.trim().toLowerCase().replace(/\s+/g, "_");
  const ofCity = /^[a-z_-]+$/.test(city)
    ? known.areas.flatMap((area) => knownZone(`${area}/${city}`))
    : [];
  if (ofCity.length > 0) return `did you mean ${ofCity.join(" or ")}?`;
  return didYouMean(name.trim(), known.names) ?? USUAL;
}

function knownNames(): NonNullable<typeof known> {
  const zones = Intl.supportedValuesOf("timeZone");
  const areas = zones
    .filter((zone) => zone.includes("/"))
    .map((zone) => zone.slice(0, zone.lastIndexOf("/")));
  return { names: [...zones, ...WINDOWS_ZONES], areas: [...new Set(areas)] };
}

/** The zone in the usual letter case, `Asia/Kolkata`; nothing where the host does not know it. */
function knownZone(name: string): string[] {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return [name.replace(/(?<=[/_-])[a-z]/g, (letter) => letter.toUpperCase())];
  } catch {
    return [];
  }
}
