/** Languages of code that is coloured, each a file that loads when a text first has some of it. */
import type {LanguageFn} from "highlight.js";

type Load = () => Promise<{readonly default: LanguageFn}>;

/** Names as authors write them, first the one that highlight.js has. */
const table: readonly (readonly [names: string, load: Load])[] = [
  ["bash sh shell zsh console", () => import("highlight.js/lib/languages/bash")],
  ["c h", () => import("highlight.js/lib/languages/c")],
  ["cpp c++ cc hpp", () => import("highlight.js/lib/languages/cpp")],
  ["csharp cs c#", () => import("highlight.js/lib/languages/csharp")],
  ["css", () => import("highlight.js/lib/languages/css")],
  ["diff patch", () => import("highlight.js/lib/languages/diff")],
  ["go golang", () => import("highlight.js/lib/languages/go")],
  ["haskell hs", () => import("highlight.js/lib/languages/haskell")],
  ["ini toml", () => import("highlight.js/lib/languages/ini")],
  ["java", () => import("highlight.js/lib/languages/java")],
  ["javascript js jsx mjs cjs node ojs", () => import("highlight.js/lib/languages/javascript")],
  ["json jsonc json5", () => import("highlight.js/lib/languages/json")],
  ["julia jl", () => import("highlight.js/lib/languages/julia")],
  ["kotlin kt", () => import("highlight.js/lib/languages/kotlin")],
  ["latex tex", () => import("highlight.js/lib/languages/latex")],
  ["lua", () => import("highlight.js/lib/languages/lua")],
  ["markdown md", () => import("highlight.js/lib/languages/markdown")],
  ["php", () => import("highlight.js/lib/languages/php")],
  ["python py", () => import("highlight.js/lib/languages/python")],
  ["r", () => import("highlight.js/lib/languages/r")],
  ["ruby rb", () => import("highlight.js/lib/languages/ruby")],
  ["rust rs", () => import("highlight.js/lib/languages/rust")],
  ["scala", () => import("highlight.js/lib/languages/scala")],
  ["sql", () => import("highlight.js/lib/languages/sql")],
  ["swift", () => import("highlight.js/lib/languages/swift")],
  ["typescript ts tsx mts", () => import("highlight.js/lib/languages/typescript")],
  ["xml html svg", () => import("highlight.js/lib/languages/xml")],
  ["yaml yml", () => import("highlight.js/lib/languages/yaml")]
];

export interface Language {
  readonly name: string;
  readonly load: Load;
}

export const languages: ReadonlyMap<string, Language> = new Map(
  table.flatMap(([names, load]) => {
    const all = names.split(" ");
    return all.map((name) => [name, {name: all[0]!, load}] as const);
  })
);
