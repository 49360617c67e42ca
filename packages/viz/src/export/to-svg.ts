/** A view as SVG: what the browser has laid out, as plain shapes and lines of text that any drawing program opens. */
import type {Subject} from "./subject.ts";
import {operated, sourceLine} from "./subject.ts";
import {paintBox} from "./svg/box.ts";
import {paintInline} from "./svg/inline.ts";
import {attributes, escapeXml, px, Sheet} from "./svg/sheet.ts";
import {paintText} from "./svg/text.ts";
import type {Around} from "./svg/text.ts";

/** Room at the right of what is wider than the view, in px. */
const margin = 20;

/** Returns the picture in the scheme and at the width it is shown in. Throws when nothing is laid out. */
export function toSvg(subject: Subject): string {
  const {host, heading, summary} = subject;
  const section = host.renderRoot.querySelector<HTMLElement>(".view");
  const frame = section?.getBoundingClientRect();
  if (!section || !frame?.width)
    throw new Error(
      `<${host.localName}>: got a view that is not laid out, expected one that is shown; show it, then export`
    );
  const sheet = new Sheet(frame);
  withoutScrolling(section, () => {
    for (const child of section.children)
      walk(sheet, child, {underline: undefined, cut: undefined, turned: 0});
  });
  const width = sheet.right > frame.width ? Math.ceil(sheet.right + margin) : frame.width;
  const height = Math.max(frame.height, Math.ceil(sheet.bottom));
  const ground = new Sheet(frame);
  paintBox(ground, getComputedStyle(section), {left: 0, top: 0, width, height});
  const size = {width, height, viewBox: `0 0 ${px(width)} ${px(height)}`};
  return `<svg xmlns="http://www.w3.org/2000/svg"${attributes(size)} role="img">
<title>${escapeXml(heading)}</title>
<desc>${escapeXml(`${summary} ${sourceLine(subject)}`)}</desc>
${ground.toString()}
${sheet.toString()}
</svg>
`;
}

/** What is scrolled is exported whole, from its start. */
function withoutScrolling(section: HTMLElement, work: () => void): void {
  const scrolled = [...section.querySelectorAll<HTMLElement>(".scroll")].filter(
    ({scrollLeft, scrollTop}) => scrollLeft !== 0 || scrollTop !== 0
  );
  const places = scrolled.map(({scrollLeft, scrollTop}) => [scrollLeft, scrollTop] as const);
  scrolled.forEach((element) => element.scrollTo({left: 0, top: 0, behavior: "instant"}));
  try {
    work();
  } finally {
    scrolled.forEach((element, i) =>
      element.scrollTo({left: places[i]![0], top: places[i]![1], behavior: "instant"})
    );
  }
}

function walk(sheet: Sheet, element: Element, around: Around): void {
  if (element.matches(operated)) return;
  const style = getComputedStyle(element);
  if (style.display === "none" || Number(style.opacity) === 0) return;
  const rect = element.getBoundingClientRect();
  const box = sheet.place(rect);
  const isSeen = style.visibility === "visible";
  if (element instanceof SVGSVGElement) return paintInline(sheet, element, box);
  const faint = style.opacity !== "1";
  if (faint) sheet.add(`<g opacity="${style.opacity}">`);
  if (isSeen && style.display !== "contents") {
    if (!around.cut) sheet.reach(box);
    paintBox(sheet, style, box);
  }
  const inside = aroundOf(element, style, rect, around);
  paintPseudo(sheet, element, "::before", inside);
  if (element instanceof HTMLCanvasElement)
    sheet.add(`<image${attributes({...placed(box), href: element.toDataURL()})}/>`);
  else if (element instanceof HTMLInputElement) paintField(sheet, element, style, box);
  else
    for (const child of childrenOf(element)) {
      if (child instanceof Text) {
        if (isSeen) paintText(sheet, child, style, inside);
      } else if (child instanceof Element) walk(sheet, child, inside);
    }
  paintPseudo(sheet, element, "::after", inside);
  if (faint) sheet.add("</g>");
}

const placed = ({left, top, width, height}: ReturnType<Sheet["place"]>) => ({
  x: left,
  y: top,
  width,
  height
});

