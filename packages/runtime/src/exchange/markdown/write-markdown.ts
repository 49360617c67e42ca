/** From a notebook to Markdown that other programs show, and that comes back as the same cells. */
import type {Cell, Notebook} from "../../document/notebook.ts";
import {pinnedByDefault} from "../foreign.ts";
import {languageOfType, typeOfLanguage} from "../languages.ts";
import {blocksOf} from "./blocks.ts";
import {frontOf, titleOf} from "./front-matter.ts";
import {cellComment, cellFence, isWord, ownKey, titleKey, writeMarks} from "./own-marks.ts";
import type {Marks} from "./own-marks.ts";

/** Returns the file: text as Markdown, code in fences. */
export function writeMarkdown({title, cells}: Notebook): string {
  const [first, ...others] = cells;
  const front = frontOf(first && isText(first) ? first.text : "");
  const joins =
    first &&
    front.source !== "" &&
    front.notices.length === 0 &&
    Object.keys(marksOf(first, 1)).length === 0;
  const chunks: string[] = [];
  let head = `---\ntitle: ${JSON.stringify(title)}\n${ownKey}\n---`;
  if (joins) {
    const named = titleOf(front) === title ? "" : `${titleKey}${JSON.stringify(title)}\n`;
    head = front.source.replace(
      /\n?(?:---|\.\.\.)[ \t]*$/,
      (end) => `\n${named}${ownKey}${end.startsWith("\n") ? "" : "\n"}${end}`
    );
    if (first.text !== front.source) chunks.push(first.text.slice(front.source.length + 1));
  }
  let before: Cell | null = joins ? first : null;
  for (const cell of joins ? others : cells) {
    chunks.push(chunkOf(cell, before));
    before = cell;
  }
  return `${[head, ...chunks].join("\n\n")}\n`;
}

function chunkOf(cell: Cell, before: Cell | null): string {
  const marks = marksOf(cell, (before?.id ?? 0) + 1);
  if (!isText(cell)) return fenceOf(cell, marks);
  const words = writeMarks(marks);
  const plain = words === "" && cell.text !== "" && !(before && isText(before));
  return plain ? cell.text : `<!-- cell${words ? ` ${words}` : ""} -->\n${cell.text}`;
}

/** Whether a cell is Markdown that has an end where it ends. */
const isText = ({type, text}: Cell): boolean =>
  type === "md" &&
  blocksOf(text).every((block) =>
    block.kind === "fence"
      ? block.closed && cellFence(block.info) === null
      : block.text.split("\n").every((line) => cellComment(line) === null)
  );

function fenceOf({mime, text}: Cell, marks: Marks): string {
  const language = languageOfType(mime);
  const type = typeOfLanguage(language) === mime ? {} : {type: mime};
  const words = writeMarks({...type, ...marks});
  const longest = [...text.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 2);
  const mark = "`".repeat(longest + 1);
  return `${mark}${language} {.cell${words ? ` ${words}` : ""}}\n${text}\n${mark}`;
}

/** Returns what differs from a cell as it usually is. */
function marksOf({id, pinned, hidden, mime, attributes}: Cell, usual: number): Marks {
  const expected = pinnedByDefault(mime);
  return {
    ...(id === usual ? {} : {id: String(id)}),
    ...(pinned === expected ? {} : {[pinned ? "pinned" : "folded"]: ""}),
    ...(hidden ? {hidden: ""} : {}),
    ...Object.fromEntries(Object.entries(attributes).filter(([name]) => isWord(name)))
  };
}
