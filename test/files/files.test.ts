import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readJsonFile, readTextFile } from "../../src/files/files.ts";
import { scratch } from "../support/scratch.ts";

const directory = scratch();

function file(name: string, content: string | Uint8Array): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

describe("readTextFile", () => {
  it("should read what PowerShell writes: UTF-16 of either order, UTF-8 with a mark", async () => {
    const text = '["Büro"]';
    const little = Buffer.from(`\ufeff${text}`, "utf16le");
    for (const bytes of [
      Buffer.from(text),
      Buffer.from(`\ufeff${text}`),
      little,
      Buffer.from(little).swap16(),
    ]) {
      expect(await readTextFile(file("list.json", bytes))).toEqual({ ok: true, content: text });
    }
  });

  it("should say where a text is neither UTF-8 nor UTF-16", async () => {
    const latin = Buffer.from('["B\u00fcro"]', "latin1");
    const odd = Buffer.from('\ufeff["Bu"]', "utf16le").subarray(0, -1);
    for (const [bytes, name] of [
      [latin, "UTF-8"],
      [odd, "UTF-16"],
    ] as const) {
      const result = await readTextFile(file("odd.json", bytes));
      expect(result).toMatchObject({ ok: true, damage: expect.stringContaining(`not ${name}`) });
    }
  });

  it("should stop at the limit", async () => {
    const mebibyte = 1024 * 1024;
    expect(await readTextFile(file("big.txt", "x".repeat(mebibyte)), mebibyte)).toMatchObject({
      ok: true,
    });
    expect(await readTextFile(file("big.txt", "x".repeat(mebibyte + 1)), mebibyte)).toEqual({
      ok: false,
      reason: "larger than 1 MiB",
    });
  });
});

describe("readJsonFile", () => {
  it("should say in a sentence why there is nothing to read", async () => {
    const missing = join(directory, "missing.json");
    expect(await readJsonFile(missing)).toEqual({ ok: false, reason: `${missing}: no such file` });
    expect(await readJsonFile(directory)).toEqual({
      ok: false,
      reason: `${directory}: a directory, not a file`,
    });
    expect(await readJsonFile("a\0b")).toEqual({ ok: false, reason: "a\0b: not a file name" });
    const path = file("bad.json", "[1,\n  2,\n,]");
    expect(await readJsonFile(path)).toEqual({
      ok: false,
      reason: `${path}: not JSON: line 3, column 1: a value was expected after the comma, found ,`,
    });
  });
});
