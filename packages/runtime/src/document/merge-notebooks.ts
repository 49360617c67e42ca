/** Two programs have changed the same notebook. */
import {deleteCell, moveCell, place, setTitle} from "./edits.ts";
import {fromParts} from "./notebook.ts";
import type {CellPart, Notebook} from "./notebook.ts";

export interface Merge {
  readonly notebook: Notebook;
  /** Cells both have changed, where ours is what the notebook has now; 0 is what belongs to no cell. */
  readonly conflicts: readonly number[];
}

/** Returns what both have made of *base*, cell by cell. When in doubt it is a conflict. */
export function mergeNotebooks(base: Notebook, mine: Notebook, theirs: Notebook): Merge {
  const [old, own, other] = [partsOf(base), partsOf(mine), partsOf(theirs)];
  const conflicts = new Set<number>();
  let notebook = theirs;
  if (mine.title !== base.title && mine.title !== theirs.title) {
    if (theirs.title !== base.title) conflicts.add(0);
    notebook = setTitle(notebook, mine.title);
  }
  for (const [id, before] of old) {
    const [ours, its] = [own.get(id), other.get(id)];
    const [weDid, theyDid] = [source(ours) !== source(before), source(its) !== source(before)];
    if (!weDid || source(ours) === source(its)) continue;
    if (theyDid) conflicts.add(id);
    if (!ours) notebook = deleteCell(notebook, id);
    else if (its) notebook = replace(notebook, ours);
    else notebook = place(notebook, ours, follower(mine, notebook, id));
  }
  // Ours that are new; from the last, so that each finds the one it stands before.
  for (const {id} of mine.cells.toReversed()) {
    if (old.has(id)) continue;
    const ours = own.get(id)!;
    if (other.has(id) && source(other.get(id)) === source(ours)) continue;
    // The same number for two new cells: which of them to renumber is not ours to say.
    if (other.has(id)) conflicts.add(id);
    notebook = other.has(id)
      ? replace(notebook, ours)
      : place(notebook, ours, follower(mine, notebook, id));
  }
  return {notebook: ordered(base, mine, theirs, notebook, conflicts), conflicts: [...conflicts]};
}

/** Returns the merged notebook with our order, if only we have moved cells. */
function ordered(
  base: Notebook,
  mine: Notebook,
  theirs: Notebook,
  merged: Notebook,
  conflicts: Set<number>
): Notebook {
  const common = (notebook: Notebook): readonly number[] => {
    const all = [base, mine, theirs].map(({cells}) => new Set(cells.map(({id}) => id)));
    return notebook.cells.map(({id}) => id).filter((id) => all.every((each) => each.has(id)));
  };
  const [was, ours, its] = [base, mine, theirs].map((each) => common(each).join());
  if (ours === was || ours === its) return merged;
  if (its !== was) conflicts.add(0);
  return mine.cells
    .toReversed()
    .filter(({id}) => merged.cells.some((cell) => cell.id === id))
    .reduce((result, {id}) => moveCell(result, id, follower(mine, result, id)), merged);
}

/** Returns the cell of *merged* that comes next after *id* in our order; null at the end. */
function follower(mine: Notebook, merged: Notebook, id: number): number | null {
  const present = new Set(merged.cells.map((cell) => cell.id));
  const after = mine.cells.slice(mine.cells.findIndex((cell) => cell.id === id) + 1);
  return after.find((cell) => present.has(cell.id))?.id ?? null;
}

function replace(notebook: Notebook, part: CellPart): Notebook {
  const parts = notebook.parts.map((each) =>
    each.kind === "cell" && each.cell.id === part.cell.id ? {...part, lead: each.lead} : each
  );
  return fromParts(parts, notebook);
}

const source = (part: CellPart | undefined): string | undefined =>
  part && part.open + part.body + part.close;

const partsOf = ({parts}: Notebook): ReadonlyMap<number, CellPart> =>
  new Map(parts.filter((part) => part.kind === "cell").map((part) => [part.cell.id, part]));
