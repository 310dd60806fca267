/**
 * What the calendar does to resources, told to all who need to know: at which pace work goes on,
 * and where nothing starts any more (R29, R30).
 */
import { changeAway } from "../books/occupancy.js";
import { outageBegins, outageEnds } from "./capacity.js";
import type { EdgeHandlers } from "./resourceEdges.js";
import type { World } from "./world.js";

/** `cut(resource)`: who runs on it fails; `present`: the instant, in its first cell. */
export function onEdges(
  { sharing, capacity, tally }: World,
  present: Float64Array,
  cut: (resource: number) => void,
): EdgeHandlers {
  return {
    pace: (resource, pace) => sharing?.pace(resource, pace, present[0]!),
    outageBegins(resource) {
      outageBegins(capacity, resource);
      changeAway(tally.occupancy, resource, true);
      cut(resource);
    },
    outageEnds(resource) {
      outageEnds(capacity, resource);
      changeAway(tally.occupancy, resource, false);
    },
  };
}
