/** Where the keyboard stands inside a view. */
export interface Spot {
  readonly row: number;
  readonly column: number;
}

type Step = (spot: Spot, extent: Spot) => Spot;

const clamp = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value));
const sideways =
  (by: number): Step =>
  ({row, column}, extent) => ({row, column: clamp(column + by, extent.column)});
// In a single line up and down walk along it as well, in a single column left and right do.
const along =
  (by: number): Step =>
  ({row, column}, extent) =>
    extent.row === 1
      ? {row, column: clamp(column + by, extent.column)}
      : {row: clamp(row + by, extent.row), column};

const steps: Readonly<Record<string, Step>> = {
  ArrowLeft: (spot, extent) => (extent.column === 1 ? along(-1) : sideways(-1))(spot, extent),
  ArrowRight: (spot, extent) => (extent.column === 1 ? along(1) : sideways(1))(spot, extent),
  ArrowUp: along(-1),
  ArrowDown: along(1),
  Home: ({row}, extent) => (extent.column === 1 ? {row: 0, column: 0} : {row, column: 0}),
  End: ({row}, extent) =>
    extent.column === 1 ? {row: extent.row - 1, column: 0} : {row, column: extent.column - 1}
};

const mirrored: Readonly<Record<string, string>> = {
  ArrowLeft: "ArrowRight",
  ArrowRight: "ArrowLeft"
};

/** Returns where *key* leads from *spot* in a grid of *extent* rows and columns; undefined when the key does not move. */
export function walk(key: string, spot: Spot, extent: Spot, rightToLeft = false): Spot | undefined {
  return steps[(rightToLeft ? mirrored[key] : undefined) ?? key]?.(spot, extent);
}

/** Returns the spot, moved inside the extent. */
export function within({row, column}: Spot, extent: Spot): Spot {
  return {row: clamp(row, extent.row), column: clamp(column, extent.column)};
}

/** Grids with more marks than this are not searched. */
const searched = 5000;

/** Returns the first spot that *test* takes: *likely*, else any of the extent; undefined when none is found. */
export function findSpot(
  extent: Spot,
  likely: Spot,
  test: (spot: Spot) => boolean
): Spot | undefined {
  if (likely.row < extent.row && likely.column < extent.column && test(likely)) return likely;
  if (extent.row * extent.column > searched) return undefined;
  for (let row = 0; row < extent.row; row++)
    for (let column = 0; column < extent.column; column++)
      if (test({row, column})) return {row, column};
  return undefined;
}
