/** What every cell knows without defining or importing it. */
import * as htl from "htl";
import {dataTools} from "../compile/compile-data.ts";
import {templateTags} from "../compile/template-tags.ts";
import {htmlOfCell, loadDotOfCell, loadTexOfCell, markdownOfCell} from "./cell-tags.ts";
import {rowsOfCell, tableOfCell} from "./data-cells.ts";
import {DOM} from "./dom.ts";
import {loadDot} from "./dot.ts";
import {FileAttachment} from "./files/file-attachment.ts";
import {loadFittingPlot} from "./fitting-plot.ts";
import {generators} from "./generators/index.ts";
import {Inputs} from "./inputs.ts";
import {markdown} from "./markdown/markdown-tag.ts";
import {mutable} from "./mutable.ts";
import {Files, Promises} from "./old-helpers.ts";
import {notHere, optionalNames} from "./optional-packages.ts";
import type {InstalledPackages} from "./optional-packages.ts";
import {packageLoaders} from "./package-loaders.ts";
import {resize} from "./resize.ts";
import {sampleData} from "./sample-data.ts";
import {sayWhatFailed} from "./say-what-failed.ts";
import {loadTexTag} from "./tex-tag.ts";

/** Names and how their values are made, once, when a cell first asks. */
export type Library = Readonly<Record<string, () => unknown>>;

/** What comes in files of its own, which are loaded when a cell first names it. */
const loadedLater: Readonly<Record<string, () => Promise<unknown>>> = {
  _: async () => (await packageLoaders.lodash())["default"],
  aq: packageLoaders.arquero,
  d3: packageLoaders.d3,
  dot: loadDot,
  tex: loadTexTag,
  [templateTags.dot]: loadDotOfCell,
  [templateTags.tex]: loadTexOfCell,
  topojson: async () => {
    const parts = [packageLoaders["topojson-client"](), packageLoaders["topojson-server"]()];
    return Object.assign({}, ...(await Promise.all(parts))) as unknown;
  },
  ...sampleData
};

/** Returns the library of a notebook that is shown in *root* (for `width`). */
export const standardLibrary = (root?: Element): Library => ({
  md: () => markdown,
  html: () => htl.html,
  [templateTags.md]: () => markdownOfCell,
  [templateTags.html]: () => htmlOfCell,
  [dataTools.rows]: () => rowsOfCell,
  [dataTools.table]: () => tableOfCell,
  svg: () => htl.svg,
  htl: () => htl,
  Inputs: () => Inputs,
  Generators: () => generators,
  Mutable: () => mutable,
  FileAttachment: () => FileAttachment,
  DOM: () => DOM,
  Files: () => Files,
  Promises: () => Promises,
  resize: () => resize,
  dark: generators.dark,
  now: generators.now,
  ...(root ? {width: () => generators.width(root)} : {}),
  ...Object.fromEntries(
    Object.entries({Plot: () => loadFittingPlot(root), ...loadedLater}).map(([name, load]) => [
      name,
      sayWhatFailed(name, load)
    ])
  ),
  ...Object.fromEntries(
    Object.keys(optionalNames).map((name) => [
      name,
      () => {
        throw notHere(name);
      }
    ])
  )
});

/** Returns what is made of packages that the author has installed; *missed* is called with a name that cannot be. */
export const optionalLibrary = (
  installed: InstalledPackages,
  missed: (name: string) => void
): Library =>
  Object.fromEntries(
    Object.entries(optionalNames).map(([name, {make}]) => [
      name,
      async () => {
        try {
          return await make(installed);
        } catch (error) {
          missed(name);
          const message = error instanceof Error ? error.message : String(error);
          throw new Error(message.startsWith(name) ? message : `${name}: ${message}`, {
            cause: error
          });
        }
      }
    ])
  );
