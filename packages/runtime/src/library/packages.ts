/** The packages that come with Ecco for cells to import, by name; how each is loaded is in package-loaders.ts. */

/** Names of the parts that d3 is made of; each leads to the whole. */
const partsOfD3 = {
  "d3-array": "3",
  "d3-axis": "3",
  "d3-brush": "3",
  "d3-chord": "3",
  "d3-color": "3",
  "d3-contour": "4",
  "d3-delaunay": "6",
  "d3-dispatch": "3",
  "d3-drag": "3",
  "d3-dsv": "3",
  "d3-ease": "3",
  "d3-fetch": "3",
  "d3-force": "3",
  "d3-format": "3",
  "d3-geo": "3",
  "d3-hierarchy": "3",
  "d3-interpolate": "3",
  "d3-path": "3",
  "d3-polygon": "3",
  "d3-quadtree": "3",
  "d3-random": "3",
  "d3-scale": "4",
  "d3-scale-chromatic": "3",
  "d3-selection": "3",
  "d3-shape": "3",
  "d3-time": "3",
  "d3-time-format": "4",
  "d3-timer": "3",
  "d3-transition": "3",
  "d3-zoom": "3"
} as const;

/** The leading numbers of the version that is installed: releases that begin with others have another interface. */
export const packageReleases = {
  "@huggingface/transformers": "4",
  "@observablehq/inputs": "0.12",
  "@observablehq/plot": "0.6",
  "@viz-js/viz": "3",
  arquero: "7",
  d3: "7",
  htl: "1",
  katex: "0.19",
  lodash: "4",
  "topojson-client": "3",
  "topojson-server": "3",
  ...partsOfD3
} as const;

export type PackageName = keyof typeof packageReleases;

/** Packages that are loaded from d3, which gives all that they give. */
export const d3Parts = Object.keys(partsOfD3) as readonly (keyof typeof partsOfD3)[];

/** Returns whether a package of that name comes with Ecco. */
export const isShipped = (name: string): name is PackageName =>
  Object.hasOwn(packageReleases, name);
