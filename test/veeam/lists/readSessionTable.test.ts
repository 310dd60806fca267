import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSessions, readSessionTable } from "../../../src/index.ts";
import { runs } from "../../support/scheduleArbitraries.ts";

const told = (notes: readonly { path: string; message: string }[]) =>
  notes.map(({ path, message }) => `${path}: ${message}`);

describe("readSessionTable", () => {
  it("should know columns in any letter case, with blanks or without, in any order", () => {
    const text = [
      "Status,START TIME,Job name,End_Time,Type,Retry",
      'Success,2026-01-05T22:00:00Z,"Mail, all",2026-01-05T23:00:00Z,Full,No',
      "Failed,2026-01-06T22:00:00Z,Mail,2026-01-06T22:05:00Z,incremental,Yes",
      "",
      " Warning , 2026-01-06T22:15:00Z , Mail , 2026-01-06T23:00:00Z , Backup , 2 ",
    ].join("\r\n");
    expect(readSessionTable(text)).toEqual({
      sessions: [
        {
          status: "Success",
          creationTime: "2026-01-05T22:00:00Z",
          jobName: "Mail, all",
          endTime: "2026-01-05T23:00:00Z",
          jobSessionConfigType: "Full",
          retryCount: "0",
        },
        {
          status: "Failed",
          creationTime: "2026-01-06T22:00:00Z",
          jobName: "Mail",
          endTime: "2026-01-06T22:05:00Z",
          jobSessionConfigType: "incremental",
          retryCount: "1",
        },
        {
          status: "Warning",
          creationTime: "2026-01-06T22:15:00Z",
          jobName: "Mail",
          endTime: "2026-01-06T23:00:00Z",
          retryCount: "2",
        },
      ],
      issues: [],
      warnings: [],
    });
  });

  it("should see what parts the cells, and pass over what PowerShell writes above", () => {
    const rows = [
      ["Job ID", "Creation time", "Duration", "Status"],
      ["mail", "2026-01-05 22:00:00", "00:40:12", "Success"],
    ];
    for (const separator of [",", ";", "\t"])
      for (const above of ["", "\uFEFF", "#TYPE Veeam.Archiver.PowerShell.Model.Session\n"]) {
        const text = above + rows.map((row) => row.join(separator)).join("\n");
        const { sessions, issues } = readSessionTable(text);
        expect(issues).toEqual([]);
        expect(readSessions(sessions, { zone: "Europe/Berlin" }).jobs).toMatchObject([
          { jobId: "mail", workload: { duration: { empirical: [2_412_000] } } },
        ]);
      }
  });

  it("should say what a heading lacks, and what it has that nobody knows", () => {
    expect(told(readSessionTable("Job,Staus,Start\nMail,Success,x").issues)).toEqual([
      'line 1: expected a column for the end or the duration, received "Job, Staus, Start"',
      'line 1: expected a column for the status, received "Job, Staus, Start"',
    ]);
    const { warnings, sessions } = readSessionTable(
      "Start,End,Status,Ends,Progress,__proto__\n1,2,3,4,5,6\n1,2,3,4,5,6,7",
    );
    expect(told(warnings)).toEqual([
      'line 1: expected a column of sessions, received "Ends"; it is left out, did you mean end?',
      'line 1: expected columns of sessions, received "Progress, __proto__"; they are left out',
      "line 3: expected 6 cells, as the heading has, received 7; those beyond are left out",
    ]);
    expect(sessions).toEqual([
      { creationTime: "1", endTime: "2", status: "3" },
      { creationTime: "1", endTime: "2", status: "3" },
    ]);
    expect(told(readSessionTable("Start,Start time,End,Status\n").issues)).toEqual([
      'line 1: expected one column for creationTime, received "two of them"',
    ]);
    for (const nothing of ["", "\n\n", undefined, {}])
      expect(readSessionTable(nothing as string).issues).toHaveLength(1);
  });

  it("should say where a quote is never closed, and keep the rows before it", () => {
    const text = 'Start,End,Status\n"a\nb",2,3\n1,"2,3\n4,5,6\n';
    const { sessions, issues } = readSessionTable(text);
    expect(sessions).toEqual([{ creationTime: "a\nb", endTime: "2", status: "3" }]);
    expect(issues.map(({ path, expected }) => [path, expected])).toEqual([
      ["line 4", "a quote that is closed"],
    ]);
  });

  it("should read whatever was written by the book", () => {
    const cell = fc
      .string({
        unit: fc.constantFrom("a", " ", '"', ",", ";", "\t", "\n", "\r", "ä"),
        maxLength: 6,
      })
      .map((text) => text.trim());
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { maxLength: 5 }),
        fc.constantFrom(",", ";", "\t"),
        fc.constantFrom("\n", "\r\n"),
        (rows, separator, newline) => {
          const text = [["Start", "End", "Status"], ...rows.map((row) => row.map(quoted))]
            .map((row) => row.join(separator))
            .join(newline);
          const { sessions, issues } = readSessionTable(text);
          expect(issues).toEqual([]);
          expect(sessions).toEqual(
            rows
              .filter((row) => row.some((one) => one !== ""))
              .map(([creationTime, endTime, status]) =>
                Object.fromEntries(
                  Object.entries({ creationTime, endTime, status }).filter(([, one]) => one !== ""),
                ),
              ),
          );
        },
      ),
      runs(200),
    );
    fc.assert(
      fc.property(fc.string(), (text) => void readSessionTable(text)),
      runs(200),
    );
  });
});
