/** Text that may hold `<i>`, `<b>`, `<sup>` and `<sub>`, as the reader of BibTeX writes it. */

const names: ReadonlySet<string> = new Set(["i", "b", "sup", "sub"]);
const tag = /<(\/?)([a-z]+)(?: [^<>]*)?>/g;

/** Returns nodes, each made anew: other elements are left out, what is in them stays as text. */
export function richText(text: string): readonly (Node | string)[] {
  const root = document.createDocumentFragment();
  let at: Node = root;
  let done = 0;
  for (const {0: whole, 1: slash, 2: name, index} of text.matchAll(tag)) {
    at.appendChild(document.createTextNode(text.slice(done, index)));
    done = index + whole.length;
    if (!names.has(name!)) continue;
    if (!slash) at = at.appendChild(document.createElement(name!));
    else if ((at as Element).localName === name) at = at.parentNode!;
  }
  at.appendChild(document.createTextNode(text.slice(done)));
  return [...root.childNodes];
}
