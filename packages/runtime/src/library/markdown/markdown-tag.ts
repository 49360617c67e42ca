/** Markdown with values in it. */
import {completeMarkdown} from "./complete-markdown.ts";
import {markdownToHtml} from "./markdown-to-html.ts";

/**
 * Template tag: returns an element of what the Markdown says. Nodes, and arrays of nodes, stand where they are written;
 * other values are part of the Markdown.
 */
export function markdown(strings: TemplateStringsArray, ...values: readonly unknown[]): Node {
  const nodes: Node[] = [];
  const hold = (node: Node): string => `<span data-node=${nodes.push(node) - 1}></span>`;
  const write = (value: unknown): string =>
    value instanceof Node
      ? hold(value)
      : Array.isArray(value)
        ? value.map(write).join("")
        : String(value);
  const source = strings.reduce((text, part, index) => text + write(values[index - 1]) + part);
  const root = document.createElement("div");
  root.innerHTML = markdownToHtml(source);
  nodes.forEach((node, index) => root.querySelector(`[data-node="${index}"]`)?.replaceWith(node));
  completeMarkdown(root);
  return root.childNodes.length === 1 ? root.removeChild(root.firstChild!) : root;
}
