/** The text of a notebook, for the reader to take away where it cannot be saved. */

/** Offers the notebook as a file. */
export function download(path: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], {type: "text/html"}));
  link.download = path.split("/").at(-1)!;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Puts a text on the clipboard. Throws where that is not allowed. */
export const copy = (text: string): Promise<void> => navigator.clipboard.writeText(text);
