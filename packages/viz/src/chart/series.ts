/** How several series of a chart are told apart: by colour, and by dash or shape as well. */
import {svg} from "lit";
import type {TemplateResult} from "lit";

const dashes = ["", "6 4", "1.5 4"];

/** Returns the dash of a series' line; undefined for a solid one. */
export const dashOf = (index: number): string | undefined =>
  dashes[index % dashes.length] || undefined;

/** Returns the colour of a series. */
export const colourOf = (index: number): string => `var(--e-cat-${(index % 10) + 1})`;

type Shape = (x: number, y: number, size: number) => string;

const shapes: readonly Shape[] = [
  (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`,
  (x, y, r) => `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}Z`,
  (x, y, r) => `M${x} ${y - 1.36 * r}l${1.28 * r} ${2.32 * r}h${-2.56 * r}Z`,
  (x, y, r) =>
    `M${x} ${y - 1.4 * r}l${1.4 * r} ${1.4 * r}l${-1.4 * r} ${1.4 * r}l${-1.4 * r} ${-1.4 * r}Z`
];
const names = ["disc", "square", "triangle", "diamond"];

/** Returns the name of a series' shape, for speech and tables. */
export const shapeOf = (index: number): string => names[index % names.length]!;

/** Returns the outline of a series' mark as path data: disc, square, triangle or diamond of about *size* px from its middle. */
export const outlineOf = (index: number, x: number, y: number, size = 2.5): string =>
  shapes[index % shapes.length]!(round(x), round(y), size);

const round = (value: number): number => Math.round(value * 10) / 10;

/** Draws the mark of a series. */
export const drawMark = (index: number, x: number, y: number, size?: number): TemplateResult =>
  svg`<path d=${outlineOf(index, x, y, size)}></path>`;
