/** Code in Markdown, coloured by highlight.js, which loads with the language when a text has some. */
import {languages} from "./languages.ts";

/** Longer code stays as it is written, in UTF-16 units. */
const longest = 50_000;

export const isKnownLanguage = (name: string): boolean => languages.has(name.toLowerCase());

/** Colours the code in an element; its text stays the same. */
export async function colourCode(element: HTMLElement, name: string): Promise<void> {
  const text = element.textContent;
  const language = languages.get(name.toLowerCase());
  if (!language || text.length > longest) return;
  const [{default: highlighter}, {default: grammar}] = await Promise.all([
    import("highlight.js/lib/core"),
    language.load()
  ]);
  if (!highlighter.getLanguage(language.name)) highlighter.registerLanguage(language.name, grammar);
  const {value} = highlighter.highlight(text, {language: language.name, ignoreIllegals: true});
  element.replaceChildren(...piecesOf(value));
}

/** Returns text and spans with a class, made anew: nothing else of what highlight.js wrote comes into the page. */
function piecesOf(html: string): readonly Node[] {
  const copy = (from: Node): Node[] =>
    [...from.childNodes].map((node) => {
      if (!(node instanceof Element)) return document.createTextNode(node.textContent ?? "");
      const span = document.createElement("span");
      span.className = node.className;
      span.append(...copy(node));
      return span;
    });
  return copy(new DOMParser().parseFromString(html, "text/html").body);
}
