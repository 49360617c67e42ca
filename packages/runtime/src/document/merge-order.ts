/** In which order the cells of a notebook stand that two have changed. */
import {endOf} from "./edits.ts";
import {fromParts} from "./notebook.ts";
import type {Notebook, Part} from "./notebook.ts";

type Ids = readonly number[];

/**
 * Returns the merged cells in our order, with what is new of theirs behind what it was behind; in theirs, when only they
 * have moved cells. The second value is false when both have moved some.
 */
export function mergedOrder(
  base: Notebook,
  mine: Notebook,
  theirs: Notebook,
  merged: Notebook
): readonly [order: Ids, agreed: boolean] {
  const all = [base, mine, theirs].map(idsOf);
  const sets = all.map((ids) => new Set(ids));
  const common = all.map((ids) => ids.filter((id) => sets.every((set) => set.has(id))).join());
  const [was, ours, its] = common;
  const theyMoved = its !== was && ours !== its;
  const present = new Set(idsOf(merged));
  const [first, second] = [mine, theirs].map((each) => idsOf(each).filter((id) => present.has(id)));
  const order = theyMoved && ours === was ? withNew(second!, first!) : withNew(first!, second!);
  return [order, !theyMoved || ours === was];
}

/** Returns a list with what only the other one has, each behind what it is behind there. */
function withNew(list: Ids, other: Ids): Ids {
  const known = new Set(list);
  /** What comes behind each; behind null at the beginning. */
  const behind = new Map<number | null, number>();
  let last: number | null = null;
  for (const id of other) {
    if (!known.has(id)) behind.set(last, id);
    last = id;
  }
  const order: number[] = [];
  for (const start of [null, ...list]) {
    if (start !== null) order.push(start);
    for (let id = behind.get(start); id !== undefined; id = behind.get(id)) order.push(id);
  }
  return order;
}

/** Returns the notebook with its cells in that order; those that stand right keep what is around them. */
export function inOrder(notebook: Notebook, order: Ids): Notebook {
  const {parts} = notebook;
  const moved = misplaced(idsOf(notebook), order);
  if (moved.size === 0) return notebook;
  const byId = new Map(
    parts.filter((part) => part.kind === "cell").map((part) => [part.cell.id, part])
  );
  /** Moved cells before each that stays; at the end before null. */
  const before = new Map<number | null, Part[]>();
  let run: Part[] = [];
  for (const id of order) {
    if (moved.has(id)) {
      run.push(byId.get(id)!);
      continue;
    }
    before.set(id, run);
    run = [];
  }
  const last = order.at(-1)!;
  const kept = parts.filter(
    (part) => part.kind !== "cell" || part.cell.id !== last || !moved.has(last)
  );
  const end = endOf(kept);
  const arranged = kept.flatMap((part, index): readonly Part[] => {
    const here =
      part.kind !== "cell"
        ? [part]
        : moved.has(part.cell.id)
          ? []
          : [...before.get(part.cell.id)!, part];
    return index === end - 1 ? [...here, ...run] : here;
  });
  return fromParts(arranged, notebook);
}

/** Returns those that have to move when each of the others stays: from the end on, whatever is not next. */
function misplaced(now: Ids, order: Ids): ReadonlySet<number> {
  const moved = new Set<number>();
  let at = now.length - 1;
  for (const id of order.toReversed()) {
    while (at >= 0 && moved.has(now[at]!)) at--;
    if (now[at] === id) at--;
    else moved.add(id);
  }
  return moved;
}

const idsOf = ({cells}: Notebook): Ids => cells.map(({id}) => id);
