/** The reader comes back from beside the notebook: what had the focus gets it again. */

/**
 * Returns what to call when the shell leads the reader back; it calls *give*, which focuses what had the focus last
 * where nothing has it. The browser may tell the frame only later that it lost the focus in between: until the reader
 * does something here, *give* is called again when the frame gets the focus.
 */
export function returnFocus(give: () => void): () => void {
  let isReturning = false;
  addEventListener("focus", () => {
    if (isReturning) give();
  });
  for (const type of ["keydown", "pointerdown"])
    addEventListener(type, () => (isReturning = false), {capture: true});
  return () => {
    isReturning = true;
    give();
  };
}
