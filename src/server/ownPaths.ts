/**
 * The paths that are the stand-in's own, beside those of the product.
 */

/** With which a script sets the time. */
export const CLOCK_PATH = "/_runcast/clock";

/** Where the page is, if there is one. */
export const PAGE_PATH = "/_runcast/page";
