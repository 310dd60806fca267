/**
 * The packages that are built into what runcast publishes, each with the files that say under which
 * licence. Nobody installs these: `bundle.mjs` puts their licences beside the bundles, and builds
 * nothing in that is not here; `sbom.mjs` lists them.
 */
export const BUILT_IN = {
  echarts: ["LICENSE", "NOTICE", "licenses/LICENSE-d3"],
  zrender: ["LICENSE"],
  tslib: ["LICENSE.txt"],
  fflate: ["LICENSE"],
};
