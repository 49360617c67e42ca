/** An error as the reader sees it: what, where, and which other cell is at fault. */
import {cellTypes} from "../document/cell-types.ts";
import type {CellKind} from "../document/cell-types.ts";
import type {CellProblem} from "./status.ts";

/** Name of the event, with the number of the cell as detail, that asks to go to a cell. */
export const goToCell = "ecco-go-to-cell";

/** Name of the event, with a type as detail, that asks to make the cell it comes from one of that type. */
export const changeCellType = "ecco-change-cell-type";

/** Returns an element that says what is wrong. */
export function problemBlock({message, place, cause, wouldRunAs}: CellProblem): HTMLElement {
  const block = document.createElement("div");
  block.className = "ecco-problem";
  block.setAttribute("role", "alert");
  const what = block.appendChild(document.createElement("strong"));
  what.textContent = cause ? `${cause.name} is missing: ${message}` : message;
  if (cause) {
    const link = asking(cause.label, goToCell, cause.id);
    const where = block.appendChild(document.createElement("p"));
    where.append(`This cell reads ${cause.name}, and what it comes from failed: `, link, ".");
  } else if (place) {
    const where = block.appendChild(document.createElement("p"));
    where.textContent = `line ${place.line}, column ${place.column}`;
  }
  if (wouldRunAs) {
    const button = asking(`make it ${cellTypes[wouldRunAs].label}`, changeCellType, wouldRunAs);
    block.appendChild(document.createElement("p")).append("Or ", button, ".");
  }
  return block;
}

/** Returns a button that asks for something by an event. */
function asking(label: string, event: string, detail: number | CellKind): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", () =>
    button.dispatchEvent(new CustomEvent(event, {detail, bubbles: true, composed: true}))
  );
  return button;
}
