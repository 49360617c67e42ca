/** Numbers of headings, figures, tables and equations, in the order of the page. */
import type {Kind} from "./names.ts";

/** Something that may have a number, or that begins what goes by letters. */
export type Numbered =
  | {
      readonly kind: "sec";
      readonly level: number;
      readonly appendix: boolean;
      readonly plain: boolean;
    }
  | {readonly kind: Exclude<Kind, "sec">; readonly appendix: boolean; readonly plain: boolean};

export interface Numbering {
  /** Whether figures, tables and equations have numbers. */
  readonly figures: boolean;
  readonly sections: boolean;
}

/** Returns the number of each; empty for what has none. */
export function numbersOf(
  items: readonly Numbered[],
  {figures, sections}: Numbering
): readonly string[] {
  const isTitle = titleOf(items);
  const levels = items.flatMap((item, index) =>
    item.kind === "sec" && !item.plain && !isTitle(index) ? [item.level] : []
  );
  const top = Math.min(...levels);
  // The appendix counts by itself; what comes after it goes on where the text was.
  const body = {path: [] as number[], counts: {fig: 0, tbl: 0, eq: 0}};
  const appendix = {path: [] as number[], counts: {fig: 0, tbl: 0, eq: 0}};
  return items.map((item, index) => {
    const at = item.appendix ? appendix : body;
    const {path, counts} = at;
    if (item.kind !== "sec") {
      if (!figures || item.plain) return "";
      return `${item.appendix ? letter(path[0] ?? 1) : ""}${++counts[item.kind]}`;
    }
    if (item.plain || isTitle(index)) return "";
    const depth = item.level - top;
    // A level that is left out counts as its first.
    at.path = Array.from({length: depth + 1}, (_, each) => path[each] ?? (each < depth ? 1 : 0));
    at.path[depth]!++;
    if (item.appendix && depth === 0) at.counts = {fig: 0, tbl: 0, eq: 0};
    const [first, ...rest] = at.path;
    return sections ? [item.appendix ? letter(first!) : first, ...rest].join(".") : "";
  });
}

/** A heading of the first level that stands alone at its level and before all others is the title, which has no number. */
function titleOf(items: readonly Numbered[]): (index: number) => boolean {
  const headings = items.flatMap((item, index) => (item.kind === "sec" ? [{item, index}] : []));
  const [first, ...others] = headings;
  const alone = first?.item.level === 1 && others.every(({item}) => item.level > 1);
  return (index) => alone && first.index === index;
}

/** A, B, … Z, AA. */
const letter = (count: number): string =>
  count > 26
    ? letter(Math.floor((count - 1) / 26)) + letter(((count - 1) % 26) + 1)
    : String.fromCharCode(64 + count);
