/** What one output of a page declares for the article: what is numbered, what refers to it, and what the article fills. */
import {kindOf, plainId} from "./names.ts";
import {madeClass} from "./written.ts";
import type {Kind} from "./names.ts";

export interface NumberedElement {
  readonly element: HTMLElement;
  readonly kind: Kind;
  /** As the notebook writes it; null for what has none. */
  readonly id: string | null;
}

export interface Declared {
  /** Headings, figures, tables and equations, in their order. */
  readonly numbered: readonly NumberedElement[];
  readonly references: readonly HTMLAnchorElement[];
  readonly citations: readonly HTMLElement[];
  readonly frontMatter: readonly HTMLElement[];
  readonly bibtex: readonly HTMLElement[];
  readonly contents: readonly HTMLElement[];
  readonly bibliographies: readonly HTMLElement[];
  readonly appendices: readonly HTMLElement[];
  readonly citeThis: readonly HTMLElement[];
}

export const nothing: Declared = {
  numbered: [],
  references: [],
  citations: [],
  frontMatter: [],
  bibtex: [],
  contents: [],
  bibliographies: [],
  appendices: [],
  citeThis: []
};

type Lists = {-readonly [Name in keyof Declared]: Declared[Name][number][]};

const byClass: readonly (readonly [
  className: string,
  list: Exclude<keyof Declared, "numbered">
])[] = [
  ["article-ref", "references"],
  ["article-cite", "citations"],
  ["article-front-matter", "frontMatter"],
  ["article-bibtex", "bibtex"],
  ["article-contents", "contents"],
  ["article-bibliography", "bibliographies"],
  ["article-appendix", "appendices"],
  ["article-cite-this", "citeThis"]
];

const selector = [
  "h1, h2, h3, h4, h5, h6, figure, table[id], .article-equation",
  ...byClass.map(([name]) => `.${name}`),
  // A link to what is numbered, without words of its own.
  'a[href*="fig:"]:empty, a[href*="tbl:"]:empty, a[href*="eq:"]:empty, a[href*="sec:"]:empty'
].join(", ");

/** Returns what the output declares. */
export function declaredIn(output: Element): Declared {
  const found = output.querySelectorAll<HTMLElement>(selector);
  if (found.length === 0) return nothing;
  const lists = Object.fromEntries(
    Object.keys(nothing).map((name) => [name, []])
  ) as unknown as Lists;
  for (const element of found) {
    if (element.closest(`.${madeClass}`)) continue;
    if (element.matches("a:empty")) element.classList.add("article-ref");
    const list = byClass.find(([name]) => element.classList.contains(name))?.[1];
    if (list) (lists[list] as HTMLElement[]).push(element);
    else {
      const numbered = numberedOf(element);
      if (numbered) lists.numbered.push(numbered);
    }
  }
  return lists;
}

function numberedOf(element: HTMLElement): NumberedElement | null {
  const id = plainId(element.id) || null;
  // What a chart or a figure has for a heading is none of the text.
  if (/^H[1-6]$/.test(element.tagName))
    return element.closest("figure") ? null : {element, kind: "sec", id};
  const {classList} = element;
  const named = id === null ? null : kindOf(id);
  if (named !== null && named !== "sec") return {element, kind: named, id};
  if (classList.contains("article-table")) return {element, kind: "tbl", id};
  return classList.contains("article-figure") ? {element, kind: "fig", id} : null;
}
