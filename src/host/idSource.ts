/**
 * Ids for jobs: GUIDs that ascend in the order in which they are made (UUID version 7), so that a
 * store which sorts by id lists jobs in the order of their creation.
 */

/** Ids that share a millisecond count up in these bits. */
const COUNTER_MOST = 0xfff;

/**
 * Makes a source of ids; each is greater than those before it, as text. `nowMs` is the real time,
 * epoch ms.
 */
export function idSource(nowMs: () => number): () => string {
  let last = 0;
  let counter = 0;
  return () => {
    // where the host's clock is set back, ids go on from the latest
    const present = Math.max(nowMs(), last);
    counter = present === last ? counter + 1 : 0;
    last = counter > COUNTER_MOST ? present + 1 : present;
    if (counter > COUNTER_MOST) counter = 0;
    const time = last.toString(16).padStart(12, "0");
    const random = crypto.getRandomValues(new Uint8Array(8));
    random[0] = (random[0]! & 0x3f) | 0x80;
    const tail = Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const versioned = `7${counter.toString(16).padStart(3, "0")}`;
    const parts = [time.slice(0, 8), time.slice(8), versioned, tail.slice(0, 4), tail.slice(4)];
    return parts.join("-");
  };
}
