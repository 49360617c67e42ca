/** Pictures of one layer after another: what is free in each is chosen so that they differ no more than they must. */
import type {Projection} from "./data.ts";

export type Point = readonly [x: number, y: number];

/** A layer's picture, beside the one before. */
export interface Aligned {
  readonly points: readonly Point[];
  /** Which axes run from right to left, from top to bottom. */
  readonly mirrored: readonly [x: boolean, y: boolean];
}

interface Turn {
  readonly place: (point: Point) => Point;
  readonly mirrored: Aligned["mirrored"];
}

/** Returns the first two coordinates of every token, for each layer: mirrored (PCA) or turned (UMAP) to the layer before. */
export function alignedLayers({
  method,
  layers
}: Pick<Projection, "method" | "layers">): readonly Aligned[] {
  const aligned: Aligned[] = [];
  for (const {points} of layers) {
    const own = points.map(([x = 0, y = 0]): Point => [x, y]);
    const before = aligned.at(-1);
    const turn = before && turns[method === "pca" ? "pca" : "umap"](before.points, own);
    aligned.push({
      points: turn ? own.map(turn.place) : own,
      mirrored: turn?.mirrored ?? [false, false]
    });
  }
  return aligned;
}

/** Sums of products of two pictures' coordinates, both about their middles. */
function productsOf(
  a: readonly Point[],
  b: readonly Point[]
): readonly [number, number, number, number] {
  const middle = (points: readonly Point[], at: 0 | 1): number =>
    points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [ax, ay, bx, by] = [middle(a, 0), middle(a, 1), middle(b, 0), middle(b, 1)];
  let [xx, xy, yx, yy] = [0, 0, 0, 0];
  a.forEach(([x, y], i) => {
    const [u, v] = b[i]!;
    xx += (u - bx) * (x - ax);
    xy += (u - bx) * (y - ay);
    yx += (v - by) * (x - ax);
    yy += (v - by) * (y - ay);
  });
  return [xx, xy, yx, yy];
}

const turns: Readonly<Record<"pca" | "umap", (a: readonly Point[], b: readonly Point[]) => Turn>> =
  {
    // Components stay components: only their signs are free.
    pca(a, b) {
      const [xx, , , yy] = productsOf(a, b);
      const [sx, sy] = [xx < 0 ? -1 : 1, yy < 0 ? -1 : 1];
      return {place: ([x, y]) => [sx * x, sy * y], mirrored: [sx < 0, sy < 0]};
    },
    // Directions mean nothing: the turn (or mirrored turn) that fits best (orthogonal Procrustes in two dimensions).
    umap(a, b) {
      const [xx, xy, yx, yy] = productsOf(a, b);
      const turned = Math.hypot(xx + yy, xy - yx);
      const mirrored = Math.hypot(xx - yy, xy + yx);
      const flip = mirrored > turned ? -1 : 1;
      const angle = flip < 0 ? Math.atan2(xy + yx, xx - yy) : Math.atan2(xy - yx, xx + yy);
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      return {
        place: ([x, y]) => [x * cos - flip * y * sin, x * sin + flip * y * cos],
        mirrored: [false, false]
      };
    }
  };
