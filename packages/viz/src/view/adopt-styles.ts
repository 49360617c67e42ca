/** Style sheets of elements, in whichever document an element stands. */
import type {CSSResultOrNative} from "lit";

/** A constructed sheet serves one document only: every other has its own copy of each. */
const copies = new WeakMap<Document, WeakMap<CSSResultOrNative, CSSStyleSheet>>();

/** Returns the text of a sheet. */
const textOf = (style: CSSResultOrNative): string =>
  "cssText" in style
    ? style.cssText
    : Array.from(style.cssRules, ({cssText}) => cssText).join("\n");

function copyFor(document: Document, style: CSSResultOrNative): CSSStyleSheet {
  let known = copies.get(document);
  if (!known) copies.set(document, (known = new WeakMap()));
  let sheet = known.get(style);
  if (!sheet) {
    sheet = new document.defaultView!.CSSStyleSheet();
    sheet.replaceSync(textOf(style));
    known.set(style, sheet);
  }
  return sheet;
}

/** Gives a shadow root its styles, as sheets of the document it is in. A document that no window shows draws nothing, and gets none. */
export function adoptStyles(root: ShadowRoot, styles: readonly CSSResultOrNative[]): void {
  const own = root.ownerDocument;
  if (!own.defaultView) return;
  root.adoptedStyleSheets = styles.map((style) => {
    if (own !== document) return copyFor(own, style);
    return "cssText" in style ? style.styleSheet! : style;
  });
}
