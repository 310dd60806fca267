/**
 * What comes first where several things happen at one instant (R22): attempts end, waiting attempts
 * are dropped by a closing window, due starts come, then retries; after each the waiting line is
 * served.
 *
 * Each row of the table brings two of them together at 01:00, in the words of
 * `test/support/timelineFixture.ts`; another order would give other rows. Attempts of no length end
 * in a later round of the same instant.
 */
import { describe, expect, it } from "vitest";
import { DEFAULT_RULES, simulate } from "../../../../src/index.ts";
import { slowTimelineOf } from "../../../support/slowFleet.ts";
import { readFixture } from "../../../support/timelineFixture.ts";
import { missedText, sessionText } from "../../../support/timelineText.ts";

const TABLE: Record<string, string> = {
  "an attempt ends before its job's next start is due": `
    job A: every Hours1; works 60m
    sessions
    A Mon 00:00 #0 Mon 00:00 - Mon 01:00 Success
    A Mon 01:00 #0 Mon 01:00 - Mon 02:00 Success`,
  "an attempt ends before another job's start is due, which gets the slot at once": `
    proxies P 1
    job B: daily 01:00; works 10m; proxy P
    job A: daily 00:00; works 60m; proxy P
    sessions
    A Mon 00:00 #0 Mon 00:00 - Mon 01:00 Success
    B Mon 01:00 #0 Mon 01:00 - Mon 01:10 Success`,
  "an attempt is stopped before a start is due, which gets the slot at once": `
    proxies P 1
    job B: daily 01:00; works 10m; proxy P
    job A: daily 00:00; works 90m; proxy P; backup window closed 01-02
    sessions
    A Mon 00:00 #0 Mon 00:00 - Mon 01:00 Stopped
    B Mon 01:00 #0 Mon 01:00 - Mon 01:10 Success`,
  "the line is served between an end and a due start": `
    proxies P 1
    job B: daily 01:00; works 10m; proxy P
    job A: daily 00:00; works 60m; proxy P
    job C: daily 00:30; works 10m; proxy P
    sessions
    A Mon 00:00 #0 Mon 00:00 - Mon 01:00 Success
    C Mon 00:30 #0 Mon 01:00 - Mon 01:10 Success
    B Mon 01:00 #0 Mon 01:10 - Mon 01:20 Success`,
  "all attempts that end free their slots before the line is served once": `
    proxies P 1
    repositories R 1
    job A: daily 00:00; works 60m; proxy P
    job B: daily 00:00; works 60m; repository R
    job C: daily 00:10; works 10m; proxy P; repository R
    job D: daily 00:20; works 10m; proxy P
    sessions
    A Mon 00:00 #0 Mon 00:00 - Mon 01:00 Success
    B Mon 00:00 #0 Mon 00:00 - Mon 01:00 Success
    C Mon 00:10 #0 Mon 01:00 - Mon 01:10 Success
    D Mon 00:20 #0 Mon 01:10 - Mon 01:20 Success`,
  "a slot that comes free at the edge that closes a waiting attempt's window is not for it": `
    proxies P 1
    job A: daily 00:00; works 60m; proxy P
    job B: daily 00:10; works 10m; proxy P; backup window closed 01-02
    job C: daily 00:20; works 10m; proxy P
    sessions
    A Mon 00:00 #0 Mon 00:00 - Mon 01:00 Success
    C Mon 00:20 #0 Mon 01:00 - Mon 01:10 Success
    missed
    B Mon 00:10 window-closed`,
  "nor is it where nobody else waits; a start that is due then has it": `
    proxies P 1
    job C: daily 01:00; works 10m; proxy P
    job A: daily 00:00; works 60m; proxy P
    job B: daily 00:10; works 10m; proxy P; backup window closed 01-02
    sessions
    A Mon 00:00 #0 Mon 00:00 - Mon 01:00 Success
    C Mon 01:00 #0 Mon 01:00 - Mon 01:10 Success
    missed
    B Mon 00:10 window-closed`,
  "a waiting attempt is dropped before starts are due, its own job's too": `
    proxies P 1
    job D: every Hours1; works 70m
    job A: daily 00:00; works 90m; proxy P
    job B: every Hours1; works 10m; proxy P; backup window closed 01-02
    sessions
    D Mon 00:00 #0 Mon 00:00 - Mon 01:10 Success
    A Mon 00:00 #0 Mon 00:00 - Mon 01:30 Success
    missed
    B Mon 00:00 window-closed
    D Mon 01:00 still-running
    B Mon 01:00 backup-window`,
  "a manual start comes before its job's own due start": `
    job A: daily 00:00; works 10m; runs now
    sessions
    A Mon 00:00 #0 Mon 00:00 - Mon 00:10 Success
    missed
    A Mon 00:00 still-running`,
  "and in the order of the jobs among the due starts": `
    proxies P 1
    job B: daily 00:00; works 10m; proxy P
    job A: manual only; works 10m; runs now; proxy P
    sessions
    B Mon 00:00 #0 Mon 00:00 - Mon 00:10 Success
    A Mon 00:00 #0 Mon 00:10 - Mon 00:20 Success`,
  "starts are due in the order of the jobs": `
    proxies P 1
    job B: daily 01:00; works 10m; proxy P
    job A: daily 01:00; works 10m; proxy P
    sessions
    B Mon 01:00 #0 Mon 01:00 - Mon 01:10 Success
    A Mon 01:00 #0 Mon 01:10 - Mon 01:20 Success`,
  "a start is due before a retry of another job": `
    proxies P 1
    job A: daily 00:00; works 30m Failed, 10m; retries 1 after 30m; proxy P
    job B: daily 01:00; works 10m; proxy P
    sessions
    A Mon 00:00 #0 Mon 00:00 - Mon 00:30 Failed
    B Mon 01:00 #0 Mon 01:00 - Mon 01:10 Success
    A Mon 00:00 #1 Mon 01:10 - Mon 01:20 Success`,
  "a start is due before its own job's retry, and supersedes it": `
    job A: every Hours1; works 10m; on Mon 00:00 works 30m Failed; retries 1 after 30m
    sessions
    A Mon 00:00 #0 Mon 00:00 - Mon 00:30 Failed
    A Mon 01:00 #0 Mon 01:00 - Mon 01:10 Success`,
  "an attempt ends before a start is due, which supersedes the retry that the end asks for": `
    job A: every Hours1; works 10m; on Mon 00:00 works 60m Failed; retries 1 after 0m
    sessions
    A Mon 00:00 #0 Mon 00:00 - Mon 01:00 Failed
    A Mon 01:00 #0 Mon 01:00 - Mon 01:10 Success`,
  "an attempt ends before a retry without a wait, which follows at once": `
    job A: daily 00:00; works 60m Failed, 10m; retries 1 after 0m
    sessions
    A Mon 00:00 #0 Mon 00:00 - Mon 01:00 Failed
    A Mon 00:00 #1 Mon 01:00 - Mon 01:10 Success`,
  "the line is served before a retry is due": `
    proxies P 1
    job A: daily 00:00; works 60m Failed, 10m; retries 1 after 0m; proxy P
    job B: daily 00:30; works 10m; proxy P
    sessions
    A Mon 00:00 #0 Mon 00:00 - Mon 01:00 Failed
    B Mon 00:30 #0 Mon 01:00 - Mon 01:10 Success
    A Mon 00:00 #1 Mon 01:10 - Mon 01:20 Success`,
  "retries are due in the order of the jobs": `
    proxies P 1
    job B: daily 00:00; works 30m Failed, 10m; retries 1 after 30m
    job A: daily 00:00; works 30m Failed, 10m; retries 1 after 30m
    job D: daily 00:00; works 20m Failed, 10m; retries 1 after 40m; proxy P
    job C: daily 00:20; works 10m Failed, 10m; retries 1 after 30m; proxy P
    sessions
    B Mon 00:00 #0 Mon 00:00 - Mon 00:30 Failed
    A Mon 00:00 #0 Mon 00:00 - Mon 00:30 Failed
    D Mon 00:00 #0 Mon 00:00 - Mon 00:20 Failed
    C Mon 00:20 #0 Mon 00:20 - Mon 00:30 Failed
    B Mon 00:00 #1 Mon 01:00 - Mon 01:10 Success
    A Mon 00:00 #1 Mon 01:00 - Mon 01:10 Success
    D Mon 00:00 #1 Mon 01:00 - Mon 01:10 Success
    C Mon 00:20 #1 Mon 01:10 - Mon 01:20 Success`,
  "an attempt of no length holds its slot for a round; what waits starts at the same instant": `
    proxies P 1
    job A: daily 01:00; works 0m; proxy P
    job B: daily 01:00; works 0m; proxy P
    job C: daily 01:00; works 10m; proxy P
    sessions
    A Mon 01:00 #0 Mon 01:00 - Mon 01:00 Success
    B Mon 01:00 #0 Mon 01:00 - Mon 01:00 Success
    C Mon 01:00 #0 Mon 01:00 - Mon 01:10 Success`,
  "starts come before an attempt of no length ends: one of its own job finds it running": `
    span Mon 00:00 to Mon 03:00
    proxies P 1
    job B: daily 00:00; works 60m; proxy P
    job A: every Hours1; works 0m; proxy P
    sessions
    B Mon 00:00 #0 Mon 00:00 - Mon 01:00 Success
    A Mon 00:00 #0 Mon 01:00 - Mon 01:00 Success
    A Mon 02:00 #0 Mon 02:00 - Mon 02:00 Success
    missed
    A Mon 01:00 still-running`,
  "retries without a wait and without a length go round until there are no more": `
    job A: daily 01:00; works 0m Failed; retries 3 after 0m
    job B: daily 01:00; works 0m Failed; retries 1 after 0m
    sessions
    A Mon 01:00 #0 Mon 01:00 - Mon 01:00 Failed
    B Mon 01:00 #0 Mon 01:00 - Mon 01:00 Failed
    A Mon 01:00 #1 Mon 01:00 - Mon 01:00 Failed
    B Mon 01:00 #1 Mon 01:00 - Mon 01:00 Failed
    A Mon 01:00 #2 Mon 01:00 - Mon 01:00 Failed
    A Mon 01:00 #3 Mon 01:00 - Mon 01:00 Failed`,
  "two starts of a copy are one, of which its window blocks no more than one": `
    span Mon 20:00 to Tue 02:00
    job C: immediate; works 5h; copy of S; backup window closed 00-20
    job S: every Hours1; works 60m
    sessions
    S Mon 20:00 #0 Mon 20:00 - Mon 21:00 Success
    S Mon 21:00 #0 Mon 21:00 - Mon 22:00 Success
    C Mon 21:00 #0 Mon 21:00 - Tue 00:00 Stopped
    S Mon 22:00 #0 Mon 22:00 - Mon 23:00 Success
    S Mon 23:00 #0 Mon 23:00 - Tue 00:00 Success
    S Tue 00:00 #0 Tue 00:00 - Tue 01:00 Success
    S Tue 01:00 #0 Tue 01:00 - Tue 02:00 Success
    missed
    C Tue 00:00 backup-window
    C Tue 01:00 backup-window`,
  "a retry of this instant that comes in a later round still comes after the line": `
    proxies P 1
    job A: daily 01:00; works 0m Failed, 10m; retries 1 after 0m; proxy P
    job B: daily 01:00; works 0m; proxy P
    sessions
    A Mon 01:00 #0 Mon 01:00 - Mon 01:00 Failed
    B Mon 01:00 #0 Mon 01:00 - Mon 01:00 Success
    A Mon 01:00 #1 Mon 01:00 - Mon 01:10 Success`,
};

describe("at one instant", () => {
  for (const [what, text] of Object.entries(TABLE)) {
    const { fleet, from, to, rules, sessions, missed } = readFixture(
      `${what}\nspan Mon 00:00 to Mon 02:00\n${text}`,
    );

    it(`should hold: ${what}`, () => {
      const timeline = simulate(fleet, { from, to, rules });
      expect(Array.from(timeline.rows(), sessionText)).toEqual(sessions);
      expect(Array.from(timeline.missedRows(), missedText)).toEqual(missed);
      const slow = slowTimelineOf(fleet, from, to, { ...DEFAULT_RULES, ...rules });
      expect(slow.sessions.map(sessionText).sort()).toEqual([...sessions].sort());
    });
  }
});
