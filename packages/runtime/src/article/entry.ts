/** An entry of a bibliography, and how it is written. */
import type {Words} from "./words.ts";

export interface Person {
  readonly family: string;
  readonly given: string;
}

export interface Entry {
  readonly key: string;
  /** As BibTeX has it: article, inproceedings, book, … */
  readonly type: string;
  readonly authors: readonly Person[];
  readonly editors: readonly Person[];
  /** Whether there are more authors than are named. */
  readonly others: boolean;
  readonly year: string | null;
  readonly title: string | null;
  /** The journal, book or proceedings it is in. */
  readonly container: string | null;
  readonly volume: string | null;
  readonly number: string | null;
  readonly pages: string | null;
  readonly publisher: string | null;
  readonly note: string | null;
  readonly doi: string | null;
  readonly url: string | null;
}

/** A stretch of a written entry: text that may hold `<i>`, `<b>`, `<sup>` and `<sub>`, and nothing else of HTML. */
export interface Piece {
  readonly text: string;
  readonly italic?: boolean;
  readonly href?: string;
}

/** More authors than these are "et al." in the bibliography. */
const most = 10;

/** Returns the names of the authors as the text says them: "Vaswani et al.". */
export function shortAuthors({authors, editors, others, title, key}: Entry, words: Words): string {
  const people = authors.length > 0 ? authors : editors;
  const [first, second] = people;
  if (!first) return title ? plainText(title).split(/\s+/).slice(0, 4).join(" ") : key;
  if (people.length > 2 || others) return `${first.family} ${words.others}`;
  return second ? `${first.family} ${words.and} ${second.family}` : first.family;
}

/** Returns an entry as the bibliography has it; *letter* tells two of one year apart. */
export function entryPieces(entry: Entry, words: Words, letter = ""): readonly Piece[] {
  const {title, container, volume, number, pages, publisher, note, doi, url} = entry;
  const people = fullAuthors(entry, words);
  const year = `${entry.year ?? words.undated}${letter}`;
  const pieces: Piece[] = [{text: people ? `${people} (${year}). ` : ""}];
  const isWhole = container === null;
  if (title !== null)
    pieces.push(
      {text: withoutStop(title), italic: isWhole},
      {text: people ? ". " : ` (${year}). `}
    );
  if (container !== null) {
    const place = `${volume ?? ""}${number === null ? "" : `(${number})`}`;
    pieces.push({text: entry.type === "article" ? "" : "In "}, {text: container, italic: true});
    pieces.push({text: `${place ? ` ${place}` : ""}${pages === null ? "" : `, ${pages}`}. `});
  }
  if (publisher !== null) pieces.push({text: `${withoutStop(publisher)}. `});
  if (note !== null) pieces.push({text: `${withoutStop(note)}. `});
  const address = doi === null ? url : `https://doi.org/${doi}`;
  if (address !== null && /^https?:\/\//i.test(address))
    pieces.push({text: address, href: address});
  return pieces.filter(({text}) => text !== "");
}

function fullAuthors({authors, editors, others}: Entry, words: Words): string {
  const people = authors.length > 0 ? authors : editors;
  const names = people
    .slice(0, most)
    .map(({family, given}) => (given ? `${family}, ${initials(given)}` : family));
  if (people.length > most || others) return `${names.join(", ")}, ${words.others}`;
  const last = names.pop();
  if (last === undefined) return "";
  return names.length > 0 ? `${names.join(", ")}, ${words.and} ${last}` : last;
}

const initials = (given: string): string =>
  given
    .split(/\s+/)
    .map((name) =>
      name
        .split("-")
        .map((part) => `${[...part][0] ?? ""}.`)
        .join("-")
    )
    .join(" ");

const withoutStop = (text: string): string => text.replace(/\.$/, "");
export const plainText = (text: string): string =>
  text.replace(/<\/?(?:i|b|sup|sub|span)\b[^>]*>/g, "");

/** Returns the order of two entries by authors, year and title. */
export function compareEntries(one: Entry, other: Entry): number {
  const name = ({authors, editors, title, key}: Entry): string =>
    [...(authors.length > 0 ? authors : editors).map(({family}) => family), title ?? key].join(" ");
  const [first, second] = [one, other].map((each) => shortKey(each, name(each)));
  return first!.localeCompare(second!);
}
const shortKey = ({authors, year, title}: Entry, name: string): string =>
  authors.length > 0
    ? `${authors.map(({family}) => family).join(" ")}\u0001${year ?? ""}\u0001${title ?? ""}`
    : name;
