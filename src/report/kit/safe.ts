/**
 * Text of others made safe to print: nothing in a name can move the cursor, recolour the screen,
 * break a line, hide, or turn the direction of the text around it (R27).
 *
 * What is unsafe is said by Unicode's own properties, so that a character which a later version
 * adds is known with the engine that knows it.
 */

/**
 * Controls, halves of characters, line separators, what has no glyph of its own, what turns
 * directions. The two selectors that make a sign an emoji or not are harmless, and common.
 */
const UNSAFE =
  /(?![\ufe0e\ufe0f])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;

/** Text for a terminal: each unsafe character becomes a middle dot, line breaks and tabs blanks. */
export function clean(text: string): string {
  return text.replace(/[\t\r\n]+/g, " ").replace(UNSAFE, "\u00b7");
}

/**
 * A value as JSON that is safe in a terminal, too: what would be unsafe is written as `\u202e`, so
 * that who parses it gets the very same value. `replacer` as for `JSON.stringify`.
 */
export function safeJson(
  value: unknown,
  replacer?: (this: Readonly<Record<string, unknown>>, key: string, value: unknown) => unknown,
): string {
  // Line feeds are the layout's own: in texts they are escaped already.
  return JSON.stringify(value, replacer, 2).replace(UNSAFE, (char) =>
    char === "\n" ? char : escaped(char),
  );
}

/** A character as JSON writes it in digits, one or two units. */
function escaped(char: string): string {
  const units = Array.from({ length: char.length }, (_, at) => char.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}
