/** MyST Markdown: directives (fences or colons with a name in braces), roles and targets. */
import type {Imported} from "../foreign.ts";
import {mimes} from "../../document/notebook.ts";
import {typeOfLanguage} from "../languages.ts";
import {fromPlainMarkdown} from "../plain-markdown.ts";
import {blocksOf} from "./blocks.ts";
import {colonFences} from "./colon-fences.ts";
import {directives, splitOptions} from "./directives.ts";

import type {Front} from "./front-matter.ts";
import {readMarkdown} from "./read-markdown.ts";
import type {Flavour, Tell} from "./read-markdown.ts";
import {mystProse} from "./roles.ts";

/** Containers in containers, up to so many. */
const deepest = 8;

const myst: Flavour = {
  fence({info, text, line}, tell) {
    const [, name, argument = ""] = /^\{([\w:-]+)\}[ \t]*([^\n]*)$/.exec(info) ?? [];
    if (name === undefined) return null;
    if (name !== "code-cell") return directive(name, argument.trim(), text, line, tell, 0);
    const {options, body} = splitOptions(text);
    const mime = typeOfLanguage(argument || "python");
    const comment = mime === mimes.js || mime === mimes.ts ? "//|" : "#|";
    return [
      {
        mime,
        text: [...options.map(([key, value]) => `${comment} ${key}: ${value}`), body].join("\n")
      }
    ];
  },
  prose: (text, line, tell) => proseOf(text, line, tell, 0),
  listing: fromPlainMarkdown
};

/** Returns our Markdown for a directive. */
function directive(
  name: string,
  argument: string,
  text: string,
  line: number,
  tell: Tell,
  depth: number
): string | null {
  const {options, body} = splitOptions(text);
  const make = Object.hasOwn(directives, name) && depth < deepest ? directives[name]! : null;
  if (make === null) {
    tell(line, `the directive {${name.slice(0, 40)}} is kept as code: it is not known here`);
    return null;
  }
  return make({
    argument: mystProse(argument),
    options: new Map(options),
    body,
    inside: () => insideOf(body, line + 1, tell, depth + 1),
    fromPlain: fromPlainMarkdown
  });
}

/** Returns what is inside of a container: text, and further directives. */
const insideOf = (text: string, line: number, tell: Tell, depth: number): string =>
  blocksOf(text, line)
    .map((block) => {
      if (block.kind === "prose") return proseOf(block.text, block.line, tell, depth);
      const [, name, argument = ""] = /^\{([\w:-]+)\}[ \t]*([^\n]*)$/.exec(block.info) ?? [];
      const made =
        name === undefined ? null : directive(name, argument, block.text, block.line, tell, depth);
      return made ?? fromPlainMarkdown(block.source);
    })
    .join("\n");

/** Directives with colons are blocks in the text. */
const proseOf = (text: string, line: number, tell: Tell, depth: number): string =>
  colonFences(text, line)
    .map((piece) => {
      if (piece.kind === "prose") return fromPlainMarkdown(mystProse(piece.text, piece.line, tell));
      const made = directive(piece.name, piece.argument, piece.text, piece.line, tell, depth);
      return made ?? fromPlainMarkdown(piece.source);
    })
    .join("\n");

/** Returns whether a text is MyST Markdown, by its front matter or by its directives. */
export const isMyst = (front: Front): boolean =>
  "kernelspec" in front.values ||
  "jupytext" in front.values ||
  "mystnb" in front.values ||
  /^ {0,3}(?:`{3,}|~{3,}|:{3,})[ \t]*\{[a-z][\w:-]*\}/m.test(front.rest) ||
  /^\([\w:-]+\)=[ \t]*$/m.test(front.rest);

export const readMyst = (front: Front, stem: string): Imported => readMarkdown(front, myst, stem);
