import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import Database from "libsql";
import { describe, expect, it } from "vitest";
import { isFull, type JobStore, memoryStore } from "../../src/server/jobStore.ts";
import { sqliteStore } from "../../src/server/sqliteStore.ts";
import { virtualClock } from "../../src/server/virtualClock.ts";
import { jobFrom } from "../support/veeamJobs.ts";
import { scratch } from "../support/scratch.ts";
import { jobsAfter } from "../support/storedJobs.ts";

const folder = scratch();

const MANY = 1_000_000;
const wasFull = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => false,
    (error: unknown) => isFull(error),
  );

describe.each([
  ["in memory", (jobs: number, bytes: number) => memoryStore({ jobs, bytes })],
  [
    "in a directory",
    (jobs: number, bytes: number) =>
      sqliteStore(mkdtempSync(join(folder, "d.")), { limits: { jobs, bytes } }),
  ],
  [
    "in a file",
    (jobs: number, bytes: number) =>
      sqliteStore(join(mkdtempSync(join(folder, "f.")), "new", "jobs.db"), {
        limits: { jobs, bytes },
      }),
  ],
])("a store %s", (_, open: (jobs: number, bytes: number) => JobStore) => {
  const job = (id: string, changes: object = {}) => jobFrom(changes, { newId: () => id });

  it("should keep, change, list and forget jobs", async () => {
    const store = open(3, MANY);
    for (const id of ["b", "c", "a"]) await store.create(job(id, { description: "ü\ud800\u0000" }));
    expect(await wasFull(store.create(job("d")))).toBe(true);
    expect(store.get("b")).toEqual(job("b", { description: "ü\ud800\u0000" }));
    expect(jobsAfter(store, undefined, 2).map(({ id }) => id)).toEqual(["a", "b"]);
    expect(jobsAfter(store, "b", 9).map(({ id }) => id)).toEqual(["c"]);
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
      store.index.size(),
    ]).toEqual([true, false, undefined, 2]);
    const both = await Promise.all([store.remove("c"), store.remove("c")]);
    expect([both.filter(Boolean).length, store.index.size()]).toEqual([1, 1]);
    await store.close();
  });

  it("should lose no change of many at once", async () => {
    const store = open(10, MANY);
    await store.create(job("a", { description: "0" }));
    const changes = Array.from({ length: 600 }, () =>
      store.change("a", (before) => ({
        job: { ...before, description: String(Number(before.description) + 1) },
        answer: before.description,
      })),
    );
    expect(new Set(await Promise.all(changes)).size).toBe(600);
    expect(store.get("a")).toMatchObject({ description: "600" });
    await store.close();
  });

  it("should take so many bytes and no more, and go on when there is room again", async () => {
    const large = "x".repeat(4_000);
    const store = open(MANY, 10_000);
    const made = await Promise.all(
      ["a", "b", "c", "d"].map((id) => wasFull(store.create(job(id, { description: large })))),
    );
    expect(made).toEqual([false, false, true, true]);
    const grow = (id: string, description: string) =>
      wasFull(
        store.change(id, (before) => ({ job: { ...before, description }, answer: undefined })),
      );
    expect(await grow("a", large.repeat(2))).toBe(true);
    expect(store.get("a")).toMatchObject({ description: large });
    expect(await grow("a", "")).toBe(false);
    expect(await wasFull(store.create(job("c", { description: large })))).toBe(false);
    expect(store.index.bytes()).toBeLessThanOrEqual(10_000);
    await store.close();
  });

  it("should know in what place which jobs are, whatever happens to them", async () => {
    const ids = "abcdefghij".split("");
    const owners = ["O1", "o1", "o2"];
    const steps = fc.array(
      fc.tuple(
        fc.constantFrom(...ids),
        fc.constantFrom(...owners, "gone"),
        fc.constantFrom("r", "R2"),
      ),
      { maxLength: 25 },
    );
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(5), fc.nat(5), async (all, offset, limit) => {
        const store = open(MANY, MANY);
        const known = new Map<string, { organizationId: string; repositoryId: string }>();
        for (const [id, organizationId, repositoryId] of all) {
          if (organizationId === "gone") {
            expect(await store.remove(id)).toBe(known.delete(id));
            continue;
          }
          const changes = { organizationId, repositoryId };
          if (known.has(id))
            await store.change(id, (before) => ({ job: { ...before, ...changes }, answer: 0 }));
          else await store.create({ ...job(id), ...changes });
          known.set(id, changes);
        }
        const of = (organizationId?: string, repositoryId?: string): string[] =>
          [...known]
            .filter(
              ([, own]) =>
                (organizationId ?? own.organizationId).toLowerCase() ===
                  own.organizationId.toLowerCase() &&
                (repositoryId ?? own.repositoryId).toLowerCase() === own.repositoryId.toLowerCase(),
            )
            .map(([id]) => id)
            .sort();
        const { index } = store;
        for (const [filter, wanted] of [
          [{}, of()],
          [{ organizationId: "o1" }, of("o1")],
          [{ organizationId: "O2", repositoryId: "r2" }, of("o2", "r2")],
          [{ repositoryId: "none" }, []],
        ] as const) {
          expect(index.page(filter, offset, limit)).toEqual(wanted.slice(offset, offset + limit));
          const after = ids[offset]!;
          expect(index.after(filter, after, limit)).toEqual(
            wanted.filter((id) => id > after).slice(0, limit),
          );
        }
        const named = new Set(index.owners("organizationId").map((id) => id.toLowerCase()));
        const wanted = new Set([...known.values()].map((own) => own.organizationId.toLowerCase()));
        expect(named).toEqual(wanted);
        await store.close();
      }),
      { numRuns: 15 },
    );
  });
});

