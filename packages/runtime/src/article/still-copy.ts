/** A copy of something on the page that only shows: nothing in it runs, asks a model, or takes the focus. */

/** So many nodes are copied. */
const most = 4000;

/** Elements that do something, and show nothing by themselves. */
const skipped = "script, template, .footnote-backref, .article-copy";

/** Returns a copy of what an element shows, of elements with a shadow too. */
export function stillCopy(element: Element): Node {
  let left = most;
  const copyAll = (from: Node, to: Node, inShadow: boolean): void => {
    for (const child of from.childNodes) {
      if (left-- <= 0) return;
      const made = copy(child, inShadow);
      if (made) to.appendChild(made);
    }
  };
  const copy = (node: Node, inShadow: boolean): Node | null => {
    if (node instanceof Text) return node.cloneNode();
    if (!(node instanceof Element) || node.matches(skipped)) return null;
    const made = emptyCopy(node);
    // Styles of a shadow go by its ids; those of the page are there once.
    if (!inShadow) made.removeAttribute("id");
    copyAll(node, made, inShadow);
    const {shadowRoot} = node;
    if (shadowRoot) {
      const shadow = made.attachShadow({mode: "open"});
      shadow.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets];
      copyAll(shadowRoot, shadow, true);
    }
    return made;
  };
  return copy(element, false) ?? document.createTextNode("");
}

function emptyCopy(element: Element): Element {
  const name = element.localName;
  // One of its own would be made, and begin to work.
  const isOwn = name.includes("-") || element.hasAttribute("is");
  const other = isOwn ? "div" : name === "a" && element instanceof HTMLElement ? "span" : null;
  const made = other ? document.createElement(other) : (element.cloneNode() as Element);
  if (other)
    for (const {name: key, value} of element.attributes)
      if (key !== "is") made.setAttribute(key, value);
  for (const key of made.getAttributeNames())
    if (/^(?:on|tabindex$|href$|autofocus$|role$)/i.test(key)) made.removeAttribute(key);
  if (made.matches("button, input, select, textarea")) made.setAttribute("disabled", "");
  if (element instanceof HTMLCanvasElement && element.width > 0 && element.height > 0)
    (made as HTMLCanvasElement).getContext("2d")?.drawImage(element, 0, 0);
  return made;
}
