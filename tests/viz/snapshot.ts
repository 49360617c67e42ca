/** What a picture is made of as short text: one line an element, without what nobody sees. */

const skipped = new Set(["style", "script"]);
const plain = new Set(["span", "div", "g", "bdi"]);
/** Geometry of SVG, and what is said. */
const kept = [
  "role",
  "aria-label",
  "aria-pressed",
  "href",
  "d",
  "points",
  "x",
  "y",
  "x1",
  "x2",
  "y1",
  "y2",
  "cx",
  "cy",
  "r",
  "width",
  "height",
  "viewBox",
  "transform",
  "style"
];
const longest = 90;

/** Rounds numbers, and names what is too long by its sum. */
function short(value: string): string {
  const rounded = value.replace(/-?\d+\.\d+/g, (n) => String(Math.round(Number(n))));
  if (rounded.length <= longest) return rounded;
  let sum = 0;
  for (const character of rounded) sum = (sum * 31 + character.codePointAt(0)!) % 1_000_003;
  return `${rounded.slice(0, longest)}… #${sum}`;
}

function nameOf(element: Element): string {
  const tag = element.localName;
  const classes = [...element.classList].map((name) => `.${name}`).join("");
  const attributes = kept.flatMap((key) => {
    // Ids are told by what they name, and differ from run to run.
    const value = element.getAttribute(key);
    if (value === null || value === "" || (tag === "svg" && key === "style")) return [];
    return key === "role" ? [`[${value}]`] : [`${key}=${short(value)}`];
  });
  if (element.getAttribute("tabindex") === "0") attributes.push("@0");
  if (element.getAttribute("aria-selected") === "true") attributes.push("selected");
  return [`${plain.has(tag) && (classes || attributes.length) ? "" : tag}${classes}`, ...attributes]
    .filter(Boolean)
    .join(" ");
}

const textOf = (node: Node): string => (node.textContent ?? "").replace(/\s+/g, " ").trim();

/** Returns an element as lines; *leave* names elements of which only the name is told. */
export function snapshotOf(
  element: Element,
  leave: (element: Element) => boolean = () => false
): string {
  const lines: string[] = [];
  const walk = (node: Element, depth: number): void => {
    if (skipped.has(node.localName)) return;
    const children = [...node.childNodes].filter(
      (child) =>
        child instanceof Element || (child.nodeType === Node.TEXT_NODE && textOf(child) !== "")
    );
    const name = nameOf(node);
    const indent = " ".repeat(depth);
    if (leave(node)) {
      lines.push(`${indent}${name} …`);
      return;
    }
    const only = children.every((child) => child.nodeType === Node.TEXT_NODE);
    const text = only ? textOf(node) : "";
    // An element that says nothing of itself is not told.
    const bare = plain.has(name) && !text;
    if (!bare) lines.push(`${indent}${name}${text ? ` "${text}"` : ""}`);
    if (only) return;
    for (const child of children)
      if (child instanceof Element) walk(child, depth + (bare ? 0 : 1));
      else lines.push(`${indent} "${textOf(child)}"`);
  };
  walk(element, 0);
  return lines.join("\n");
}
