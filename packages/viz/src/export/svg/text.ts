/** Text as it was laid out: a run a line, at its baseline. */
import {attributes, escapeXml} from "./sheet.ts";
import type {Box, Sheet} from "./sheet.ts";

/** What lies around a text and is painted with it. */
export interface Around {
  /** The line under it, of whichever element has one. */
  readonly underline: CSSStyleDeclaration | undefined;
  /** The box that cuts it off, in the window. */
  readonly cut: {readonly rect: DOMRect; readonly ellipsis: boolean} | undefined;
  /** How far everything is turned, in degrees. */
  readonly turned: number;
}

interface Run {
  readonly text: string;
  readonly rect: DOMRect;
}

let measuring: CanvasRenderingContext2D | undefined;
const measure = (): CanvasRenderingContext2D =>
  (measuring ??= document.createElement("canvas").getContext("2d")!);

const fontOf = ({fontStyle, fontWeight, fontSize, fontFamily}: CSSStyleDeclaration): string =>
  `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;

/** Paints one text node. */
export function paintText(
  sheet: Sheet,
  node: Text,
  style: CSSStyleDeclaration,
  around: Around
): void {
  const upright = /^(vertical|sideways)/.test(style.writingMode);
  for (const run of runsOf(node, style, upright)) {
    if (run.rect.width < 0.1) continue;
    const text = upright ? run.text : fitted(run, style, around);
    if (text) paintRun(sheet, {text, rect: run.rect}, style, around, upright);
  }
}

function runsOf(node: Text, style: CSSStyleDeclaration, upright: boolean): readonly Run[] {
  const {data} = node;
  const kept = /^(pre|break-spaces)/.test(style.whiteSpaceCollapse || style.whiteSpace);
  const shorten = (text: string): string => (kept ? text : text.replaceAll(/\s+/g, " "));
  const range = document.createRange();
  const start = kept ? 0 : data.search(/\S/);
  if (start < 0 || !data) return [];
  range.setStart(node, start);
  range.setEnd(node, kept ? data.length : data.trimEnd().length);
  const rects = range.getClientRects();
  if (!rects.length) return [];
  if (rects.length === 1 || upright)
    return [{text: shorten(range.toString()), rect: range.getBoundingClientRect()}];
  return linesOf(node, range).map(({text, rect}) => ({text: shorten(text), rect}));
}

/** Returns the lines a text was broken into. */
function linesOf(node: Text, whole: Range): readonly Run[] {
  const lines: {text: string; left: number; right: number; top: number; bottom: number}[] = [];
  const range = document.createRange();
  let at = whole.startOffset;
  for (const letter of whole.toString()) {
    range.setStart(node, at);
    range.setEnd(node, (at += letter.length));
    const rect = [...range.getClientRects()].find(({width}) => width > 0);
    const line = lines.at(-1);
    if (!rect) continue;
    if (line && Math.abs(line.top - rect.top) < 2) {
      line.text += letter;
      line.left = Math.min(line.left, rect.left);
      line.right = Math.max(line.right, rect.right);
    } else {
      const {left, right, top, bottom} = rect;
      lines.push({text: letter, left, right, top, bottom});
    }
  }
  return lines.map(({text, left, right, top, bottom}) => ({
    text,
    rect: new DOMRect(left, top, right - left, bottom - top)
  }));
}

/** Returns as much of a text as the box around it shows. */
function fitted({text, rect}: Run, style: CSSStyleDeclaration, {cut}: Around): string {
  if (!cut || (rect.right <= cut.rect.right + 1 && rect.left >= cut.rect.left - 1)) return text;
  const room = cut.rect.right - Math.max(rect.left, cut.rect.left);
  const context = measure();
  context.font = fontOf(style);
  const end = cut.ellipsis ? "…" : "";
  const letters = [...text];
  while (letters.length && context.measureText(letters.join("") + end).width > room) letters.pop();
  return letters.length ? letters.join("") + end : "";
}

function paintRun(
  sheet: Sheet,
  {text, rect}: Run,
  style: CSSStyleDeclaration,
  {underline, cut, turned}: Around,
  upright: boolean
): void {
  const fill = sheet.paint.fill(style.color);
  if (!fill) return;
  const box = sheet.place(rect);
  if (!cut) sheet.reach(box);
  const context = measure();
  context.font = fontOf(style);
  const {fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent} = context.measureText("x");
  const angle = (turned + (upright ? 90 : 0)) % 360;
  const at = baseline(box, angle, ascent, descent);
  const long = angle % 180 === 0 ? box.width : box.height;
  const shown = {
    "font-family": style.fontFamily.replaceAll('"', "'"),
    "font-size": style.fontSize,
    "font-weight": style.fontWeight === "400" ? undefined : style.fontWeight,
    "font-style": style.fontStyle === "normal" ? undefined : style.fontStyle,
    "letter-spacing": style.letterSpacing === "normal" ? undefined : style.letterSpacing,
    style: style.fontVariantNumeric === "normal" ? undefined : "font-variant-numeric:tabular-nums",
    // Another program's fonts are of other widths: the text stays in its place all the same.
    textLength: [...text].length > 1 && !cut ? long : undefined,
    lengthAdjust: [...text].length > 1 && !cut ? "spacingAndGlyphs" : undefined
  };
  const place =
    angle === 0
      ? style.direction === "rtl"
        ? {x: at.x + long, y: at.y, direction: "rtl"}
        : {x: at.x, y: at.y}
      : {transform: `translate(${at.x.toFixed(2)} ${at.y.toFixed(2)}) rotate(${angle})`};
  sheet.add(
    `<text xml:space="preserve"${attributes({...place, ...shown, ...fill})}>${escapeXml(text)}</text>`
  );
  if (underline && angle === 0) paintUnderline(sheet, underline, box, at.y, style);
}

/** Returns where a text turned by *angle* begins. */
function baseline(
  box: Box,
  angle: number,
  ascent: number,
  descent: number
): {readonly x: number; readonly y: number} {
  const across = angle % 180 === 0 ? box.height : box.width;
  const above = (across - ascent - descent) / 2 + ascent;
  if (angle === 90) return {x: box.left + box.width - above, y: box.top};
  if (angle === 270) return {x: box.left + above, y: box.top + box.height};
  if (angle === 180) return {x: box.left + box.width, y: box.top + box.height - above};
  return {x: box.left, y: box.top + above};
}

function paintUnderline(
  sheet: Sheet,
  line: CSSStyleDeclaration,
  {left, width}: Box,
  baseline: number,
  style: CSSStyleDeclaration
): void {
  const stroke = sheet.paint.fill(line.textDecorationColor, "stroke");
  const size = Number.parseFloat(style.fontSize);
  const offset = Number.parseFloat(line.textUnderlineOffset) || size * 0.12;
  const thick = Number.parseFloat(line.textDecorationThickness) || Math.max(1, size / 14);
  const y = baseline + offset + thick / 2;
  const dash = line.textDecorationStyle === "dotted" ? "1.5 2" : undefined;
  if (stroke)
    sheet.add(
      `<line${attributes({x1: left, y1: y, x2: left + width, y2: y, ...stroke, "stroke-width": thick, "stroke-dasharray": dash})}/>`
    );
}
