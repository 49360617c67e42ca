/** Two programs have changed the same notebook. */
import {deleteCell, moveCell, place, setTitle} from "./edits.ts";
import {fromParts} from "./notebook.ts";
import type {CellPart, Notebook} from "./notebook.ts";
import {tagAt, withAttribute} from "./tags.ts";
import {writeNotebook} from "./write-notebook.ts";

export interface Merge {
  readonly notebook: Notebook;
  /** Cells both have changed, where ours is what the notebook has now; 0 is what belongs to no cell. */
  readonly conflicts: readonly number[];
}

/** Returns what both have made of *base*, cell by cell. When in doubt it is a conflict. */
export function mergeNotebooks(base: Notebook, mine: Notebook, theirs: Notebook): Merge {
  const [before, ours, its] = [base, mine, theirs].map(writeNotebook);
  if (ours === before) return {notebook: theirs, conflicts: []};
  if (its === before || its === ours) return {notebook: mine, conflicts: []};
  // Without numbers in the file nobody knows which cell is which: a new one in front renumbers all.
  if (![base, mine, theirs].every(hasOwnNumbers)) return {notebook: mine, conflicts: [0]};
  const around = [base, mine, theirs].map(outsideOf);
  if (around[1] !== around[0] && around[1] !== around[2]) return {notebook: mine, conflicts: [0]};
  const conflicts = new Set<number>();
  const other = withOtherNumbers(base, mine, theirs, conflicts);
  let merged = mergeTitle(base, mine, other, conflicts);
  merged = mergeCells(base, mine, other, merged, conflicts);
  return {notebook: mergeOrder(base, mine, other, merged, conflicts), conflicts: [...conflicts]};
}

function mergeTitle(
  base: Notebook,
  mine: Notebook,
  theirs: Notebook,
  conflicts: Set<number>
): Notebook {
  if (mine.title === base.title || mine.title === theirs.title) return theirs;
  if (theirs.title !== base.title) conflicts.add(0);
  return setTitle(theirs, mine.title);
}

/** Returns *theirs* with the cells we have changed, added and deleted. */
function mergeCells(
  base: Notebook,
  mine: Notebook,
  theirs: Notebook,
  merged: Notebook,
  conflicts: Set<number>
): Notebook {
  const [old, own, other] = [partsOf(base), partsOf(mine), partsOf(theirs)];
  let notebook = merged;
  for (const [id, before] of old) {
    const [ours, its] = [own.get(id), other.get(id)];
    if (source(ours) === source(before) || source(ours) === source(its)) continue;
    if (source(its) !== source(before)) conflicts.add(id);
    if (!ours) notebook = deleteCell(notebook, id);
    else if (its) notebook = replace(notebook, ours);
    else notebook = place(notebook, ours, null);
  }
  for (const [id, ours] of own)
    if (!old.has(id) && !other.has(id)) notebook = place(notebook, ours, null);
  return notebook;
}

/** Returns the merged notebook in our order, with what is new of theirs behind what it was behind; in theirs, when only they have moved cells. */
function mergeOrder(
  base: Notebook,
  mine: Notebook,
  theirs: Notebook,
  merged: Notebook,
  conflicts: Set<number>
): Notebook {
  const all = [base, mine, theirs].map(({cells}) => cells.map(({id}) => id));
  const common = all.map((ids) => ids.filter((id) => all.every((each) => each.includes(id))));
  const [was, ours, its] = common.map((ids) => ids.join());
  const theyMoved = its !== was && ours !== its;
  if (theyMoved && ours !== was) conflicts.add(0);
  const [first, second] = theyMoved && ours === was ? [theirs, mine] : [mine, theirs];
  const present = new Set(merged.cells.map(({id}) => id));
  const order = first.cells.map(({id}) => id).filter((id) => present.has(id));
  second.cells.forEach(({id}, index) => {
    if (!present.has(id) || order.includes(id)) return;
    const before = second.cells.slice(0, index).findLast((cell) => order.includes(cell.id));
    order.splice(before ? order.indexOf(before.id) + 1 : 0, 0, id);
  });
  return order.reduceRight((result, id, index) => {
    const next = order[index + 1] ?? null;
    const {cells} = result;
    const at = cells.findIndex((cell) => cell.id === id);
    return (cells[at + 1]?.id ?? null) === next ? result : moveCell(result, id, next);
  }, merged);
}

/** Returns *theirs* with other numbers for new cells that have the number of a new one of ours: both stay, and a person says whether they are one. */
function withOtherNumbers(
  base: Notebook,
  mine: Notebook,
  theirs: Notebook,
  conflicts: Set<number>
): Notebook {
  const [old, own] = [partsOf(base), partsOf(mine)];
  let next = Math.max(0, ...[base, mine, theirs].flatMap(({cells}) => cells.map(({id}) => id)));
  const parts = theirs.parts.map((part) => {
    if (part.kind !== "cell") return part;
    const ours = old.has(part.cell.id) ? undefined : own.get(part.cell.id);
    if (!ours || source(ours) === source(part)) return part;
    conflicts.add(part.cell.id);
    const id = ++next;
    return {...part, open: withAttribute(part.open, "id", `${id}`), cell: {...part.cell, id}};
  });
  return fromParts(parts, theirs);
}

/** Returns what belongs to no cell, without white space, which goes and comes with cells. */
const outsideOf = ({parts}: Notebook): string =>
  parts.map((part) => (part.kind === "text" ? part.source.replace(/\s+/g, "") : "")).join("");

const hasOwnNumbers = ({parts}: Notebook): boolean =>
  parts.every(
    (part) =>
      part.kind !== "cell" ||
      tagAt(part.open, 0)!.attributes.some(
        ({name, value}) => name === "id" && value === `${part.cell.id}`
      )
  );

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
