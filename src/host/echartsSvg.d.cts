/** What `src/bundle.mjs` makes of `src/report/svg/picture.ts`, beside the other built files. */
import type { DrawPicture } from "../report/svg/picture.js" with { "resolution-mode": "import" };
export declare const drawPicture: DrawPicture;
