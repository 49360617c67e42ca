/** Markdown of Observable: code in fences runs, `${…}` is a value. */
import {normalLines} from "../../document/cell-text.ts";
import {mimes} from "../../document/notebook.ts";
import type {Imported} from "../foreign.ts";
import {typeOfLanguage} from "../languages.ts";
import {observableCells} from "../observable/observable-cells.ts";
import type {Fence} from "./blocks.ts";
import {frontOf} from "./front-matter.ts";
import type {Front} from "./front-matter.ts";
import {readMarkdown} from "./read-markdown.ts";
import type {Flavour} from "./read-markdown.ts";

const asItIs = {
  prose: (text: string): string => text,
  listing: (source: string): string => source
};

/** What runs in Observable Framework; JSX has no cells here. */
const runs: ReadonlySet<string> = new Set(["js", "ts", "html", "tex", "dot", "sql"]);
const unknown: ReadonlySet<string> = new Set(["jsx", "tsx", "svg", "mermaid"]);

const framework: Flavour = {
  ...asItIs,
  fence({info, text, line}, tell) {
    const {language, words} = wordsOf(info);
    if (words.get("run") === "false") return null;
    if (unknown.has(language))
      tell(line, `a block of ${language} is shown as code: no cell runs it`);
    if (!runs.has(language)) return null;
    const echo = words.has("echo") && words.get("echo") !== "false";
    const mime = typeOfLanguage(language);
    const id = language === "sql" ? (words.get("id") ?? "") : "";
    return [
      {
        mime,
        text,
        ...(mime === mimes.js || mime === mimes.ts ? {pinned: echo} : {}),
        ...(/^[A-Za-z_$][\w$]*$/.test(id) ? {attributes: {output: id}} : {})
      }
    ];
  }
};

/** `.omd`: the code is Observable JavaScript, in fences that name it or nothing. */
const omd: Flavour = {
  ...asItIs,
  fence({info, text, line}, tell) {
    const {language, words} = wordsOf(info);
    if (!["", "js", "ojs", "javascript"].includes(language)) return null;
    const pinned = words.has("echo");
    const hidden = words.has("hide");
    return observableCells(text, line + 1, tell).map((cell) => ({...cell, pinned, hidden}));
  }
};

/** Returns the language of a fence, and what follows it: `echo`, `run=false`. */
function wordsOf(info: Fence["info"]): {
  readonly language: string;
  readonly words: ReadonlyMap<string, string>;
} {
  const [language = "", ...rest] = info.split(/\s+/);
  const words = rest.map((word) => {
    const [name = "", value = ""] = word.split("=");
    return [name, value.replace(/^["']|["']$/g, "")] as const;
  });
  return {language: language.toLowerCase(), words: new Map(words)};
}

/** Returns the notebook of a page of Observable Framework, or of other Markdown with code in JavaScript. */
export const readFramework = (front: Front, stem: string): Imported =>
  readMarkdown(front, framework, stem);

export const readOmd = (text: string, stem: string): Imported =>
  readMarkdown(frontOf(normalLines(text)), omd, stem);
