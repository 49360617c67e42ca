/** Writes a number where the reader sees it: in a caption, before a heading, beside a formula. */
import type {Kind} from "./names.ts";
import type {Words} from "./words.ts";
import {made, write} from "./written.ts";

export const numberClass = "article-number";

/** Where the number of each kind stands, and how it reads. */
const places: Readonly<
  Record<
    Kind,
    {
      readonly host: (element: Element) => Element | null;
      readonly text: (number: string, words: Words, bare: boolean) => string;
    }
  >
> = {
  fig: {
    host: captionOf,
    text: (number, {fig}, bare) => `${fig} ${number}${bare ? "" : ". "}`
  },
  tbl: {
    host: captionOf,
    text: (number, {tbl}, bare) => `${tbl} ${number}${bare ? "" : ". "}`
  },
  eq: {host: (element) => element, text: (number) => `(${number})`},
  sec: {host: (element) => element, text: (number) => `${number}\u2002`}
};

/** Has the element say its number; without one, nothing. */
export function writeNumber(element: Element, kind: Kind, number: string, words: Words): void {
  const {host, text} = places[kind];
  const at = number || element.querySelector(`.${numberClass}`) ? host(element) : null;
  if (!at) return;
  let place = at.querySelector(`:scope > .${numberClass}`);
  if (!number) return place?.remove();
  if (!place) {
    place = made("span", numberClass);
    if (kind === "eq") at.append(place);
    else at.prepend(place);
  }
  const bare = at.childNodes.length === 1;
  write(place, text(number, words, bare), () => [text(number, words, bare)]);
}

/** Returns the caption of a figure or a table, which has one from now on. */
function captionOf(element: Element): Element {
  const isTable = element instanceof HTMLTableElement;
  const found = element.querySelector(isTable ? ":scope > caption" : ":scope > figcaption");
  if (found) return found;
  const caption = document.createElement(isTable ? "caption" : "figcaption");
  if (isTable) element.prepend(caption);
  else element.append(caption);
  return caption;
}
