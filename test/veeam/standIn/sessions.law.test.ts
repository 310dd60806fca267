/**
 * Sessions of any job are the same whenever they are asked for, and never two at once.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../../src/library/schedules.ts";
import { actOnJob } from "../../../src/veeam/standIn/jobAction.ts";
import { type JobRecord, latestChange } from "../../../src/veeam/standIn/jobRecord.ts";
import { readSessionId, sessionIdOf, sessionKeyOf } from "../../../src/veeam/standIn/sessionIds.ts";
import {
  latestStart,
  newestSessions,
  notedNewest,
  noteNewest,
  sessionAt,
} from "../../../src/veeam/standIn/sessions.ts";
import { policyInputs } from "../../support/policyArbitraries.ts";
import { sessionsOf, slowSessions } from "../../support/standInSessions.ts";
import { context, jobFrom, PAGE_NOW } from "../../support/veeamJobs.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const seen = (job: JobRecord, to: number) => sessionsOf(job, PAGE_NOW + to, context());

describe("newestSessions", () => {
  it("should be the same whenever it is asked, and never two at once", () => {
    const actions = fc.array(
      fc.tuple(
        fc.constantFrom("start", "stop", "enable", "disable"),
        fc.integer({ min: 0, max: 2 * 24 * 60 }),
      ),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(
        policyInputs,
        actions,
        fc.integer({ min: 1, max: 3 * 24 * 60 }),
        (schedulePolicy, list, minute) => {
          let job = jobFrom({ schedulePolicy });
          for (const [action, at] of list.sort((a, b) => a[1] - b[1])) {
            const answer = actOnJob(
              job,
              { [action]: null },
              context({ now: PAGE_NOW + at * MINUTE }),
            );
            if (answer.ok) job = answer.job;
          }
          const whole = seen(job, 3 * DAY); // fewer runs than are remembered
          const part = seen(job, minute * MINUTE);
          expect(part).toEqual(slowSessions(job, PAGE_NOW + minute * MINUTE, context()));
          const finished = part.filter(({ status }) => status !== "Running");
          expect(
            finished.filter(
              ({ end }) => !list.some(([, at]) => at >= minute && end! > PAGE_NOW + at * MINUTE),
            ),
          ).toEqual(whole.slice(0, finished.length));
          const now = PAGE_NOW + 3 * DAY - 1;
          const newest = whole.at(-1);
          expect(latestStart(job, { ...context(), now })).toBeGreaterThanOrEqual(
            newest?.start ?? -Infinity,
          );
          // what was noted at one moment is what is found at every later one, or nothing
          const then = PAGE_NOW + minute * MINUTE - 1;
          const { clock } = context();
          noteNewest(job, part.at(-1), { ...context(), now: then, clock });
          for (const later of [0, 1, 7, 60, 600, 4_000]) {
            const at = { ...context(), now: then + later * MINUTE };
            const noted = notedNewest(job, { ...at, clock });
            if (noted !== undefined)
              expect(noted).toBe(newestSessions(job, at).next().value?.start ?? -Infinity);
          }
          for (const [index, session] of whole.entries()) {
            const id = readSessionId(sessionIdOf(job.id, session.nominal, session.attempt))!;
            expect(id.key).toBe(sessionKeyOf(job.id));
            expect(sessionAt(job, id.nominal, id.attempt, { ...context(), now })).toEqual(session);
            if (index > 0) expect(session.start).toBeGreaterThanOrEqual(whole[index - 1]!.end!);
            if (
              session.attempt === 0 &&
              !list.some(
                ([action, at]) => action === "start" && session.nominal === PAGE_NOW + at * MINUTE,
              )
            ) {
              expect(
                compile(latestChange(job).schedulePolicy, context().clock).has(session.nominal),
              ).toBe(true);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
