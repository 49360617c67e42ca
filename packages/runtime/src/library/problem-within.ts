/** What is wrong with a part of a text, as the reader sees it in the place of that part. */

/** Returns an element that says it. */
export function problemWithin(error: unknown): HTMLElement {
  const said = document.createElement("span");
  said.className = "ecco-problem-within";
  said.setAttribute("role", "alert");
  const message = error instanceof Error ? error.message || error.name : String(error);
  said.textContent = message;
  // In an attribute it stands as text.
  said.toString = () => message;
  return said;
}
