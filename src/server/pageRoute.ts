/**
 * `/_runcast/page`: what the stand-in has, to look at: the forecast of its jobs, and the sessions
 * of the last days on its virtual clock. A browser asks for the password; the page asks anew by
 * itself.
 *
 * However many jobs there are, a page is of the first so many, and of so many sessions, and says
 * so.
 */
import type { Context } from "hono";
import { grouped } from "../core/input/numberText.js";
import type { Fleet, Job } from "../core/simulation/fleet.js";
import { DAY_MS, MINUTE_MS } from "../core/time/instant.js";
import { fleetForecast } from "../library/forecast.js";
import { pageHtml } from "../library/report.js";
import { sectionOf } from "../library/sections.js";
import { chartClock } from "../report/charts/chartClock.js";
import { counted, minuteText } from "../report/kit/words.js";
import { sessionsSection } from "../report/page/sessionsSection.js";
import { type JobRecord, latestChange } from "../veeam/standIn/jobRecord.js";
import { newestOf } from "./allSessions.js";
import { responseOf, unauthorizedPage } from "./answers.js";
import type { Routes } from "./handlers.js";
import { eachJob, type RouteWorld } from "./routing.js";
import { type TokenBook, tokenIn } from "./tokens.js";
import { turns } from "./turns.js";

/** So many jobs, sessions and days a page is of. */
const MOST_JOBS = 1_000;
const MOST_SESSIONS = 10_000;
const PAST_DAYS = 7;
const AHEAD_DAYS = 7;
/** The page asks again after so many seconds. */
const REFRESH_S = 60;

/** The handlers. Who asks has a token, or the password in the way that browsers ask for it. */
export function pageRoutes(world: RouteWorld, tokens: TokenBook): Routes[string] {
  return {
    GET: async (c: Context) => {
      if (!isLetIn(c.req.header("authorization"), tokens)) return responseOf(unauthorizedPage());
      const html = await pageAt(world);
      return new Response(html, {
        headers: {
          "content-type": "text/html; charset=utf-8",
          "cache-control": "no-store",
          refresh: String(REFRESH_S),
        },
      });
    },
  };
}

/** A token, or Basic with any user and the password. */
function isLetIn(header: string | undefined, tokens: TokenBook): boolean {
  const token = tokenIn(header);
  if (token !== undefined) return tokens.isGood(token);
  const basic = /^Basic +([A-Za-z0-9+/]+=*) *$/i.exec(header ?? "")?.[1];
  const text = Buffer.from(basic ?? "", "base64").toString("utf8");
  const isRight = tokens.isPassword(text.slice(text.indexOf(":") + 1)); // asked in any case
  return isRight && basic !== undefined && text.includes(":");
}

/** The page as it is now on the virtual clock. */
async function pageAt(world: RouteWorld): Promise<string> {
  const { store, clock, zoneOf, time, shared } = world;
  const now = Math.floor(time.now() / MINUTE_MS) * MINUTE_MS;
  const zone = zoneOf(clock.zone);
  const letOthers = turns();
  const records: JobRecord[] = [];
  for (const record of eachJob(store, {})) {
    if (records.length >= MOST_JOBS) break;
    records.push(record);
    await letOthers();
  }
  const source = `the stand-in, ${minuteText(zone, now)} ${clock.zone}`;
  const fleet: Fleet = { clock, jobs: records.map(jobOf) };
  const forecast = fleetForecast(
    fleet,
    { from: now, days: AHEAD_DAYS, runs: 3 },
    { name: source, issues: [], warnings: [] },
  );
  const from = now - PAST_DAYS * DAY_MS;
  const moment = { now: time.now(), clock, zoneOf, ...(shared === undefined ? {} : { shared }) };
  const found = [];
  let isCut = false;
  for await (const one of newestOf(store, moment, shared)) {
    if ((one.session.queuedAt ?? one.session.start) < from) break;
    isCut = found.length >= MOST_SESSIONS;
    if (isCut) break;
    found.push(one);
  }
  const all = store.index.size();
  const notes = [
    ...(all > records.length
      ? [`The forecast is of the first ${grouped(records.length)} of ${counted(all, "job")}.`]
      : []),
    ...(isCut
      ? [`The newest ${grouped(MOST_SESSIONS)} sessions are shown, and no older ones.`]
      : []),
  ];
  const sessions = sessionsSection(
    found.map(({ job, session }) => ({ ...session, id: job.id, label: job.name })),
    { from, to: now, clock: chartClock(zone, from, now) },
    { id: "sessions-2", notes, minute: (instant) => minuteText(zone, instant) },
  );
  const sections = found.length === 0 ? [] : [sessions];
  return pageHtml(`Stand-in: ${source}`, [sectionOf(forecast, 0, { source }), ...sections]);
}

/** A job as a forecast needs it. */
function jobOf(record: JobRecord): Job {
  const { schedulePolicy: policy, isEnabled: enabled } = latestChange(record);
  const { id, name, workload } = record;
  return { id, name, policy, enabled, ...(workload === undefined ? {} : { workload }) };
}