function childrenOf(element: Element): Iterable<Node> {
  if (element.shadowRoot) return element.shadowRoot.childNodes;
  return element instanceof HTMLSlotElement ? element.assignedNodes() : element.childNodes;
}

function aroundOf(
  element: Element,
  style: CSSStyleDeclaration,
  rect: DOMRect,
  around: Around
): Around {
  const isCut = style.overflowX !== "visible" && !element.matches(".scroll");
  const turn = style.rotate === "none" ? 0 : Number.parseFloat(style.rotate) || 0;
  return {
    underline: style.textDecorationLine.includes("underline") ? style : around.underline,
    cut: isCut ? {rect, ellipsis: style.textOverflow === "ellipsis"} : around.cut,
    turned: around.turned + turn
  };
}

/** What a style sheet adds before or after: a mark at a place of its own, or a word. */
function paintPseudo(
  sheet: Sheet,
  element: Element,
  name: "::before" | "::after",
  around: Around
): void {
  const style = getComputedStyle(element, name);
  const {content} = style;
  if (content === "none" || content === "normal" || style.display === "none") return;
  if (style.visibility !== "visible") return;
  const word = /^"(.*)"$/.exec(content)?.[1] ?? "";
  if (style.position === "absolute") {
    const isAnchor = getComputedStyle(element).position !== "static";
    const anchor = isAnchor ? element : (element as HTMLElement).offsetParent;
    if (!anchor) return;
    const {left, top} = sheet.place(anchor.getBoundingClientRect());
    const number = (value: string): number => Number.parseFloat(value) || 0;
    const box = {
      left: left + anchor.clientLeft + number(style.left),
      top: top + anchor.clientTop + number(style.top),
      width: number(style.width),
      height: number(style.height)
    };
    // Inline boxes have no client area of their own: their border is none here.
    if (!word) return paintBox(sheet, style, withBorder(box, style));
  }
  if (word.trim() && around.turned === 0) paintWord(sheet, element, name, word, style);
}

/** Used sizes are those of the content where borders come on top. */
function withBorder(
  box: {left: number; top: number; width: number; height: number},
  style: CSSStyleDeclaration
): typeof box {
  if (style.boxSizing === "border-box") return box;
  const sum = (...names: readonly ("Top" | "Right" | "Bottom" | "Left")[]): number =>
    names.reduce((all, edge) => all + (Number.parseFloat(style[`border${edge}Width`]) || 0), 0);
  return {
    ...box,
    width: box.width + sum("Left", "Right"),
    height: box.height + sum("Top", "Bottom")
  };
}

function paintWord(
  sheet: Sheet,
  element: Element,
  name: "::before" | "::after",
  word: string,
  style: CSSStyleDeclaration
): void {
  const fill = sheet.paint.fill(style.color);
  const [rect] = element.getClientRects();
  if (!fill || !rect) return;
  const {left, top, width, height} = sheet.place(rect);
  const size = Number.parseFloat(style.fontSize);
  const isBefore = name === "::before";
  const own = getComputedStyle(element);
  const pad = Number.parseFloat(isBefore ? own.paddingLeft : own.paddingRight) || 0;
  const place = {
    x: isBefore ? left + pad : left + width - pad,
    y: top + height / 2 + size * 0.35,
    "text-anchor": isBefore ? undefined : "end",
    "font-family": style.fontFamily.replaceAll('"', "'"),
    "font-size": style.fontSize,
    "font-weight": style.fontWeight
  };
  sheet.add(`<text${attributes({...place, ...fill})}>${escapeXml(word)}</text>`);
}

function paintField(
  sheet: Sheet,
  field: HTMLInputElement,
  style: CSSStyleDeclaration,
  {left, top, height}: ReturnType<Sheet["place"]>
): void {
  const fill = sheet.paint.fill(style.color);
  if (!fill || !field.value || /^(checkbox|radio|range|file|password)$/.test(field.type)) return;
  const size = Number.parseFloat(style.fontSize);
  const place = {
    x: left + (Number.parseFloat(style.paddingLeft) || 0),
    y: top + height / 2 + size * 0.35,
    "font-family": style.fontFamily.replaceAll('"', "'"),
    "font-size": style.fontSize
  };
  sheet.add(`<text${attributes({...place, ...fill})}>${escapeXml(field.value)}</text>`);
}
