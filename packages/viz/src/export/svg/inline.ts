/** Charts that are SVG already: copied with what their style sheet says written into them. */
import type {Box, Sheet} from "./sheet.ts";
import {px} from "./sheet.ts";

const namespace = "http://www.w3.org/2000/svg";
/** What a chart may take from a style sheet, with what is not worth writing down. */
const presentation: Readonly<Record<string, string>> = {
  fill: "",
  "fill-opacity": "1",
  stroke: "none",
  "stroke-width": "",
  "stroke-opacity": "1",
  "stroke-dasharray": "none",
  "stroke-linecap": "butt",
  "stroke-linejoin": "miter",
  "vector-effect": "none",
  opacity: "1",
  "paint-order": "normal"
};
const lettering: Readonly<Record<string, string>> = {
  "font-family": "",
  "font-size": "",
  "font-weight": "400",
  "font-style": "normal",
  "letter-spacing": "normal",
  "text-anchor": "start",
  "dominant-baseline": "auto"
};
/** Every shape has its own: what a group hands down would reach those that refuse it. */
const grouping: Readonly<Record<string, string>> = {opacity: "1"};
/** Of no use outside of a page. */
const dropped = /^(class|style|tabindex|role|part|id|aria-.+|data-.+)$/;

/** Paints an `<svg>` of the view at its place. */
export function paintInline(sheet: Sheet, svg: SVGSVGElement, box: Box): void {
  const copy = copyOf(sheet, svg) as SVGSVGElement | undefined;
  if (!copy) return;
  const {left, top, width, height} = box;
  copy.setAttribute("x", px(left));
  copy.setAttribute("y", px(top));
  copy.setAttribute("width", px(width));
  copy.setAttribute("height", px(height));
  if (!svg.hasAttribute("viewBox")) copy.setAttribute("viewBox", `0 0 ${px(width)} ${px(height)}`);
  if (getComputedStyle(svg).overflow === "visible") copy.setAttribute("overflow", "visible");
  sheet.add(new XMLSerializer().serializeToString(copy));
}

function copyOf(sheet: Sheet, element: Element): Element | undefined {
  const style = getComputedStyle(element);
  if (element.localName === "foreignObject" || style.display === "none") return undefined;
  if (style.visibility === "hidden" && !element.childElementCount) return undefined;
  const copy = document.createElementNS(namespace, element.localName);
  for (const {name, value} of element.attributes) {
    const isReferred = name === "id" && element.closest("defs") !== null;
    if (!name.startsWith("on") && !name.includes(":") && (!dropped.test(name) || isReferred))
      copy.setAttribute(name, value);
  }
  if (element.localName !== "svg") writeStyle(sheet, copy, style);
  for (const child of element.childNodes) {
    const inner = child instanceof Element ? copyOf(sheet, child) : undefined;
    if (inner) copy.append(inner);
    else if (child instanceof Text) copy.append(child.data);
  }
  return copy;
}

function writeStyle(sheet: Sheet, copy: Element, style: CSSStyleDeclaration): void {
  const isText = copy.localName === "text" || copy.localName === "tspan";
  const isGroup = copy.localName === "g" || copy.localName === "a";
  if (isGroup) Object.keys(presentation).forEach((name) => copy.removeAttribute(name));
  const names = isGroup ? grouping : isText ? {...presentation, ...lettering} : presentation;
  for (const [name, usual] of Object.entries(names)) {
    const value = style.getPropertyValue(name);
    if (!value || value === usual) copy.removeAttribute(name);
    else if (name === "fill" || name === "stroke") paintInto(sheet, copy, name, value);
    else copy.setAttribute(name, value.replaceAll('"', "'"));
  }
  if (style.transform !== "none" && !copy.hasAttribute("transform"))
    copy.setAttribute("transform", style.transform);
  if (isText) copy.setAttributeNS("http://www.w3.org/XML/1998/namespace", "xml:space", "preserve");
}

function paintInto(sheet: Sheet, copy: Element, name: "fill" | "stroke", value: string): void {
  if (value === "none" || value.startsWith("url(")) return copy.setAttribute(name, value);
  const {hex, alpha} = sheet.paint.colour(value);
  copy.setAttribute(name, alpha ? hex : "none");
  if (alpha && alpha < 1) copy.setAttribute(`${name}-opacity`, String(alpha));
}
