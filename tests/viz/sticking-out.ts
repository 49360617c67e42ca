/** What of a view is to be seen beside its place. */

/** Rounding, in px. */
const slack = 1;

/** Whether something around a part, up to the view, cuts off or scrolls what reaches out of it. */
function isCut(part: Node, {left, right}: DOMRect, host: DOMRect): boolean {
  for (let at = part.parentElement; at; at = at.parentElement) {
    if (getComputedStyle(at).overflowX === "visible") continue;
    const box = at.getBoundingClientRect();
    left = Math.max(left, box.left);
    right = Math.min(right, box.right);
    if (right - left <= 0 || (right <= host.right + slack && left >= host.left - slack))
      return true;
  }
  return false;
}

function rectOf(node: Node): DOMRect {
  if (node instanceof Element) return node.getBoundingClientRect();
  const range = document.createRange();
  range.selectNodeContents(node);
  return range.getBoundingClientRect();
}

/** Returns the parts of a view, elements and texts, that are to be seen left or right of it. */
export function sticksOut(element: HTMLElement): readonly string[] {
  const host = element.getBoundingClientRect();
  const found: string[] = [];
  const walker = document.createTreeWalker(
    element.shadowRoot!.querySelector(".view")!,
    NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT
  );
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const rect = rectOf(node);
    if (rect.width === 0 || rect.height === 0) continue;
    if (rect.right <= host.right + slack && rect.left >= host.left - slack) continue;
    const owner = node instanceof Element ? node : node.parentElement!;
    if (owner.closest(".hidden, [popover]")) continue;
    if (isCut(node, rect, host)) continue;
    const name = `${owner.localName}.${[...owner.classList].join(".")}`;
    const by = Math.round(Math.max(rect.right - host.right, host.left - rect.left));
    found.push(
      node instanceof Element
        ? `${name} by ${by}`
        : `${name} ${JSON.stringify(node.textContent!.trim().slice(0, 20))} by ${by}`
    );
  }
  return found;
}
