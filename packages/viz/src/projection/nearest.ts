/** Which of many points lies nearest: a grid of squares, so that each question looks at a few of them. */
import type {Point} from "./align.ts";

/** Of a square, in px; also the farthest that a point is found from. */
const side = 16;

export class Nearest {
  readonly #points: readonly Point[];
  readonly #squares = new Map<string, number[]>();

  constructor(points: readonly Point[]) {
    this.#points = points;
    points.forEach(([x, y], i) => {
      const key = keyOf(Math.floor(x / side), Math.floor(y / side));
      const square = this.#squares.get(key);
      if (square) square.push(i);
      else this.#squares.set(key, [i]);
    });
  }

  /** Returns the index of the point nearest to a place; null where none is within 16 px. */
  at(x: number, y: number): number | null {
    const [column, row] = [Math.floor(x / side), Math.floor(y / side)];
    let found: number | null = null;
    let least = side;
    for (let dx = -1; dx <= 1; dx++)
      for (let dy = -1; dy <= 1; dy++)
        for (const i of this.#squares.get(keyOf(column + dx, row + dy)) ?? []) {
          const [px, py] = this.#points[i]!;
          const distance = Math.hypot(px - x, py - y);
          if (distance <= least) [found, least] = [i, distance];
        }
    return found;
  }
}

const keyOf = (column: number, row: number): string => `${column},${row}`;
