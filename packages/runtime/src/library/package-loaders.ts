/** Loads the packages that come with Ecco, each when a cell first names it. */
import * as htl from "htl";
import {Inputs} from "./inputs.ts";
import {d3Parts} from "./packages.ts";
import type {PackageName} from "./packages.ts";
import {loadTex} from "./tex.ts";
import {loadTransformers} from "./transformers.ts";

type Module = Readonly<Record<string, unknown>>;
type Loader = () => Promise<Module>;

/** Returns a module whose names are there one by one, also where its file gives them as one object. */
const named = (module: Module): Module => {
  const whole = module["default"];
  return typeof whole === "object" || typeof whole === "function" ? {...whole, ...module} : module;
};

const d3: Loader = () => import("d3");

export const packageLoaders: Readonly<Record<PackageName, Loader>> = {
  ...(Object.fromEntries(d3Parts.map((part) => [part, d3])) as Record<
    (typeof d3Parts)[number],
    Loader
  >),
  "@huggingface/transformers": async () => (await loadTransformers()) as unknown as Module,
  "@observablehq/inputs": () => Promise.resolve(Inputs),
  "@observablehq/plot": () => import("@observablehq/plot"),
  "@viz-js/viz": () => import("@viz-js/viz"),
  arquero: () => import("arquero"),
  d3,
  htl: () => Promise.resolve(htl as unknown as Module),
  // With its style sheet.
  katex: async () => {
    await loadTex();
    return named(await import("katex"));
  },
  lodash: async () => named(await import("lodash")),
  "topojson-client": async () => named(await import("topojson-client")),
  "topojson-server": async () => named(await import("topojson-server"))
};
