/** Writes citations, notes and the list of references into the page. */
import type {CitePiece, Citing, Note} from "./citing.ts";
import {entryPieces} from "./entry.ts";
import type {Entry} from "./entry.ts";
import {richText} from "./rich-text.ts";
import type {Words} from "./words.ts";
import {made, madeClass, write} from "./written.ts";

const entryId = (key: string): string => `article-entry-${key}`;
const noteId = (number: number): string => `article-note-${number}`;

/** Has a citation read as its style has it. */
export function writeCitation(element: HTMLElement, pieces: readonly CitePiece[]): void {
  write(element, JSON.stringify(pieces), () => nodesOf(pieces));
}

function nodesOf(pieces: readonly CitePiece[]): readonly (Node | string)[] {
  return pieces.flatMap((piece): readonly (Node | string)[] => {
    if (piece.kind === "text") return richText(piece.text);
    if (piece.kind === "problem") {
      const said = made("span", "ecco-problem-within", piece.text);
      said.setAttribute("role", "alert");
      return [said];
    }
    const isNote = piece.kind === "note";
    const id = isNote ? noteId(piece.number) : entryId(piece.key);
    const link = made(
      "a",
      "article-citation",
      ...(isNote ? [String(piece.number)] : richText(piece.text))
    );
    link.setAttribute("href", `#${id}`);
    return isNote ? [made("sup", "", link)] : [link];
  });
}

export interface Written {
  readonly citing: Citing;
  readonly words: Words;
  /** What is wrong with files of the bibliography. */
  readonly problems: readonly string[];
}

/** Writes the notes and the references into an element; *titled* says whether they need headings of their own. */
export function writeBibliography(
  place: HTMLElement,
  {citing, words, problems}: Written,
  titled: boolean
): void {
  const {entries, marks, notes} = citing;
  const key = JSON.stringify([entries, [...marks], notes, words.references, problems, titled]);
  const root =
    place.querySelector(`:scope > .${madeClass}`) ?? place.appendChild(made("div", madeClass));
  write(root, key, () => [
    ...problems.map(problemNode),
    ...(notes.length > 0 ? [heading(words.notes), noteList(notes)] : []),
    ...(entries.length > 0
      ? [
          ...(titled || notes.length > 0 ? [heading(words.references)] : []),
          entryList(citing, words)
        ]
      : [])
  ]);
}

const heading = (text: string): Node => made("h2", "", text);

function problemNode(text: string): Node {
  const said = made("p", "ecco-problem-within", text);
  said.setAttribute("role", "alert");
  return said;
}

function noteList(notes: readonly Note[]): Node {
  const list = made("ol", "article-notes");
  for (const {number, pieces} of notes) {
    const item = made("li", "", ...nodesOf(pieces));
    item.id = noteId(number);
    list.append(item);
  }
  return list;
}

function entryList({entries, marks, notes}: Citing, words: Words): Node {
  const numbered = notes.length === 0 && [...marks.values()].some((mark) => /^\d/.test(mark));
  const list = made(numbered ? "ol" : "ul", "article-entries");
  for (const entry of entries) {
    const item = made("li", "", ...entryNodes(entry, words, numbered ? "" : marks.get(entry.key)));
    item.id = entryId(entry.key);
    list.append(item);
  }
  return list;
}

const entryNodes = (entry: Entry, words: Words, letter?: string): readonly Node[] =>
  entryPieces(entry, words, letter).map(({text, italic, href}) => {
    if (href === undefined) return made(italic ? "i" : "span", "", ...richText(text));
    const link = made("a", "", href);
    link.href = href;
    link.rel = "noopener noreferrer";
    return link;
  });

/** Shows the source of a bibliography: how many entries it has, and what is wrong with it. */
export function writeSource(
  block: HTMLElement,
  count: number | null,
  problems: readonly string[]
): void {
  const source = block.querySelector("pre");
  if (!source) return;
  const summary =
    count === null ? "" : `bibliography of ${count} ${count === 1 ? "entry" : "entries"}`;
  const details = block.querySelector("details") ?? made("details", madeClass);
  if (!details.isConnected) {
    block.prepend(details);
    details.append(made("summary", ""), source);
  }
  write(details.querySelector("summary")!, summary, () => [summary]);
  let said = block.querySelector(":scope > .article-problems");
  if (!said && problems.length > 0)
    said = block.appendChild(made("div", `${madeClass} article-problems`));
  if (said) write(said, problems.join("\n"), () => problems.map(problemNode));
}
