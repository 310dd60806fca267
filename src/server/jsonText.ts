/**
 * JSON on its way to a client, a piece at a time: a list of a hundred thousand jobs keeps no other
 * client waiting, and never lies in memory whole.
 *
 * The end of an answer leaves when what was before it has left. Otherwise a client that sends its
 * next request at once, a long one, over TLS, would meet a connection that Node.js has paused since
 * it is still writing, and its parser takes what goes on arriving for a fault of the client.
 */
import { turn } from "../host/turn.js";
import { turns } from "./turns.js";

/** So much text goes to the client at once. */
const PIECE_CHARS = 32_768;

/** An answer that is shorter is sent as it is: less than a connection holds back. */
const SHORT_CHARS = 4_096;

/** What comes one after the other, at once or after a wait. */
export type Items<Item> = Iterable<Item> | AsyncIterable<Item>;

/** An answer's body of a text. */
export function jsonBody(text: string): string | ReadableStream<Uint8Array> {
  return text.length < SHORT_CHARS ? text : streamOf([text.slice(0, -1), text.slice(-1)]);
}

/**
 * `before`, the items as a JSON array, and `after`, as bytes: made as fast as the client reads, and
 * no faster.
 */
export function jsonList(
  items: Items<unknown>,
  before = "",
  after = "",
): ReadableStream<Uint8Array> {
  return streamOf(listPieces(items, before, after));
}

async function* listPieces(
  items: Items<unknown>,
  before: string,
  after: string,
): AsyncGenerator<string, undefined> {
  const letOthers = turns();
  let text = `${before}[`;
  let separator = "";
  for await (const item of items) {
    text += separator + JSON.stringify(item);
    separator = ",";
    await letOthers();
    if (text.length < PIECE_CHARS) continue;
    yield text;
    text = "";
  }
  if (text !== "") yield text;
  yield `]${after}`;
}

function streamOf(pieces: Items<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const source =
    Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
  let isFirst = true;
  return new ReadableStream(
    {
      async pull(controller) {
        // the router gathers what is there at once, and would send the end along with the rest
        if (isFirst) await turn();
        isFirst = false;
        const next = await source.next();
        if (next.done === true) controller.close();
        else controller.enqueue(encoder.encode(next.value));
      },
      async cancel() {
        await source.return?.(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
