/**
 * Which mutants a share draws: it depends on what the mutant is and on nothing else, so a mutant of
 * code that has not moved is drawn again, and one that a share has is in every greater one, too.
 */
import { createHash } from "node:crypto";
import { basename } from "node:path";

/** What a runner says of a mutant that was not drawn. */
export const NOT_DRAWN = "not drawn";

/** `lines` and `columns` from 0: where it begins and where it ends. */
export function isDrawn(share, { path, mutatorName, replacement, lines, columns }) {
  const text = JSON.stringify([basename(path), mutatorName, replacement, lines, columns]);
  return createHash("sha256").update(text).digest().readUInt32BE() < share * 2 ** 32;
}
