/** Quarto's Markdown (`.qmd`, and `.Rmd` of R): cells are fences with a language in braces. */
import {normalLines} from "../../document/cell-text.ts";
import type {Imported} from "../foreign.ts";
import {typeOfLanguage} from "../languages.ts";
import {observableCells} from "../observable/observable-cells.ts";
import {fromPlainMarkdown} from "../plain-markdown.ts";
import {linesOf, outsideCode} from "../text-parts.ts";
import {calloutOf} from "./callout-names.ts";
import {frontOf} from "./front-matter.ts";
import {readMarkdown} from "./read-markdown.ts";
import type {Flavour, Tell} from "./read-markdown.ts";

/** `{python}`, `{r label, echo=FALSE}`, `{ojs}`; `{.python}` and `{=html}` are no cells. */
const executable = /^\{\s*([A-Za-z][\w+#-]*)[\s,]*([^}]*)\}/;

const quarto: Flavour = {
  fence({info, text, line}, tell) {
    const raw = /^\{=([\w-]+)\}/.exec(info)?.[1];
    if (raw === "html") return fromPlainMarkdown(text);
    if (raw !== undefined) tell(line, `a block for ${raw} is shown as code`);
    const [, language, options = ""] = executable.exec(info) ?? [];
    if (language === undefined) return null;
    if (language === "mermaid") tell(line, "a block of mermaid is kept and not drawn");
    if (language === "ojs") {
      const pinned = !/^\s*\/\/\|\s*echo:\s*false\s*$/m.test(text);
      return observableCells(text, line + 1, tell).map((cell) => ({...cell, pinned}));
    }
    // Options between the braces of R are kept as a comment, as newer files write them.
    const lines = options.trim() ? [`#| ${options.trim()}`, text] : [text];
    return [{mime: typeOfLanguage(language), text: lines.join("\n")}];
  },
  prose: (text, line, tell) =>
    withValues(fromPlainMarkdown(ownWords(calloutsIn(text), line, tell))),
  listing: (source) =>
    fromPlainMarkdown(source.replace(/^( {0,3}(?:`{3,}|~{3,}))\s*\{\.([\w+-]+)\}/, "$1$2"))
};

/** Returns the text with callouts in our way, and a heading that begins one as its title. */
function calloutsIn(text: string): string {
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const [, marks, braces] = /^ {0,3}(:{3,})[ \t]*\{([^\n]*)\}[ \t]*$/.exec(lines[at]!) ?? [];
    const name = /\.callout-([a-z]+)/.exec(braces ?? "")?.[1];
    if (!marks || !braces || !name) continue;
    let title = /title="([^"]*)"/.exec(braces)?.[1] ?? "";
    const next = nextLine(lines, at + 1);
    const heading = /^#{1,6}[ \t]+([^\n]+)$/.exec(lines[next] ?? "");
    if (!title && heading) {
      title = heading[1]!;
      lines.splice(at + 1, next - at);
    }
    const folds = /collapse="?true/.test(braces);
    lines[at] = `${marks} ${folds ? "details" : calloutOf(name)}${title ? ` ${title}` : ""}`;
  }
  return lines.join("\n");
}

function nextLine(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && !lines[at]!.trim()) at++;
  return at;
}

/** What Quarto numbers, and what we call it. */
const numbered = /(?<![\w@#])([@#])(fig|tbl|eq|sec)-([\w-]+)/g;
/** A block with the name of a figure is one; one called refs is where the references stand. */
const figure = /^( {0,3}:{3,})[ \t]*(\{#fig:[^\n{}]*\})[ \t]*$/gm;
const references = /^( {0,3}:{3,})[ \t]*\{#refs\}[ \t]*$/gm;
const shortcode = /\{\{<[ \t]*[\w-]+[^\n]{0,300}?>\}\}/g;
const inlineCode = /(?<!`)`\{ojs\}[ \t]+([^`\n]+)`(?!`)/g;

function ownWords(text: string, first: number, tell: Tell): string {
  const lineOf = linesOf(text, first);
  for (const match of text.matchAll(shortcode)) {
    tell(
      lineOf(match.index),
      `${match[0].slice(0, 80)} is kept as text: what it stands for is not known here`
    );
  }
  return outsideCode(text, (stretch) =>
    stretch
      .replace(numbered, "$1$2:$3")
      .replace(figure, "$1 figure $2")
      .replace(references, "$1 bibliography")
  );
}

/** A value in a line is code that names Observable's language. */
const withValues = (text: string): string =>
  text.replace(inlineCode, (_, expression: string) => `\${${expression.trim()}}`);

/** Returns the notebook of a file of Quarto. */
export const readQuarto = (text: string, stem: string): Imported =>
  readMarkdown(frontOf(normalLines(text)), quarto, stem);
