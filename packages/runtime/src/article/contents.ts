/** The contents of an article: a list of its headings that leads to them. */
import {headingNodes, headingText} from "./heading-text.ts";
import {made, madeClass, setAttribute, write} from "./written.ts";

export interface Heading {
  readonly element: Element;
  /** Of HTML: 2 for h2. */
  readonly level: number;
  readonly number: string;
}

/** So many levels are listed. */
const depth = 3;

/** Writes the list of these headings into an element. */
export function writeContents(nav: HTMLElement, headings: readonly Heading[], label: string): void {
  setAttribute(nav, "aria-label", label);
  const top = Math.min(...headings.map(({level}) => level));
  const listed = headings.filter(({level}) => level < top + depth);
  const key = listed
    .map(({element, level, number}) => `${level} ${element.id} ${number} ${headingText(element)}`)
    .join("\n");
  const list =
    nav.querySelector(`:scope > .${madeClass}`) ?? nav.appendChild(made("div", madeClass));
  write(list, key, () => nested(listed, top));
}

function nested(headings: readonly Heading[], top: number): readonly Node[] {
  const root = document.createElement("ul");
  const lists = [root];
  for (const {element, level, number} of headings) {
    // A level that is left out is none.
    const at = Math.min(level - top, lists.length - (lists.at(-1)!.lastElementChild ? 0 : 1));
    lists.length = Math.min(lists.length, at + 1);
    if (lists.length <= at) {
      const inner = document.createElement("ul");
      lists.at(-1)!.lastElementChild!.append(inner);
      lists.push(inner);
    }
    const link = made("a", "", ...(number ? [`${number}\u2002`] : []), ...headingNodes(element));
    link.setAttribute("href", `#${element.id}`);
    lists.at(-1)!.append(made("li", "", link));
  }
  return root.hasChildNodes() ? [root] : [];
}
