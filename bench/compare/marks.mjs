/**
 * Tables that a command prints into a document: what stands between `<!-- NAME -->` and
 * `<!-- /NAME -->` is the command's, all else is written by hand.
 */
import { readFileSync, writeFileSync } from "node:fs";

/** Puts each part between its marks. Throws where a document has no such marks. */
export function writeBetween(file, parts) {
  let text = readFileSync(file, "utf8");
  for (const [name, part] of Object.entries(parts)) {
    const [open, close] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
    const from = text.indexOf(open);
    const to = text.indexOf(close);
    if (from === -1 || to < from) throw new Error(`${file} has no marks for ${name}`);
    text = `${text.slice(0, from + open.length)}\n${part}\n\n${text.slice(to)}`;
  }
  writeFileSync(file, text);
}