describe("a store on disk", () => {
  it("should have everything when it is opened again, and be one server's at a time", async () => {
    const path = mkdtempSync(join(folder, "again."));
    const first = sqliteStore(path);
    await first.create(jobFrom({ name: "kept" }));
    expect(() => sqliteStore(path)).toThrow("jobs.sqlite is in use by another server");
    await first.close();
    const second = sqliteStore(path);
    expect(second.get(jobFrom().id)).toMatchObject({ name: "kept" });
    await second.close();
    const modes = readdirSync(path).map((name) => statSync(join(path, name)).mode & 0o077);
    expect(new Set(modes)).toEqual(new Set([0]));
  });

  it("should say why it cannot be opened", () => {
    const path = join(folder, "plain.txt");
    writeFileSync(path, "nothing of the kind ".repeat(1_000));
    expect(() => sqliteStore(path)).toThrow(`${path} is no store of runcast`);
    expect(() => sqliteStore(join(path, "below"))).toThrow();
    const other = join(folder, "other.db");
    const db = new Database(other);
    db.exec("CREATE TABLE mine (a)");
    db.close();
    expect(() => sqliteStore(other)).toThrow(`${other} is no store of runcast`);
  });

  it("should be refused in a line where it was cut off or damaged, or lose one job", async () => {
    const path = join(folder, "damage.db");
    const whole = sqliteStore(path);
    for (let count = 0; count < 300; count += 1)
      await whole.create(
        jobFrom({ description: "x".repeat(count * 5) }, { newId: () => `id${count}` }),
      );
    await whole.close();
    const bytes = readFileSync(path);
    fc.assert(
      fc.property(
        fc.constantFrom("cut", "filled", "one byte"),
        fc.oneof(fc.integer({ min: 1, max: bytes.length - 1 }), fc.integer({ min: 1, max: 9_000 })),
        fc.nat(255),
        (kind, at, byte) => {
          const copy = join(mkdtempSync(join(folder, "hurt.")), "damage.db");
          const page = at - (at % 4_096);
          const hurt = kind === "cut" ? bytes.subarray(0, at) : Buffer.from(bytes);
          if (kind === "filled") hurt.fill(byte, page, page + 4_096);
          if (kind === "one byte") hurt[at] = byte;
          writeFileSync(copy, hurt);
          const told: string[] = [];
          let jobs: number | undefined;
          try {
            const store = sqliteStore(copy, { onUnreadable: (line) => void told.push(line) });
            jobs = jobsAfter(store, undefined, 1_000).length;
            void store.close();
          } catch (error) {
            expect((error as Error).message).toMatch(/^[^\n]*damage\.db [^\n]+$/);
          }
          if (jobs !== undefined) expect(jobs + told.length).toBeGreaterThanOrEqual(300);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("should leave out the one job that it cannot read, say so, and go on", async () => {
    const path = join(folder, "unreadable.db");
    const store = sqliteStore(path);
    for (const id of ["a", "b", "c"]) await store.create(jobFrom({}, { newId: () => id }));
    await store.close();
    const db = new Database(path);
    const text = JSON.stringify({ id: "b", from: "a later version" });
    const digest = createHash("sha1").update(text).digest("base64url");
    db.prepare("UPDATE job SET text = ?, digest = ? WHERE id = 'b'").run(text, digest);
    db.close();
    const told: string[] = [];
    const again = sqliteStore(path, { onUnreadable: (line) => void told.push(line) });
    expect(jobsAfter(again, undefined, 9).map(({ id }) => id)).toEqual(["a", "c"]);
    expect(told).toEqual([
      `${path}: job b cannot be read and is left out: it is not the record of a job`,
    ]);
    expect([again.get("b"), again.index.size()]).toEqual([undefined, 2]);
    await again.close();
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
