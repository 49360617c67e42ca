import type {LensGrid} from "../data.ts";

/** Returns, by position, the first row from which the top token stays what the last layer says. */
export function settledRows({cells}: LensGrid): readonly number[] {
  const last = cells.length - 1;
  return (cells[last] ?? []).map((final, position) => {
    const id = final.top[0]?.id;
    let row = last;
    while (row > 0 && cells[row - 1]![position]?.top[0]?.id === id) row--;
    return row;
  });
}
