/** Values as the inspector of Observable writes them; what the reader has opened stays open. */
import {Inspector} from "@observablehq/inspector";

/** Returns an element that shows the value. */
export function inspect(
  value: unknown,
  expanded?: readonly (readonly number[])[],
  name?: string
): HTMLElement {
  const node = document.createElement("div");
  new Inspector(node).fulfilled(value, name);
  for (const path of expanded ?? []) {
    const child = path.reduce<Node | undefined>((parent, index) => parent?.childNodes[index], node);
    child?.dispatchEvent(new Event("mouseup"));
  }
  return node;
}

/** Returns where in an inspected value something is open. */
export function expandedOf(node: Node): number[][] | undefined {
  if (!(node instanceof Element) || !node.classList.contains("observablehq")) return undefined;
  return [...node.querySelectorAll(".observablehq--expanded")].map((each) => pathOf(node, each));
}

function pathOf(root: Node, node: Node): number[] {
  const path: number[] = [];
  for (let at = node; at !== root; at = at.parentNode!)
    path.unshift([...at.parentNode!.childNodes].indexOf(at as ChildNode));
  return path;
}
