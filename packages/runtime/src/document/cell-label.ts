/** Characters of a line that a message shows. */
const most = 40;

/** Returns how a message names a cell: by the first line of its text, in quotes, as it stands on the screen. */
export function cellLabel(text: string): string {
  const line = [...(text.split("\n").find((each) => each.trim()) ?? "").trim()];
  if (line.length === 0) return "an empty cell";
  return `“${line.slice(0, most).join("")}${line.length > most ? "…" : ""}”`;
}
