/** A button that makes a file when it is pressed, and saves it when it is pressed again. */

/** Returns a link with a button in it; *value* is the file, or makes it. */
export function download(
  value: Blob | Promise<Blob> | (() => Blob | Promise<Blob>),
  name = "untitled",
  label = "Save"
): HTMLAnchorElement {
  const link = document.createElement("a");
  const button = link.appendChild(document.createElement("button"));
  button.textContent = label;
  link.download = name;
  const reset = async (): Promise<void> => {
    // The browser takes the address once the click is over.
    await new Promise(requestAnimationFrame);
    URL.revokeObjectURL(link.href);
    link.removeAttribute("href");
    button.textContent = label;
    button.disabled = false;
  };
  link.addEventListener("click", async (event) => {
    button.disabled = true;
    if (link.hasAttribute("href")) return reset();
    // There is nothing to save before the file is made.
    event.preventDefault();
    button.textContent = "Making the file…";
    try {
      link.href = URL.createObjectURL(await (typeof value === "function" ? value() : value));
      button.textContent = "Download";
    } catch (error) {
      button.textContent = label;
      button.title = error instanceof Error ? error.message : String(error);
    }
    button.disabled = false;
  });
  return link;
}
