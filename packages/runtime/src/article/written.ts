/** What the article has written into elements of the page: each is written again only when it is to say something else. */

const said = new WeakMap<Element, string>();
const first = new WeakMap<Element, string>();

/** How often something was written, for those who count. */
export const counted = {writes: 0};

/** Has the element hold what *make* returns, unless it was made for the same *key* before. */
export function write(element: Element, key: string, make: () => readonly (Node | string)[]): void {
  if (said.get(element) === key) return;
  said.set(element, key);
  counted.writes++;
  element.replaceChildren(...make());
}

/** Sets an attribute if it says something else; null takes it away. */
export function setAttribute(element: Element, name: string, value: string | null): void {
  if (element.getAttribute(name) === value) return;
  counted.writes++;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

/** Returns the text the notebook has written there, whatever has been written since. */
export function sourceOf(element: Element, read: (element: Element) => string): string {
  let source = first.get(element);
  if (source === undefined) first.set(element, (source = read(element)));
  return source;
}

/** Returns a new element with a class and content. */
export function made<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...content);
  return element;
}

/** Class of what the article has made by itself: it declares nothing. */
export const madeClass = "article-made";

/** Returns whether what is made there has no heading of the author's, in it or right before it. */
export const needsHeading = (place: Element): boolean =>
  !place.querySelector(":scope > :is(h1, h2, h3, h4, h5, h6)") &&
  !/^H[1-6]$/.test(place.previousElementSibling?.tagName ?? "");
