/** Putting a node elsewhere without disturbing what is in it. */
type Moves = Element & {moveBefore?: (node: Element, before: Element | null) => void};

/** Puts a node before another one; where the browser can, what is in it goes on undisturbed. */
export function moveNode(parent: Moves, node: Element, before: Element): void {
  if (node.isConnected && parent.moveBefore) parent.moveBefore(node, before);
  else parent.insertBefore(node, before);
}
