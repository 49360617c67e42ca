/** Two programs have changed the same notebook. */
import {endOf, highestId, setTitle} from "./edits.ts";
import {inOrder, mergedOrder} from "./merge-order.ts";
import {fromParts} from "./notebook.ts";
import type {CellPart, Notebook, Part} from "./notebook.ts";
import {openTag, withAttribute} from "./tags.ts";
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
  if (!sameOutside(mine, base) && !sameOutside(mine, theirs))
    return {notebook: mine, conflicts: [0]};
  const conflicts = new Set<number>();
  const other = withOtherNumbers(base, mine, theirs, conflicts);
  let merged = mergeTitle(base, mine, other, conflicts);
  merged = mergeCells(base, mine, other, merged, conflicts);
  const [order, agreed] = mergedOrder(base, mine, other, merged);
  if (!agreed) conflicts.add(0);
  return {notebook: inOrder(merged, order), conflicts: [...conflicts]};
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
  /** null: without it. */
  const changed = new Map<number, CellPart | null>();
  const added: CellPart[] = [];
  let end = 0;
  const add = (part: CellPart): void => {
    // Where the cells end now, even if the last of them is deleted after that.
    if (added.length === 0) end = endOf(merged.parts, ({id}) => changed.get(id) !== null);
    added.push(part);
  };
  for (const [id, before] of old) {
    const [ours, its] = [own.get(id), other.get(id)];
    if (source(ours) === source(before) || source(ours) === source(its)) continue;
    if (source(its) !== source(before)) conflicts.add(id);
    if (ours && !its) add(ours);
    else changed.set(id, ours ?? null);
  }
  for (const [id, ours] of own) if (!old.has(id) && !other.has(id)) add(ours);
  const written = (part: Part): readonly Part[] => {
    const ours = part.kind === "cell" ? changed.get(part.cell.id) : undefined;
    if (part.kind !== "cell" || ours === undefined) return [part];
    return ours ? [{...ours, lead: part.lead}] : [];
  };
  const [head, tail] = [merged.parts.slice(0, end), merged.parts.slice(end)];
  return fromParts([...head.flatMap(written), ...added, ...tail.flatMap(written)], merged);
}

/** Returns *theirs* with other numbers for new cells that have the number of a new one of ours: both stay, and a person says whether they are one. */
function withOtherNumbers(
  base: Notebook,
  mine: Notebook,
  theirs: Notebook,
  conflicts: Set<number>
): Notebook {
  const [old, own] = [partsOf(base), partsOf(mine)];
  let next = Math.max(...[base, mine, theirs].map(highestId));
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

/** Whether what belongs to no cell is the same, without white space, which goes and comes with cells. */
function sameOutside(one: Notebook, other: Notebook): boolean {
  const [ours, its] = [one, other].map(({parts}) =>
    parts.filter((part) => part.kind === "text").map((part) => part.source)
  );
  const isSame = ours!.length === its!.length && ours!.every((text, at) => text === its![at]);
  return isSame || withoutSpace(ours!) === withoutSpace(its!);
}

const withoutSpace = (texts: readonly string[]): string => texts.join("").replace(/\s+/g, "");

const hasOwnNumbers = ({parts}: Notebook): boolean =>
  parts.every(
    (part) =>
      part.kind !== "cell" ||
      openTag(part.open).attributes.some(
        ({name, value}) => name === "id" && value === `${part.cell.id}`
      )
  );

const source = (part: CellPart | undefined): string | undefined =>
  part && part.open + part.body + part.close;

const partsOf = ({parts}: Notebook): ReadonlyMap<number, CellPart> =>
  new Map(parts.filter((part) => part.kind === "cell").map((part) => [part.cell.id, part]));
