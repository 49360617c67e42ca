/** From Markdown that was written from a notebook to its cells. */
import {mimes} from "../../document/notebook.ts";
import type {ForeignCell, Imported} from "../foreign.ts";
import {headingOf} from "../heading-of.ts";
import {typeOfLanguage} from "../languages.ts";
import {writeForeign} from "../write-foreign.ts";
import {blocksOf} from "./blocks.ts";
import {titleOf} from "./front-matter.ts";
import type {Front} from "./front-matter.ts";
import {cellComment, cellFence, ownKey, titleKey} from "./own-marks.ts";
import type {Marks} from "./own-marks.ts";

/** Returns whether a file was written from a notebook. */
export const isOwn = ({source}: Front): boolean => source.split("\n").includes(ownKey);

/** Returns the notebook. */
export function readOwn(front: Front, stem: string): Imported {
  const reader = new CellReader();
  const own = /^---\ntitle: [^\n]*\necco: notebook\n---$/.test(front.source);
  if (!own) reader.text(frontOfCell(front.source).split("\n"));
  // An empty line stands between two cells, and one line break at the end of the file.
  const rest = front.rest.replace(/^\n/, "").replace(/\n$/, "");
  for (const block of front.rest === "" ? [] : blocksOf(rest)) {
    const cell = block.kind === "fence" ? cellFence(block.info) : null;
    if (cell && block.kind === "fence")
      reader.cell(cellOf(typeOfLanguage(cell.language), block.text, cell.marks));
    else if (block.kind === "fence") reader.text(block.source.split("\n"));
    else
      for (const line of block.text.split("\n")) {
        const marks = cellComment(line);
        if (marks) reader.begin(marks);
        else reader.text([line]);
      }
  }
  const cells = reader.done();
  const named = front.values[titleKey.trim().replace(":", "")];
  const title =
    typeof named === "string"
      ? named
      : typeof front.values["title"] === "string" && own
        ? front.values["title"]
        : titleOf(front) || headingOf(cells) || stem;
  return {source: writeForeign({title, cells}), notices: []};
}

const frontOfCell = (source: string): string =>
  source
    .split("\n")
    .filter((line) => line !== ownKey && !line.startsWith(titleKey))
    .join("\n");

/** Collects the lines of cells of Markdown between other cells. */
class CellReader {
  readonly #cells: ForeignCell[] = [];
  #lines: string[] = [];
  /** Those of a cell that a comment has begun. */
  #marks: Marks | null = null;
  /** Whether an empty line follows that separates two cells. */
  #separates = false;

  text(lines: readonly string[]): void {
    for (const line of lines) {
      if (this.#separates && line === "") this.#separates = false;
      else this.#lines.push(line);
    }
    this.#separates &&= this.#lines.length === 0;
  }

  begin(marks: Marks): void {
    this.#flush(true);
    this.#marks = marks;
    this.#separates = false;
  }

  cell(cell: ForeignCell): void {
    this.#flush(true);
    this.#cells.push(cell);
    this.#separates = true;
  }

  done(): readonly ForeignCell[] {
    this.#flush(false);
    return this.#cells;
  }

  #flush(separates: boolean): void {
    if (separates && this.#lines.at(-1) === "") this.#lines.pop();
    const text = this.#lines.join("\n");
    if (text !== "" || this.#marks) this.#cells.push(cellOf(mimes.md, text, this.#marks ?? {}));
    this.#lines = [];
    this.#marks = null;
  }
}

function cellOf(mime: string, text: string, marks: Marks): ForeignCell {
  const {id = "", type, pinned, folded, hidden, ...attributes} = marks;
  return {
    mime: type ?? mime,
    text,
    ...(/^[1-9]\d{0,8}$/.test(id) ? {id: Number(id)} : {}),
    ...(pinned !== undefined || folded !== undefined ? {pinned: pinned !== undefined} : {}),
    ...(hidden === undefined ? {} : {hidden: true}),
    attributes
  };
}
