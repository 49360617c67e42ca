/** The SVG that is being written: shapes in the order they are painted, and what they refer to. */
import {Paint} from "./paint.ts";

/** A place in the picture, in px from its top left corner. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;"
};

/** Returns text for XML: escaped, without the characters that XML cannot hold. */
export const escapeXml = (text: string): string =>
  text
    // oxlint-disable-next-line no-control-regex -- exactly these are not allowed in XML
    .replaceAll(/[\0-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
    .replaceAll(/[&<>"]/g, (letter) => escapes[letter]!);

/** Returns a length with at most two decimals: a hundredth of a pixel cannot be seen. */
export const px = (value: number): string => String(Math.round(value * 100) / 100);

/** Returns attributes of an XML element; those that are undefined are left out. */
export const attributes = (values: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(values)
    .map(([name, value]) =>
      value === undefined
        ? ""
        : ` ${name}="${typeof value === "number" ? px(value) : escapeXml(value)}"`
    )
    .join("");

export class Sheet {
  readonly #origin: DOMRect;
  readonly #shapes: string[] = [];
  /** Outlines lie over everything. */
  readonly #above: string[] = [];
  readonly #defs: string[] = [];
  readonly paint: Paint = new Paint((definition) => this.define(definition));
  /** How far to the right and down something was drawn. */
  right = 0;
  bottom = 0;

  constructor(origin: DOMRect) {
    this.#origin = origin;
  }

  /** Returns where a box of the window lies in the picture. */
  place({left, top, width, height}: DOMRect): Box {
    return {left: left - this.#origin.left, top: top - this.#origin.top, width, height};
  }

  add(shape: string, {above = false}: {readonly above?: boolean} = {}): void {
    (above ? this.#above : this.#shapes).push(shape);
  }

  /** Notes that the picture has to be large enough for a box. */
  reach({left, top, width, height}: Box): void {
    this.right = Math.max(this.right, left + width);
    this.bottom = Math.max(this.bottom, top + height);
  }

  /** Keeps a gradient, pattern or clip path, and returns its name. */
  define(definition: (id: string) => string): string {
    const id = `e${this.#defs.length + 1}`;
    this.#defs.push(definition(id));
    return id;
  }

  toString(): string {
    const defs = this.#defs.length ? `<defs>${this.#defs.join("")}</defs>` : "";
    return [defs, ...this.#shapes, ...this.#above].join("\n");
  }
}
