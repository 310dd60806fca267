import { describe, expect, it } from "vitest";
import { createJob } from "../../../src/library/product.ts";
import {
  ALL_DIALECTS,
  dialectOf,
  DIALECTS,
  versionsIn,
} from "../../../src/veeam/standIn/dialects.ts";
import { request } from "../../support/veeamJobs.ts";

describe("the table of dialects", () => {
  it("should say what the vendor's references say of each version", () => {
    const where = (has: (dialect: (typeof DIALECTS)[number]) => boolean) =>
      DIALECTS.filter(has).map(({ version }) => version);
    expect(where(() => true)).toEqual([3, 4, 5, 6, 7, 8]);
    expect(where(({ relativeLinks }) => relativeLinks)).toEqual([6, 7, 8]);
    expect(where(({ pagedLists }) => pagedLists)).toEqual([8]);
    expect(where(({ pagedSessions }) => pagedSessions)).toEqual([5, 6, 7, 8]);
    expect(where(({ logLink }) => logLink === "logitems")).toEqual([5, 6, 7, 8]);
    expect(where(({ editedStatus }) => editedStatus === 204)).toEqual([6, 7, 8]);
    expect(where(({ saysLastBackup }) => saysLastBackup)).toEqual([7, 8]);
    expect(where(({ countsRetries }) => countsRetries)).toEqual([6, 7, 8]);
    expect(where(({ hasInstance }) => hasInstance)).toEqual([6, 7, 8]);
    expect(where(({ organizationInBody }) => organizationInBody)).toEqual([8]);
    expect(where(({ deletedStatus }) => deletedStatus === 200)).toEqual([3, 4]);
    expect(where(({ itemTypes }) => itemTypes.includes("Team"))).toEqual([5, 6, 7, 8]);
    expect(where(({ namesRepository }) => namesRepository)).toEqual([6, 7, 8]);
    expect(where(({ saysScheduled }) => saysScheduled)).toEqual([6, 7, 8]);
    expect(where(({ namesAttempt }) => namesAttempt)).toEqual([7, 8]);
    expect(ALL_DIALECTS.filter(({ readsOnly }) => readsOnly)).toMatchObject([
      { version: 1 },
      { version: 2 },
    ]);
  });

  it("should have no dialect of a version that it does not have", () => {
    for (const version of [2, 9, 3.5, Number.NaN]) expect(dialectOf(version)).toBeUndefined();
    const context = { organizationId: "o", now: 0, version: 9 as 8 };
    expect(() => createJob(request, context)).toThrow(
      "version: expected one of 3, 4, 5, 6, 7, 8, received 9",
    );
  });
});

describe("versionsIn", () => {
  it("should join neighbours, and nothing else", () => {
    const words = (...versions: number[]) => versionsIn(versions.map((version) => ({ version })));
    expect(words(3, 4, 5, 6, 7, 8)).toBe("v3 to v8");
    expect(words(3, 4, 5, 8)).toBe("v3 to v5, v8");
    expect(words(8)).toBe("v8");
    expect(words(9, 10)).toBe("v9 to v10");
    expect(words()).toBe("");
  });
});
