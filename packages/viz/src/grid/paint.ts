import type {Grid, GridCell} from "./grid.ts";
import type {Inks} from "./inks.ts";
import type {Layout, Range} from "./layout.ts";

/** The part of a grid that is painted: cells, and where the canvas begins. */
export interface Part {
  readonly rows: Range;
  readonly columns: Range;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Cells of a part, row by row: what a part looks like, without where. */
export type Cells = readonly (GridCell | null | undefined)[];

/** Returns the cells of a part. */
export function cellsOf({cell}: Grid, {rows, columns}: Part): Cells {
  const found: (GridCell | null | undefined)[] = [];
  for (let row = rows.first; row <= rows.last; row++)
    for (let column = columns.first; column <= columns.last; column++)
      found.push(cell(row, column));
  return found;
}

/** Whether two cells look the same. */
export const alike = (a: GridCell | null | undefined, b: GridCell | null | undefined): boolean =>
  a === b ||
  (!!a &&
    !!b &&
    a.fill === b.fill &&
    a.text === b.text &&
    !a.strong === !b.strong &&
    !a.dot === !b.dot);

type Context = CanvasRenderingContext2D;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Paints the cells of a part; the context is already scaled to px of the page. */
export function paint(
  context: Context,
  cells: Cells,
  {across, down, figures}: Layout,
  part: Part,
  inks: Inks
): void {
  const {rows, columns, left, top} = part;
  context.clearRect(0, 0, part.width, part.height);
  context.textAlign = "center";
  context.textBaseline = "middle";
  let i = 0;
  for (let row = rows.first; row <= rows.last; row++)
    for (let column = columns.first; column <= columns.last; column++) {
      const box = {
        x: across.starts[column]! - left,
        y: down.starts[row]! - top,
        w: across.size,
        h: down.size
      };
      paintCell(context, cells[i++], box, inks, figures);
    }
}

// Nothing stands where nothing can; what is not known yet is hatched; a zero has a hairline and no fill.
function paintCell(
  context: Context,
  cell: GridCell | null | undefined,
  box: Box,
  inks: Inks,
  figures: boolean
): void {
  if (cell === undefined) return;
  const {x, y, w, h} = box;
  if (cell?.fill) {
    context.fillStyle = inks.of(cell.fill).ground;
    context.fillRect(x, y, w, h);
  } else if (w > 4) {
    context.strokeStyle = inks.line;
    context.lineWidth = 1;
    context.strokeRect(x + 0.5, y + 0.5, w - 1, h - 1);
    if (cell === null) hatch(context, box);
  }
  if (!cell) return;
  context.fillStyle = inks.of(cell.fill).text;
  if (cell.dot) {
    const radius = Math.min(2, w / 6);
    context.beginPath();
    context.arc(x + w - radius - 3, y + radius + 3, radius, 0, 7);
    context.fill();
  }
  if (figures && cell.text) write(context, cell.text, box, inks, cell.strong);
}

function hatch(context: Context, {x, y, w, h}: Box): void {
  context.save();
  context.beginPath();
  context.rect(x, y, w, h);
  context.clip();
  context.beginPath();
  for (let at = -h; at < w; at += 6) {
    context.moveTo(x + at, y);
    context.lineTo(x + at + h, y + h);
  }
  context.stroke();
  context.restore();
}

// As an element would: what does not fit ends with an ellipsis.
function write(
  context: Context,
  text: string,
  {x, y, w, h}: Box,
  inks: Inks,
  strong = false
): void {
  context.font = `${strong ? 700 : 400} ${inks.size}px ${inks.family}`;
  const room = w - 6;
  let shown = text;
  if (context.measureText(text).width > room) {
    const characters = [...text];
    do characters.pop();
    while (characters.length && context.measureText(`${characters.join("")}…`).width > room);
    shown = characters.length ? `${characters.join("")}…` : "";
  }
  context.fillText(shown, x + w / 2, y + h / 2 + 0.5);
}
