/** An error as the reader sees it: what, where, and which other cell is at fault. */
import type {CellProblem} from "./status.ts";

/** Name of the event, with the number of the cell as detail, that asks to go to a cell. */
export const goToCell = "ecco-go-to-cell";

/** Returns an element that says what is wrong. */
export function problemBlock({message, place, cause}: CellProblem): HTMLElement {
  const block = document.createElement("div");
  block.className = "ecco-problem";
  block.setAttribute("role", "alert");
  const what = block.appendChild(document.createElement("strong"));
  what.textContent = cause ? `${cause.name} is missing: ${message}` : message;
  if (cause) {
    const link = document.createElement("button");
    link.type = "button";
    link.textContent = cause.label;
    link.addEventListener("click", () =>
      link.dispatchEvent(
        new CustomEvent(goToCell, {detail: cause.id, bubbles: true, composed: true})
      )
    );
    const where = block.appendChild(document.createElement("p"));
    where.append(`This cell reads ${cause.name}, and what it comes from failed: `, link, ".");
  } else if (place) {
    const where = block.appendChild(document.createElement("p"));
    where.textContent = `line ${place.line}, column ${place.column}`;
  }
  return block;
}
