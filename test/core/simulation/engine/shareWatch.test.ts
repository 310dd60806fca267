/**
 * What is seen of sharing, where somebody else says who has what: two sessions on one resource.
 */
import { describe, expect, it } from "vitest";
import { type ShareWatch, shareWatch } from "../../../../src/core/simulation/engine/shareWatch.ts";
import type { Sharing } from "../../../../src/core/simulation/engine/sharing.ts";

/** Threads of two resources, of which job 0 needs the first, 1 and 2 both, and 3 the second. */
const NEEDS = { laneOf: Int32Array.of(0, 1, 1, 2), laneNeeds: [[0], [0, 1], [1]] };

class Watched {
  readonly rates = [1, 1, 1, 1];
  readonly watch: ShareWatch = shareWatch(NEEDS, Float64Array.of(4, 4), () => ({
    from: 100,
    to: 1_000,
  }));
  readonly sharing: Sharing = this.watch.around({
    begin: () => undefined,
    end: () => undefined,
    settle: () => undefined,
    kindOf: (job: number) => job, // each is a kind of its own
    rateOf: (kind: number) => this.rates[kind]!,
    paceOf: () => 1,
  } as unknown as Sharing);

  begins(job: number, now: number): this {
    this.sharing.begin(job, Number.NaN, 1_000, now);
    return this;
  }

  ends(job: number, now: number): this {
    this.sharing.end(job, now);
    return this;
  }

  /** From now on so many threads of each resource are in use, and jobs go on at these rates. */
  goesOn(now: number, used: readonly number[], rates: readonly number[]): this {
    rates.forEach((rate, job) => (this.rates[job] = rate));
    used.forEach((threads, resource) => this.watch.divided(resource, threads));
    this.sharing.settle(now, () => undefined);
    return this;
  }
}

describe("a session that is held up", () => {
  it("should have lost what it had less than alone, where threads were all in use", () => {
    const watched = new Watched().begins(0, 200).goesOn(200, [4, 0], [1]);
    watched.begins(1, 300).goesOn(300, [4, 2], [0.5, 0.5]);
    watched.ends(1, 500).goesOn(500, [4, 0], [1]);
    watched.begins(2, 600).goesOn(600, [4, 0], [0.75, 1, 1]);
    watched.ends(0, 700);
    const seen = watched.watch.seen(900);
    const held = {
      resource: 0,
      from: 300,
      to: 700,
      // 200 ms at a half, 100 at full speed, 100 at three quarters
      speed: (100 + 100 + 75) / 400,
      jobs: 3,
      lostMs: 100 + 25,
    };
    expect(seen.get(0)).toEqual({
      within: [held],
      ever: [held],
      lostMs: new Map([[0, 125]]),
    });
    // The other one was full for nobody.
    expect(seen.get(1)).toMatchObject({
      ever: [{ resource: 0, from: 300, to: 500, speed: 0.5, jobs: 2, lostMs: 100 }],
    });
    expect(seen.get(3)).toBe(undefined);
  });

  it("should add up what all its sessions lost, and tell of the one that lost most", () => {
    const watched = new Watched();
    for (const [begin, rate] of [
      [0, 0.1],
      [200, 0.5],
      [400, 0.75],
    ] as const) {
      watched.begins(0, begin).begins(1, begin).goesOn(begin, [4, 0], [rate, rate]);
      watched.ends(0, begin + 100).ends(1, begin + 100);
    }
    const seen = watched.watch.seen(1_000).get(0)!;
    expect(seen.lostMs.get(0)).toBeCloseTo(90 + 50 + 25, 9);
    // The first began before what is asked for.
    expect(seen.ever).toMatchObject([{ from: 0, to: 100, jobs: 2 }]);
    expect(seen.within).toMatchObject([{ from: 200, to: 300, speed: 0.5, lostMs: 50 }]);
  });

  it("should share with who was at work meanwhile, and with nobody who came or went then", () => {
    const watched = new Watched();
    watched.begins(2, 200).ends(2, 300);
    watched.begins(0, 300).begins(1, 300).goesOn(300, [4, 0], [0.5, 0.5]);
    watched.ends(1, 400).goesOn(400, [1, 0], [1]);
    watched.begins(2, 400).goesOn(400, [1, 0], [1, 0, 1]);
    watched.ends(0, 500);
    expect(watched.watch.seen(1_000).get(0)!.ever).toMatchObject([
      { from: 300, to: 400, jobs: 2, lostMs: 50 },
    ]);
  });

  it("should be so by nobody where it is alone, or where no thread is missing", () => {
    const alone = new Watched().begins(0, 200).goesOn(200, [4, 0], [0.5]).ends(0, 400);
    expect(alone.watch.seen(1_000).size).toBe(0);
    const plenty = new Watched().begins(0, 200).begins(1, 200).goesOn(200, [3.5, 0], [0.5, 0.5]);
    expect(plenty.ends(0, 400).watch.seen(1_000).size).toBe(0);
  });
});
