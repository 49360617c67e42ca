/** What CSS paints around a box: background, shadows without blur, borders, outline. */
import {splitList} from "./paint.ts";
import {attributes, px} from "./sheet.ts";
import type {Box, Sheet} from "./sheet.ts";

const edges = ["Top", "Right", "Bottom", "Left"] as const;
const corners = ["TopLeft", "TopRight", "BottomRight", "BottomLeft"] as const;

const grow = ({left, top, width, height}: Box, by: number): Box => ({
  left: left - by,
  top: top - by,
  width: Math.max(0, width + 2 * by),
  height: Math.max(0, height + 2 * by)
});

/** Returns the four radii in px, as small as the box allows. */
function radii(style: CSSStyleDeclaration, {width, height}: Box): readonly number[] {
  const most = Math.min(width, height) / 2;
  return corners.map((corner) => {
    const [value = "0"] = style[`border${corner}Radius`].split(" ");
    const number = Number.parseFloat(value);
    return Math.min(most, value.endsWith("%") ? (number / 100) * Math.min(width, height) : number);
  });
}

/** Returns a rectangle with four radii as a path. */
function outlineOf(
  {left, top, width, height}: Box,
  [a = 0, b = 0, c = 0, d = 0]: readonly number[]
): string {
  const arc = (r: number, x: number, y: number): string =>
    r ? `a${px(r)} ${px(r)} 0 0 1 ${px(x)} ${px(y)}` : "";
  return [
    `M${px(left + a)} ${px(top)}`,
    `H${px(left + width - b)}`,
    arc(b, b, b),
    `V${px(top + height - c)}`,
    arc(c, -c, c),
    `H${px(left + d)}`,
    arc(d, -d, -d),
    `V${px(top + a)}`,
    arc(a, a, -a),
    "Z"
  ].join("");
}

const dashes: Readonly<Record<string, string>> = {dashed: "4 3", dotted: "1.5 2"};

/** Paints the box of an element, or of something that has a style like one. */
export function paintBox(sheet: Sheet, style: CSSStyleDeclaration, box: Box): void {
  if (box.width <= 0 && box.height <= 0) return;
  const {paint} = sheet;
  const round = radii(style, box);
  const path = outlineOf(box, round);
  const fill = paint.fill(style.backgroundColor);
  if (fill) sheet.add(`<path${attributes({d: path, ...fill})}/>`);
  if (style.backgroundImage !== "none")
    for (const image of splitList(style.backgroundImage).toReversed()) {
      const gradient = paint.gradient(image, box);
      if (gradient) sheet.add(`<path${attributes({d: path, fill: gradient})}/>`);
    }
  paintShadows(sheet, style, box, round);
  paintBorders(sheet, style, box, round);
  const width = Number.parseFloat(style.outlineWidth);
  if (style.outlineStyle === "none" || !width) return;
  const by = Number.parseFloat(style.outlineOffset) + width / 2;
  const stroke = paint.fill(style.outlineColor, "stroke");
  const d = outlineOf(
    grow(box, by),
    round.map((r) => Math.max(0, r + by))
  );
  if (stroke)
    sheet.add(`<path${attributes({d, fill: "none", ...stroke, "stroke-width": width})}/>`, {
      above: true
    });
}

function paintShadows(
  sheet: Sheet,
  style: CSSStyleDeclaration,
  box: Box,
  round: readonly number[]
): void {
  if (style.boxShadow === "none") return;
  for (const shadow of splitList(style.boxShadow).toReversed()) {
    const [, colour = "", x, y, blur, spread] =
      /^(.+?) ([-\d.]+)px ([-\d.]+)px ([-\d.]+)px ([-\d.]+)px/.exec(shadow) ?? [];
    const [right = 0, down = 0, soft = 0, wide = 0] = [x, y, blur, spread].map(Number);
    const inset = shadow.endsWith("inset");
    // Blur is elevation, which only what floats has.
    if (soft) continue;
    if (wide && !right && !down) {
      const by = (inset ? -wide : wide) / 2;
      const d = outlineOf(
        grow(box, by),
        round.map((r) => Math.max(0, r + by))
      );
      const stroke = sheet.paint.fill(colour, "stroke");
      if (stroke)
        sheet.add(
          `<path${attributes({d, fill: "none", ...stroke, "stroke-width": Math.abs(wide)})}/>`
        );
    } else if (inset) {
      const line = {
        x: right < 0 ? box.left + box.width + right : box.left,
        y: down < 0 ? box.top + box.height + down : box.top,
        width: right ? Math.abs(right) : box.width,
        height: down ? Math.abs(down) : box.height
      };
      const fill = sheet.paint.fill(colour);
      if (fill) sheet.add(`<rect${attributes({...line, ...fill})}/>`);
    }
  }
}

function paintBorders(
  sheet: Sheet,
  style: CSSStyleDeclaration,
  box: Box,
  round: readonly number[]
): void {
  const borders = edges.map((edge) => {
    const kind = style[`border${edge}Style`];
    const width = kind === "none" ? 0 : Number.parseFloat(style[`border${edge}Width`]);
    return {width, kind, colour: style[`border${edge}Color`]};
  });
  const strokes = borders.map(({width, kind, colour}) => {
    const stroke = width ? sheet.paint.fill(colour, "stroke") : undefined;
    return stroke && {...stroke, "stroke-width": width, "stroke-dasharray": dashes[kind]};
  });
  const [first] = strokes;
  if (first && new Set(strokes.map((stroke) => JSON.stringify(stroke))).size === 1) {
    const by = borders[0]!.width / 2;
    const d = outlineOf(
      grow(box, -by),
      round.map((r) => Math.max(0, r - by))
    );
    sheet.add(`<path${attributes({d, fill: "none", ...first})}/>`);
    return;
  }
  const {left, top} = box;
  const right = left + box.width;
  const bottom = top + box.height;
  strokes.forEach((stroke, i) => {
    if (!stroke) return;
    const by = borders[i]!.width / 2;
    const line = [
      {x1: left, y1: top + by, x2: right, y2: top + by},
      {x1: right - by, y1: top, x2: right - by, y2: bottom},
      {x1: left, y1: bottom - by, x2: right, y2: bottom - by},
      {x1: left + by, y1: top, x2: left + by, y2: bottom}
    ][i]!;
    sheet.add(`<line${attributes({...line, ...stroke})}/>`);
  });
}
