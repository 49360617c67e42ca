/**
 * What a picture says as short text: one line an element with its name, role, text and value, without what nobody sees.
 * How it looks (classes, sizes, places) is not told: laws hold that nothing sticks out and that numbers are the table's.
 */

const skipped = new Set(["style", "script"]);
/** Elements that say nothing by what they are. */
const plain = new Set(
  "span div bdi i b u em header footer section svg g path line polyline polygon rect circle text tspan use".split(
    " "
  )
);
/** What is said, and what it is worth. */
const kept = [
  "aria-label",
  "aria-pressed",
  "aria-checked",
  "aria-expanded",
  "aria-valuenow",
  "aria-valuetext",
  "aria-invalid",
  "href",
  "value"
];

function nameOf(element: Element): string {
  const tag = element.localName;
  const role = element.getAttribute("role");
  const attributes = kept.flatMap((key) => {
    const value = element.getAttribute(key);
    return value === null || value === "" ? [] : [`${key}=${value}`];
  });
  if (element.getAttribute("tabindex") === "0") attributes.push("@0");
  if (element.getAttribute("aria-selected") === "true") attributes.push("selected");
  return [role ? `[${role}]` : plain.has(tag) ? "" : tag, ...attributes].filter(Boolean).join(" ");
}

const textOf = (node: Node): string => (node.textContent ?? "").replace(/\s+/g, " ").trim();

/** Texts that belong together stand in one line. */
const isText = (line: string): boolean => line.startsWith('"');

/** Returns an element as lines; *leave* names elements of which only the name is told. */
export function snapshotOf(
  element: Element,
  leave: (element: Element) => boolean = () => false
): string {
  const walk = (node: Element): readonly string[] => {
    if (skipped.has(node.localName)) return [];
    const name = nameOf(node);
    if (leave(node)) return [`${name} …`.trimStart()];
    const inside = [...node.childNodes].flatMap((child) => {
      if (child instanceof Element) return walk(child);
      const text = child.nodeType === Node.TEXT_NODE ? textOf(child) : "";
      return text ? [`"${text}"`] : [];
    });
    const together = inside.length > 0 && inside.every(isText) ? [inside.join(" ")] : inside;
    if (!name) return together;
    if (together.length === 1 && isText(together[0]!)) return [`${name} ${together[0]}`];
    return [name, ...together.map((line) => ` ${line}`)];
  };
  return walk(element).join("\n");
}
