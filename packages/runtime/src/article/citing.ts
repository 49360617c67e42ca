/** How citations read in each style, and which entries the bibliography has, in which order. */
import {alike} from "./alike.ts";
import type {Citation, Cited} from "./citation.ts";
import {compareEntries, shortAuthors} from "./entry.ts";
import type {Entry} from "./entry.ts";
import type {CitationStyle} from "./front-matter.ts";
import type {Words} from "./words.ts";

/** A stretch of a citation: text, or what leads to an entry or a note, or what is wrong. */
export type CitePiece =
  | {readonly kind: "text"; readonly text: string}
  | {readonly kind: "entry"; readonly text: string; readonly key: string}
  | {readonly kind: "note"; readonly number: number}
  | {readonly kind: "problem"; readonly text: string};

export interface Note {
  readonly number: number;
  readonly pieces: readonly CitePiece[];
}

export interface Citing {
  /** Of each citation, in their order. */
  readonly pieces: readonly (readonly CitePiece[])[];
  /** What is cited, in the order of the bibliography. */
  readonly entries: readonly Entry[];
  /** By key: the number of an entry, or the letter behind its year. */
  readonly marks: ReadonlyMap<string, string>;
  readonly notes: readonly Note[];
}

export interface CiteOptions {
  readonly style: CitationStyle;
  readonly words: Words;
}

const text = (words: string): CitePiece => ({kind: "text", text: words});

/** Returns what each citation reads. */
export function cite(
  citations: readonly Citation[],
  known: readonly Entry[],
  {style, words}: CiteOptions
): Citing {
  const byKey = new Map(known.map((entry) => [entry.key, entry]));
  const cited = [
    ...new Set(citations.flatMap(({items}) => items.map(({key}) => byKey.get(key))))
  ].filter((entry) => entry !== undefined);
  const entries = style === "numbered" ? cited : cited.toSorted(compareEntries);
  const marks = style === "numbered" ? numbersOf(entries) : lettersOf(entries, words);
  const notes: Note[] = [];
  const noted = new Set<string>();

  const problem = (key: string): CitePiece => {
    const near = alike(key, [...byKey.keys()]).join(", ");
    return {
      kind: "problem",
      text: `@${key} is in no bibliography of this notebook${near ? `, which has ${near}` : ""}; write \\@ for the sign alone`
    };
  };
  const namesOf = (entry: Entry): string => shortAuthors(entry, words);
  const yearOf = (entry: Entry): string =>
    `${entry.year ?? words.undated}${style === "numbered" ? "" : (marks.get(entry.key) ?? "")}`;

  /** Returns one item without brackets, in its style. */
  const item = ({key, prefix, suffix, yearOnly}: Cited): readonly CitePiece[] => {
    const entry = byKey.get(key);
    if (!entry) return [problem(key)];
    const label =
      style === "numbered"
        ? marks.get(key)!
        : yearOnly
          ? yearOf(entry)
          : `${namesOf(entry)}, ${yearOf(entry)}`;
    return [
      ...(prefix ? [text(`${prefix} `)] : []),
      {kind: "entry", text: label, key},
      ...(suffix ? [text(`, ${suffix}`)] : [])
    ];
  };

  /** Returns one item as a note has it: the title when it is first said. */
  const noteItem = (each: Cited): readonly CitePiece[] => {
    const entry = byKey.get(each.key);
    const title = entry?.title && !noted.has(each.key) ? `, ${entry.title}` : "";
    noted.add(each.key);
    const [first, ...rest] = item({...each, prefix: ""});
    const opening = each.prefix ? [text(`${each.prefix} `)] : [];
    return first?.kind === "entry"
      ? [...opening, {...first, text: `${namesOf(entry!)}${title} (${yearOf(entry!)})`}, ...rest]
      : [...opening, first!];
  };

  const read = ({narrative, items}: Citation): readonly CitePiece[] => {
    const [only] = items;
    const entry = narrative ? byKey.get(only!.key) : undefined;
    if (narrative && !entry) return [problem(only!.key)];
    if (style === "note") {
      const number = notes.length + 1;
      notes.push({number, pieces: joined(items.map(noteItem))});
      return [...(entry ? [text(namesOf(entry))] : []), {kind: "note", number}];
    }
    const [open, close] = style === "numbered" ? ["[", "]"] : ["(", ")"];
    if (!entry) {
      const all = items.map(item);
      // What is wrong stands alone.
      if (all.every(([each]) => each!.kind === "problem")) return joined(all);
      return [text(open), ...joined(all), text(close)];
    }
    const inside = item({...only!, yearOnly: true});
    return [text(`${namesOf(entry)} ${open}`), ...inside, text(close)];
  };
  return {pieces: citations.map(read), entries, marks, notes};
}

const joined = (parts: readonly (readonly CitePiece[])[]): readonly CitePiece[] =>
  parts.flatMap((part, index) => (index === 0 ? part : [text("; "), ...part]));

const numbersOf = (entries: readonly Entry[]): ReadonlyMap<string, string> =>
  new Map(entries.map(({key}, index) => [key, String(index + 1)]));

/** Letters behind the year, where two entries would read the same. */
function lettersOf(entries: readonly Entry[], words: Words): ReadonlyMap<string, string> {
  const groups = new Map<string, string[]>();
  for (const entry of entries) {
    const label = `${shortAuthors(entry, words)} ${entry.year}`;
    groups.set(label, [...(groups.get(label) ?? []), entry.key]);
  }
  return new Map(
    [...groups.values()].flatMap((keys) =>
      keys.map((key, index) => [key, keys.length > 1 ? String.fromCharCode(97 + (index % 26)) : ""])
    )
  );
}
