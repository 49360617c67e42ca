/** Elements as Observable's first notebooks make them: what cells know as `DOM`. */
import {download} from "./dom-download.ts";

const namespaces: Readonly<Record<string, string>> = {
  math: "http://www.w3.org/1998/Math/MathML",
  svg: "http://www.w3.org/2000/svg",
  xhtml: "http://www.w3.org/1999/xhtml",
  xlink: "http://www.w3.org/1999/xlink",
  xml: "http://www.w3.org/XML/1998/namespace",
  xmlns: "http://www.w3.org/2000/xmlns/"
};

/** Returns the namespace that a name begins with, and the name for it: `svg:circle`, `xlink:href`. */
function split(name: string): {readonly namespace: string | undefined; readonly local: string} {
  const at = name.indexOf(":");
  const prefix = at < 0 ? name : name.slice(0, at);
  const namespace = Object.hasOwn(namespaces, prefix) ? namespaces[prefix] : undefined;
  return {namespace, local: at < 0 || prefix === "xmlns" ? name : name.slice(at + 1)};
}

/** Returns an element: `DOM.element("svg:circle", {r: 10})`. */
function element(name: string, attributes: Readonly<Record<string, unknown>> = {}): Element {
  const {namespace, local} = split(String(name));
  const made = namespace
    ? document.createElementNS(namespace, local)
    : document.createElement(local);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    const attribute = split(key);
    if (attribute.namespace)
      made.setAttributeNS(attribute.namespace, attribute.local, String(value));
    else made.setAttribute(attribute.local, String(value));
  }
  return made;
}

/** Returns a canvas of that many pixels. */
const canvas = (width: number, height: number): HTMLCanvasElement =>
  Object.assign(document.createElement("canvas"), {width, height});

/** Returns what draws on a canvas of that many CSS pixels, with as many more as the screen has. */
function context2d(
  width: number,
  height: number,
  scale: number = devicePixelRatio
): CanvasRenderingContext2D {
  const made = canvas(width * scale, height * scale);
  made.style.width = `${width}px`;
  const context = made.getContext("2d")!;
  context.scale(scale, scale);
  return context;
}

/** Returns an input of that type. */
const input = (type?: string): HTMLInputElement =>
  Object.assign(document.createElement("input"), type === undefined ? {} : {type});

/** Returns a slider; with one number that is its greatest value. */
function range(...numbers: readonly (number | undefined)[]): HTMLInputElement {
  const [min, max, step] = numbers.length === 1 ? [undefined, numbers[0]] : numbers;
  const made = document.createElement("input");
  made.min = String(Number(min ?? 0));
  made.max = String(Number(max ?? 1));
  made.step = step === undefined || step === null ? "any" : String(Number(step));
  made.type = "range";
  return made;
}

/** Returns a menu of texts. */
function select(values: Iterable<unknown>): HTMLSelectElement {
  const made = document.createElement("select");
  for (const value of values) made.append(new Option(String(value), String(value)));
  return made;
}

function svg(width: number, height: number): SVGSVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  made.setAttribute("viewBox", `0 0 ${width} ${height}`);
  made.setAttribute("width", String(width));
  made.setAttribute("height", String(height));
  return made;
}

const text = (value: unknown): Text => document.createTextNode(String(value));

let count = 0;

/** Returns an id that nothing else in the page has; as a text it is what `fill` and `mask` refer to it by. */
function uid(name?: string): {readonly id: string; readonly href: string; toString(): string} {
  const id = `O-${name === undefined ? "" : `${name}-`}${++count}`;
  const {href} = new URL(`#${id}`, location.href);
  return {id, href, toString: () => `url(${href})`};
}

export const DOM = {
  canvas,
  context2d,
  download,
  element,
  input,
  range,
  select,
  svg,
  text,
  uid
} as const;
