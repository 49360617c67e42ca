/** Hands something to the reader: as a file, or to paste. */

export function download(name: string, content: Blob | string, type: string): void {
  const href = URL.createObjectURL(new Blob([content], {type}));
  Object.assign(document.createElement("a"), {href, download: name}).click();
  // Some browsers begin to read only after this turn.
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

/** Puts text where it can be pasted from, through the window that the reader is in. Throws when the browser does not let the page. */
export async function copyText(text: string, {navigator, document}: Window): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch (error) {
    // A page without https, or in a frame that was not given the clipboard, has the old way only.
    if (!copyOldWay(text, document))
      throw new Error("The browser does not let this page copy; save it as JSON or HTML", {
        cause: error
      });
  }
}

function copyOldWay(text: string, document: Document): boolean {
  let heard = false;
  const give = (event: ClipboardEvent): void => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    heard = true;
  };
  document.addEventListener("copy", give, {capture: true, once: true});
  const done = document.execCommand("copy");
  document.removeEventListener("copy", give, {capture: true});
  return done && heard;
}
