/**
 * How a resource is shared, in words: `4 slots`, `64 threads`, `Mon-Fri 08:00-18:00 40 %`.
 */
import { grouped } from "../input/numberText.js";
import { describeWindow } from "../policy/windowWords.js";
import { formatUtc } from "../time/calendar.js";
import { lengthText } from "../time/length.js";
import type { SharingSetting } from "./fleet.js";
import type { ReadResource } from "./resource.js";

/** The verb that joins a resource to what `sharingText` says of a setting. */
export const SHARING_VERBS: Readonly<Record<SharingSetting, string>> = {
  slots: "has",
  threads: "has",
  pace: "goes at",
  outages: "has",
  proxyId: "belongs to",
};

/** What a setting of a resource is, to follow its verb: `4 slots`, `no outage`, `proxy p`. */
export function sharingText(setting: SharingSetting, resource: ReadResource): string {
  switch (setting) {
    case "slots":
      return countText(resource.slots, "slot");
    case "threads":
      return Number.isNaN(resource.threads) ? "no threads" : countText(resource.threads, "thread");
    case "pace":
      return resource.pace === undefined ? "full speed" : paceText(resource.pace);
    case "outages":
      return outagesText(resource);
    case "proxyId":
      return resource.proxyId === undefined ? "no proxy" : `proxy ${resource.proxyId}`;
  }
}

function countText(count: number, noun: string): string {
  return count === Infinity
    ? `${noun}s without limit`
    : `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** `40 % Mon-Fri 08:00-18:00`; several shares in the order of their sizes. */
export function paceText(pace: Float64Array): string {
  const shares = [...new Set(pace)].filter((share) => share !== 1).sort((a, b) => a - b);
  if (shares.length === 0) return "full speed";
  return shares
    .map((share) => {
      const hours = Array.from(pace, (other) => other === share);
      const percent = `${Math.round(share * 1000) / 10} %`;
      return hours.every(Boolean) ? percent : `${percent} ${describeWindow(hours)}`;
    })
    .join(", ");
}

function outagesText({ outages }: ReadResource): string {
  if (outages.length === 0) return "no outage";
  const total = outages.reduce((sum, { from, to }) => sum + to - from, 0);
  const first = formatUtc(outages[0]!.from);
  return outages.length === 1
    ? `an outage of ${lengthText(total)} from ${first} on`
    : `${outages.length} outages, ${lengthText(total)} in all, the first from ${first} on`;
}
