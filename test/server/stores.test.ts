import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { memoryStore } from "../../src/server/jobStore.ts";
import { lmdbStore } from "../../src/server/lmdbStore.ts";
import { virtualClock } from "../../src/server/virtualClock.ts";
import { jobFrom } from "../support/veeamJobs.ts";
import { scratch } from "../support/scratch.ts";

const folder = scratch();

describe.each([
  ["in memory", (most: number) => memoryStore(most)],
  ["in a directory", (most: number) => lmdbStore(mkdtempSync(join(folder, "d.")), most)],
  [
    "in a file",
    (most: number) => lmdbStore(join(mkdtempSync(join(folder, "f.")), "new", "jobs.mdb"), most),
  ],
])("a store %s", (_, open) => {
  const job = (id: string, changes: object = {}) => jobFrom(changes, { newId: () => id });

  it("should keep, change, list and forget jobs", async () => {
    const store = open(3);
    for (const id of ["a", "b", "c"])
      expect(await store.create(job(id, { description: "ü\ud800\u0000" }))).toBe(true);
    expect(await store.create(job("d"))).toBe(false);
    expect(store.get("b")).toEqual(job("b", { description: "ü\ud800\u0000" }));
    expect(store.list(undefined, 2).map(({ id }) => id)).toEqual(["a", "b"]);
    expect(store.list("b", 9).map(({ id }) => id)).toEqual(["c"]);
    expect(
      await store.change("a", (before) => ({
        job: { ...before, name: "new" },
        answer: before.name,
      })),
    ).toBe("Mail");
    expect(store.get("a")).toMatchObject({ name: "new" });
    expect(await store.change("none", (before) => ({ job: before, answer: 1 }))).toBeUndefined();
    expect([
      await store.remove("b"),
      await store.remove("b"),
      store.get("b"),
      store.size(),
    ]).toEqual([true, false, undefined, 2]);
    const both = await Promise.all([store.remove("c"), store.remove("c")]);
    expect([both.filter(Boolean).length, store.size()]).toEqual([1, 1]);
    await store.close();
  });

  it("should lose no change of many at once", async () => {
    const store = open(10);
    await store.create(job("a", { description: "0" }));
    const changes = Array.from({ length: 60 }, () =>
      store.change("a", (before) => ({
        job: { ...before, description: String(Number(before.description) + 1) },
        answer: before.description,
      })),
    );
    expect(new Set(await Promise.all(changes)).size).toBe(60);
    expect(store.get("a")).toMatchObject({ description: "60" });
    await store.close();
  });
});

describe("a store on disk", () => {
  it("should have everything when it is opened again, also by two at once", async () => {
    const path = mkdtempSync(join(folder, "again."));
    const first = lmdbStore(path);
    await first.create(jobFrom({ name: "kept" }));
    const second = lmdbStore(path);
    expect(second.list(undefined, 9)).toEqual(first.list(undefined, 9));
    await Promise.all(
      [first, second].map((store) =>
        store.change(jobFrom().id, (before) => ({
          job: { ...before, description: `${before.description}+` },
          answer: undefined,
        })),
      ),
    );
    await Promise.all([first.close(), second.close()]);
    const third = lmdbStore(path);
    expect(third.get(jobFrom().id)).toMatchObject({ name: "kept", description: "++" });
    await third.close();
  });

  it("should say why it cannot be opened", () => {
    const path = join(folder, "plain.txt");
    writeFileSync(path, "nothing of the kind ".repeat(1_000));
    expect(() => lmdbStore(path)).toThrow();
    expect(() => lmdbStore(join(path, "below"))).toThrow();
  });
});

describe("virtualClock", () => {
  it("should go on from what it was set to, at its speed, and stop where zones end", () => {
    let passed = 500;
    const clock = virtualClock({ now: 1_000, speed: 1 }, () => passed);
    expect(clock.now()).toBe(1_000);
    passed += 250.75;
    expect(clock.now()).toBe(1_250);
    clock.set({ speed: 60 });
    passed += 100;
    expect([clock.now(), clock.speed()]).toEqual([7_250, 60]);
    clock.set({ now: 0, speed: 0 });
    passed += 1e9;
    expect(clock.now()).toBe(0);
    clock.set({ now: Date.UTC(2099, 11, 31), speed: 86_400 });
    passed += 1e9;
    expect(clock.now()).toBe(Date.UTC(2100, 0, 1));
  });
});
