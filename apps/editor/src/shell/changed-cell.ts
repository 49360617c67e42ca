/** Where two versions of a notebook differ. */
import type {Cell} from "@ecco/runtime/document";

/** Returns the first cell that is new or different, else the neighbour of one that is gone; null for no difference. */
export function changedCell(before: readonly Cell[], after: readonly Cell[]): number | null {
  const known = new Map(before.map((cell) => [cell.id, cell]));
  const different = after.find((cell) => {
    const old = known.get(cell.id);
    return !old || old.text !== cell.text || old.type !== cell.type || old.pinned !== cell.pinned;
  });
  if (different) return different.id;
  const at = after.findIndex((cell, index) => before[index]?.id !== cell.id);
  return (after[at] ?? (before.length > after.length ? after.at(-1) : undefined))?.id ?? null;
}
