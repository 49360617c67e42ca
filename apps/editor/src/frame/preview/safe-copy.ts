/**
 * Copies what a notebook's HTML shows, element by element: each is made anew from a list of what is harmless, and nothing
 * is written as HTML and read again, so no text becomes anything but text.
 */
import {
  attributeChecks,
  attributesOf,
  dropped,
  htmlElements,
  named,
  styles,
  styleValue,
  svgElements
} from "./allowed.ts";

const svg = "http://www.w3.org/2000/svg";

/** Most nodes of a cell, and how deep, that are copied. */
const most = 20_000;
const deepest = 100;

export interface CopyOptions {
  /** Returns what stands in the place of an element with a name of its own; null for its content alone. */
  readonly custom: (element: Element) => Node | null;
  /** Returns what stands in the place of text. */
  readonly text: (text: string) => Node;
  /** Whether an attribute holds what is not known before it runs. */
  readonly isOpen: (value: string) => boolean;
}

/** Returns a word that stands in the place of what is not shown yet; *when* says when it is. */
export function placeholder(
  what: string,
  kind: "inline" | "view" = "inline",
  when = " runs after Run"
): HTMLElement {
  const element = document.createElement("span");
  element.className = `held ${kind}`;
  const name = document.createElement("span");
  name.textContent = what;
  element.append(name, when);
  return element;
}

/** Returns what is shown of a text in HTML. */
export function safeCopy(html: string, options: CopyOptions): DocumentFragment {
  // A document without a window: nothing in it runs, loads, or becomes an element of ours. It is only walked through
  // from outside: forms and documents answer with what is in them when they are asked for a property of that name.
  const walker = document.createTreeWalker(new DOMParser().parseFromString(html, "text/html"));
  const fragment = document.createDocumentFragment();
  let left = most;

  const copyAll = (to: Node, depth: number): void => {
    for (let node = walker.firstChild(); node; node = walker.nextSibling()) {
      if (left-- <= 0) break;
      if (node instanceof Text) to.appendChild(options.text(node.data));
      else if (node instanceof Element) copy(node, to, depth);
    }
    walker.parentNode();
  };
  const copy = (element: Element, to: Node, depth: number): void => {
    if (element instanceof HTMLFormElement) return goInto(element, to, depth);
    const name = element.localName;
    if (dropped.has(name) && element.namespaceURI !== svg) return;
    if (depth > deepest) return void to.appendChild(options.text(element.textContent));
    if (name.includes("-")) {
      const own = options.custom(element);
      if (own) return void to.appendChild(own);
    }
    if (isBox(element)) return void to.appendChild(boxLike(element));
    const word = named.get(name);
    if (word !== undefined) return void to.appendChild(placeholder(word));
    const made = emptyCopy(element, options.isOpen);
    if (name === "img" && !made?.hasAttribute("src"))
      return void to.appendChild(pictureLater(element));
    if (made) to.appendChild(made);
    goInto(element, made ?? to, depth);
  };
  const goInto = (element: Element, to: Node, depth: number): void => {
    // Without a first child the walker would not have moved, and must not go up.
    if (!walker.firstChild()) return;
    walker.currentNode = element;
    copyAll(to, depth + 1);
  };

  copyAll(fragment, 0);
  if (left <= 0) fragment.append(placeholder("the rest"));
  return fragment;
}

/** Returns what stands in the place of a picture: one beside the notebook is read when that runs, and not before. */
function pictureLater(element: Element): HTMLElement {
  const alt = element.getAttribute("alt")?.trim() ?? "";
  const isBeside = !/^(?:[a-z][-+.a-z\d]*:|\/\/)/i.test(element.getAttribute("src") ?? "");
  if (!isBeside) return placeholder(alt || "picture");
  return placeholder(alt || "picture", "inline", `${alt ? ": a picture," : ","} shown after Run`);
}

const isBox = (element: Element): boolean =>
  element.localName === "input" && element.getAttribute("type")?.toLowerCase() === "checkbox";

/** Returns the box of a task: it says whether it is done, and cannot be pressed. */
function boxLike(element: Element): HTMLInputElement {
  const box = document.createElement("input");
  box.type = "checkbox";
  box.disabled = true;
  box.toggleAttribute("checked", element.hasAttribute("checked"));
  return box;
}

/** Returns an element without its content; null for one that is not in the lists. */
function emptyCopy(
  element: Element,
  isOpen: CopyOptions["isOpen"]
): HTMLElement | SVGElement | null {
  const name = element.localName;
  const isSvg = element.namespaceURI === svg;
  const own = (isSvg ? svgElements : htmlElements).get(name);
  if (!own) return null;
  const made = isSvg ? document.createElementNS(svg, name) : document.createElement(name);
  for (const attribute of attributesOf(own)) {
    const value = element.getAttribute(attribute);
    if (value === null || isOpen(value)) continue;
    const checked = (attributeChecks.get(attribute) ?? String)(value);
    if (checked !== null) made.setAttribute(attribute, checked);
  }
  if (name === "a") made.setAttribute("rel", "noopener noreferrer nofollow");
  if (element instanceof HTMLElement && made instanceof HTMLElement)
    for (const property of styles) {
      const value = element.style.getPropertyValue(property);
      if (value && styleValue.test(value)) made.style.setProperty(property, value);
    }
  return made;
}
