/** Containers (`::: name` … `:::`) that a cell stands in: each cell of Markdown gets whole ones. */
import {mimes} from "../../document/notebook.ts";
import type {ForeignCell} from "../foreign.ts";
import {blocksOf} from "./blocks.ts";
import type {Tell} from "./read-markdown.ts";

const mark = /^ {0,3}:{3,}[ \t]*([^\n]*)$/;

/** Returns the cells without the ends of containers that begin in an earlier cell: those end with their cell. */
export function wholeContainers(cells: readonly ForeignCell[], tell: Tell): readonly ForeignCell[] {
  let open = 0;
  return cells.flatMap((cell): readonly ForeignCell[] => {
    if (cell.mime !== mimes.md || !cell.text.includes(":::")) return [cell];
    const before = open;
    let inside = 0;
    const text = blocksOf(cell.text)
      .map((block) => (block.kind === "fence" ? block.source : withoutEnds(block.text)))
      .join("\n")
      .trim();
    function withoutEnds(prose: string): string {
      return prose
        .split("\n")
        .filter((line) => {
          const [, name] = mark.exec(line) ?? [];
          if (name === undefined) return true;
          if (name !== "") inside++;
          else if (inside > 0) inside--;
          else if (open > 0) {
            open--;
            return false;
          }
          return true;
        })
        .join("\n");
    }
    open += inside;
    if (open > before)
      tell(
        cell.line ?? 1,
        "a block between ::: and ::: has cells in it: it ends with the text before them"
      );
    return text ? [{...cell, text}] : [];
  });
}
