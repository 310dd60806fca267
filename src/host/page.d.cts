/** What `src/bundle.mjs` makes of `src/page`, beside the other built files. */
import type { PageParts } from "../report/page/document.js" with { "resolution-mode": "import" };
export declare const script: PageParts["script"];
export declare const style: PageParts["style"];
export declare const scriptHash: PageParts["scriptHash"];
export declare const styleHash: PageParts["styleHash"];
export declare const notice: PageParts["notice"];
