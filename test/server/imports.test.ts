import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const root = new URL("../../src/", import.meta.url);

/**
 * Packages that a file loads at once, by itself or by what it imports; types and `import()` load
 * nothing.
 */
function packagesOf(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return new Set();
  seen.add(path);
  const text = readFileSync(new URL(path, root), "utf8");
  const imports = [...text.matchAll(/^(?:import|export) (?!type )[^;]*?from "([^"]+)";/gm)].map(
    (match) => match[1]!,
  );
  const found = new Set<string>();
  for (const name of imports) {
    if (!name.startsWith(".")) found.add(name);
    else
      for (const below of packagesOf(
        new URL(name.replace(/\.js$/, ".ts"), new URL(path, root)).href.slice(root.href.length),
        seen,
      ))
        found.add(below);
  }
  return found;
}

describe("what is heavy", () => {
  it.each(["index.ts", "cli/main.ts", "cli/commands/serve.ts", "cli/commands/reconcile.ts"])(
    "should not be loaded by %s",
    (path) => {
      expect([...packagesOf(path)].filter((name) => /hono|libsql|selfsigned/.test(name))).toEqual(
        [],
      );
    },
  );

  it("should be found by this test where it is loaded", () => {
    expect([...packagesOf("server/server.ts")]).toEqual(
      expect.arrayContaining(["hono", "@hono/node-server"]),
    );
    expect([...packagesOf("server/sqliteStore.ts")]).toContain("libsql");
  });
});
