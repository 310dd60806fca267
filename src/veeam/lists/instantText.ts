/**
 * Instants as the product writes them: ISO 8601, in UTC or with an offset, seven digits of a second.
 */
const ISO = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * The instant of a text, epoch ms; UTC where it names no offset. `undefined` where the text is none, and for dates up to
 * 1970: .NET writes the year 1 for "never".
 *
 * `instantOfText("2017-04-01T03:12:15.3635382-07:00") // => 1491041535363`
 */
export function instantOfText(text: string): number | undefined {
  const match = ISO.exec(text.trim());
  if (match === null) return undefined;
  const [, year, month, day, hours, minutes, seconds = "0", fraction = "0", zone = "Z"] = match;
  const millis = Number(fraction.padEnd(3, "0").slice(0, 3));
  const utc = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hours), Number(minutes), Number(seconds), millis);
  const isDate = Number(month) >= 1 && Number(month) <= 12 && new Date(utc).getUTCDate() === Number(day) && Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60;
  const instant = utc - offsetMsOf(zone);
  return isDate && instant > 0 ? instant : undefined;
}

/** `-07:00` in ms; `Z` is 0. */
function offsetMsOf(zone: string): number {
  if (zone.toUpperCase() === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}
