import { describe, expect, it } from "vitest";
import { idSource } from "../../src/host/idSource.ts";

describe("idSource", () => {
  it("should give GUIDs of version 7 that ascend, whatever the host's clock does", () => {
    const times = [1_000, 1_000, 5_000, 3_000, 3_000, 9_000];
    let calls = 0;
    const newId = idSource(
      () => times[Math.min(Math.floor((calls += 1) / 3_000), times.length - 1)]!,
    );
    const ids = Array.from({ length: 20_000 }, newId);
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
  });
});
