/** The focus never falls to the page: where what had it is gone, something near has it. */

/** Calls *fallBack* with the place among the cells of what had the focus and is gone. */
export function keepFocus(root: HTMLElement, fallBack: (at: number) => void): void {
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
}
