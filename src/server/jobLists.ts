/**
 * Lists as JSON, a little at a time: one of a hundred thousand jobs keeps no other client waiting,
 * and never lies in memory whole.
 */
import { turns } from "./turns.js";

/** So much text goes to the client at once. */
const PIECE_CHARS = 32_768;

/** What comes one after the other, at once or after a wait. */
export type Items<Item> = Iterable<Item> | AsyncIterable<Item>;

/**
 * `before`, the items as a JSON array, and `after`, as bytes: made as fast as the client reads, and
 * no faster.
 */
export function jsonList(
  items: Items<unknown>,
  before = "",
  after = "",
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const letOthers = turns();
  const source = iteratorOf(items);
  let text = `${before}[`;
  let separator = "";
  return new ReadableStream({
    async pull(controller) {
      for (;;) {
        const next = await source.next();
        if (next.done === true) {
          controller.enqueue(encoder.encode(`${text}]${after}`));
          controller.close();
          return;
        }
        text += separator + JSON.stringify(next.value);
        separator = ",";
        await letOthers();
        if (text.length >= PIECE_CHARS) break;
      }
      controller.enqueue(encoder.encode(text));
      text = "";
    },
    async cancel() {
      await source.return?.(undefined);
    },
  });
}

function iteratorOf<Item>(items: Items<Item>): Iterator<Item> | AsyncIterator<Item> {
  return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
}
