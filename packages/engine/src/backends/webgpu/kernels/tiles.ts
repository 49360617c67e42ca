/** The tiled product: how many rows and columns a workgroup and an invocation compute. */
import {groupIndex, groupInputs} from "./kernel.ts";

export interface Tile {
  readonly name: string;
  /** Rows and columns of a workgroup. */
  readonly rows: number;
  readonly columns: number;
  /** Steps of k in workgroup memory at a time. */
  readonly depth: number;
  /** Rows of an invocation; its columns are 4. */
  readonly each: number;
}

export interface Sizes {
  readonly z: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

const tile = (rows: number, columns: number, depth: number, each: number): Tile => ({
  name: `${rows}x${columns}x${depth}/${each}`,
  rows,
  columns,
  depth,
  each
});
const tiles = {
  one: tile(4, 64, 16, 1),
  few: tile(16, 32, 16, 4),
  many: tile(64, 64, 16, 4)
} as const;

/** Returns the tile for a product of these sizes. */
export function tileFor({m}: Sizes): Tile {
  return m <= 4 ? tiles.one : m <= 48 ? tiles.few : tiles.many;
}

const range = (count: number): number[] => Array.from({length: count}, (_, index) => index);

/** Returns the main function of a tiled product; sizes are WGSL. Expects loadA, loadB and finish. */
export function tiledText(
  {rows, columns, depth, each}: Tile,
  {z, m, n, k}: {readonly [S in keyof Sizes]: string},
  alongK: boolean
): string {
  const across = columns / 4;
  const down = rows / each;
  const threads = across * down;
  const quads = range(4).map((j) => `loadB(z, kk, nn + ${j}u)`);
  const guarded = range(4).map(
    (j) =>
      `select(0.0, loadB(z, min(kk, size_k - 1u), min(nn + ${j}u, size_n - 1u)), kk < size_k && nn + ${j}u < size_n)`
  );
  void quads;
  const [bk, bn] = alongK
    ? [`e % ${depth}u`, `e / ${depth}u`]
    : [`e / ${across}u`, `e % ${across}u`];
  return `var<workgroup> tile_a: array<f32, ${rows * depth}>;
var<workgroup> tile_b: array<vec4<f32>, ${depth * across}>;
@compute @workgroup_size(${threads})
fn main(${groupInputs}) {
  let size_m = ${m};
  let size_n = ${n};
  let size_k = ${k};
  let index = ${groupIndex};
  let tiles_n = (size_n + ${columns - 1}u) / ${columns}u;
  let tiles_m = (size_m + ${rows - 1}u) / ${rows}u;
  let z = index / (tiles_n * tiles_m);
  if (z >= ${z}) { return; }
  let first_n = (index % tiles_n) * ${columns}u;
  let first_m = (index / tiles_n) % tiles_m * ${rows}u;
  let x = lane % ${across}u;
  let y = lane / ${across}u * ${each}u;
  ${range(each)
    .map((i) => `var sum${i} = vec4<f32>();`)
    .join("\n  ")}
  for (var first_k = 0u; first_k < size_k; first_k += ${depth}u) {
    for (var e = lane; e < ${rows * depth}u; e += ${threads}u) {
      let kk = first_k + e % ${depth}u;
      let mm = first_m + e / ${depth}u;
      tile_a[e] = select(0.0, loadA(z, min(mm, size_m - 1u), min(kk, size_k - 1u)), mm < size_m && kk < size_k);
    }
    for (var e = lane; e < ${depth * across}u; e += ${threads}u) {
      let bk = ${bk};
      let bn = ${bn};
      let kk = first_k + bk;
      let nn = first_n + bn * 4u;
      tile_b[bk * ${across}u + bn] = vec4<f32>(${guarded.join(", ")});
    }
    workgroupBarrier();
    for (var s = 0u; s < ${depth}u; s++) {
      let b = tile_b[s * ${across}u + x];
      ${range(each)
        .map((i) => `sum${i} += tile_a[(y + ${i}u) * ${depth}u + s] * b;`)
        .join("\n      ")}
    }
    workgroupBarrier();
  }
  let n0 = first_n + x * 4u;
  ${range(each)
    .map(
      (i) => `if (first_m + y + ${i}u < size_m) {
    ${range(4)
      .map(
        (j) =>
          `if (n0 + ${j}u < size_n) { finish(z, first_m + y + ${i}u, n0 + ${j}u, sum${i}[${j}]); }`
      )
      .join("\n    ")}
  }`
    )
    .join("\n  ")}
}`;
}
