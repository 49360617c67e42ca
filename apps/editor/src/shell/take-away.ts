/** The text of a notebook, for the reader to take away. */

/** Offers the notebook as a file. */
export const download = (path: string, text: string): void =>
  save(path.split("/").at(-1)!, text, "text/html");

/** Offers a text as a file. */
export function save(name: string, text: string, type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], {type}));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Puts a text on the clipboard. Throws where that is not allowed. */
export const copy = (text: string): Promise<void> => navigator.clipboard.writeText(text);
