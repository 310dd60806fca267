/** The built parts of a report's page: types of what `src/bundle.mjs` writes. */
declare module "*/page.json" {
  const parts: {
    readonly script: string;
    readonly style: string;
    readonly scriptHash: string;
    readonly styleHash: string;
  };
  export default parts;
}
