/**
 * Circles of copies: jobs that copy themselves by way of others, which R32 does not allow.
 */

/**
 * By the place from which each circle was found, the place where it closes.
 *
 * @param sources The place of each job's source; `undefined` for who copies none that is there.
 */
export function circlesOfCopies(
  sources: readonly (number | undefined)[],
): ReadonlyMap<number, number> {
  // Whose chain a job was first found in.
  const followed = new Int32Array(sources.length).fill(-1);
  const closing = new Map<number, number>();
  for (const place of sources.keys()) {
    // Bound: every job is followed once.
    let at: number | undefined = place;
    while (at !== undefined && followed[at] === -1) {
      followed[at] = place;
      at = sources[at];
    }
    if (at !== undefined && followed[at] === place) closing.set(place, at);
  }
  return closing;
}
