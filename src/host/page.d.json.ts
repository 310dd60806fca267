/** The built parts of a report's page: the type of what `src/bundle.mjs` writes. */
import type { PageParts } from "../report/page/document.js";
declare const parts: PageParts;
export default parts;
