/** What goes with a view's finding and its numbers, wherever they go. */
import {spokenPercent} from "../format.ts";
import {ranksInWords} from "../target/ranked.ts";
import type {About} from "../target/ranked.ts";
import {isNote} from "./foot.ts";
import type {Fact} from "./foot.ts";
import type {TableData} from "./table.ts";

/** Returns the table with how likely the targets are, and what speaks against its numbers. */
export function withNotes(
  table: TableData,
  about: readonly About[],
  facts: readonly Fact[]
): TableData {
  const said = facts.filter(isNote).map(({name, value}) => `${name}: ${value}`);
  const notes = [...ranksInWords(about), ...said];
  return notes.length ? {...table, notes} : table;
}

/** Returns the finding, and how likely the model finds what it is about. */
export const sentenceOf = (summary: string, about: readonly About[]): string =>
  [summary, ...ranksInWords(about, spokenPercent)].join("; ");
