/**
 * What `runcast serve` says when it listens: where it is, what lets a client in, and a first
 * request.
 */
import { grouped } from "../core/input/numberText.js";
import type { ServerClock } from "../core/schedule/clock.js";
import { formatUtc } from "../core/time/calendar.js";
import { SECOND_MS } from "../core/time/instant.js";
import { clean } from "../report/kit/safe.js";
import { PAGE_PATH } from "../server/ownPaths.js";
import type { StandIn } from "../server/standIn.js";
import { DIALECTS, pathRoot, versionsIn } from "../veeam/standIn/dialects.js";
import type { Secret } from "./serveSecrets.js";

/** What is said beside what the server itself knows. */
export interface Facts {
  readonly clock: ServerClock;
  readonly now: number;
  readonly speed: number;
  readonly jobs: number;
  readonly data: string | undefined;
  /** Whether there is a page to look at. */
  readonly hasPage: boolean;
  readonly token: Secret;
  readonly password: Secret;
}

/** Makes the text. Secrets that somebody gave are not repeated. */
export function greeting({ url, baseUrl, certificate }: StandIn, facts: Facts): string {
  const { clock, now, speed, jobs, data, hasPage, token, password } = facts;
  const pace =
    speed === 1 ? "" : speed === 0 ? ", standing still" : `, ${grouped(speed)} times as fast`;
  const count = jobs === 0 && data === undefined ? "" : `${grouped(jobs)} `;
  const kept = count + (data === undefined ? "in memory, gone when it stops" : `in ${clean(data)}`);
  const versions = versionsIn(DIALECTS);
  const insecure = certificate === undefined ? "" : "-k ";
  const bearer = token.isOurs ? token.text : "$TOKEN";
  return [
    `A stand-in for Veeam Backup for Microsoft 365, API ${versions}: it backs nothing up.`,
    `  address  ${url}`,
    ...(hasPage ? [`  page     ${url}${PAGE_PATH}`] : []),
    ...(certificate === undefined ? [] : [`  SHA-256  ${certificate.fingerprint}`]),
    ...(baseUrl === url ? [] : [`  links    ${baseUrl}`]),
    `  clock    ${formatUtc(now - (now % SECOND_MS))}, ${clock.zone}${pace}`,
    `  jobs     ${kept}`,
    `  password ${password.isOurs ? password.text : "the one that you gave"}, for any user`,
    `  token    ${token.isOurs ? token.text : "the one that you gave"}`,
    "",
    `  curl ${insecure}-H "Authorization: Bearer ${bearer}" ${url}${pathRoot(DIALECTS[0])}/Jobs`,
    "",
    "",
  ].join("\n");
}
