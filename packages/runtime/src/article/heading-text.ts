/** What a heading says, without the number the article has written before it. */
import {numberClass} from "./number-elements.ts";

/** Returns copies of what is in the heading: formulas stay formulas, links become their words. */
export function headingNodes(heading: Element): readonly (Node | string)[] {
  const copy = heading.cloneNode(true) as Element;
  for (const each of copy.querySelectorAll(`.${numberClass}, .footnote-ref`)) each.remove();
  for (const each of copy.querySelectorAll("[id]")) each.removeAttribute("id");
  for (const link of copy.querySelectorAll("a")) link.replaceWith(...link.childNodes);
  return [...copy.childNodes];
}

/** Returns its words. */
export function headingText(heading: Element): string {
  const copy = document.createElement("span");
  copy.append(...headingNodes(heading));
  for (const formula of copy.querySelectorAll(".math")) {
    const tex = formula.querySelector("annotation")?.textContent;
    if (tex) formula.replaceWith(tex);
  }
  return copy.textContent.replaceAll(/\s+/g, " ").trim();
}
