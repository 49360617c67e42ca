/** What every cell knows without defining or importing it. */
import * as htl from "htl";
import {Inputs} from "./inputs.ts";
import {generators} from "./generators.ts";
import {templateTags} from "../compile/template-tags.ts";
import {markdown} from "./markdown.ts";
import {mutable} from "./mutable.ts";

/** Names and how their values are made, once, when a cell first asks. */
export type Library = Readonly<Record<string, () => unknown>>;

/** Of the text of a cell, in which the compiler has put a backslash before each backtick; htl reads texts as they stand. */
const htmlOfCell = ({raw}: TemplateStringsArray, ...values: unknown[]): unknown =>
  htl.html({raw: raw.map((text) => text.replaceAll("\\`", "`"))} as never, ...(values as never[]));

/** Returns the library of a notebook that is shown in *root* (for `width`). */
export const standardLibrary = (root?: Element): Library => ({
  md: () => markdown,
  html: () => htl.html,
  [templateTags.md]: () => markdown,
  [templateTags.html]: () => htmlOfCell,
  svg: () => htl.svg,
  htl: () => htl,
  Inputs: () => Inputs,
  Generators: () => generators,
  Mutable: () => mutable,
  dark: generators.dark,
  now: generators.now,
  ...(root ? {width: () => generators.width(root)} : {})
});

/** Modules a cell can import by name. */
export const standardModules: Readonly<Record<string, () => Promise<unknown>>> = {
  htl: () => Promise.resolve(htl),
  "@observablehq/inputs": () => Promise.resolve(Inputs)
};
