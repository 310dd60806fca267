/**
 * Turns by time: long work lets others in as soon as it has had its share, however large its parts
 * are.
 */
import { turn } from "../host/turn.js";

/** Work goes on for so long before others have their turn. */
const SHARE_MS = 20;

/** Makes what a loop asks after each part of its work: it waits where the share is used up. */
export function turns(now: () => number = () => performance.now()): () => Promise<void> {
  let since = now();
  return async () => {
    if (now() - since < SHARE_MS) return;
    await turn();
    since = now();
  };
}
