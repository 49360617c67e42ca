/** The focus never falls to the page: where what had it is gone, something near has it. */

/**
 * Calls *fallBack* with the place among the cells of what had the focus and is gone. Returns what gives what had it
 * last, as long as it is there, for when the reader comes back from beside the notebook.
 */
export function keepFocus(root: HTMLElement, fallBack: (at: number) => void): () => Element | null {
  let last: Element | null = null;
  let at = 0;
  root.addEventListener("focusin", ({target}) => {
    last = target as Element;
    at = [...root.querySelectorAll(".cell")].indexOf(last.closest(".cell")!);
  });
  new MutationObserver(() => {
    if (!last || last.isConnected || document.activeElement !== document.body) return;
    last = null;
    if (document.hasFocus()) fallBack(Math.max(0, at));
  }).observe(root, {childList: true, subtree: true});
  return () => (last?.isConnected ? last : null);
}
