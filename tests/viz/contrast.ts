/** How well text can be read over what is behind it (WCAG 2.2, 1.4.3), of a whole shadow tree at once. */

type Colour = readonly [r: number, g: number, b: number, a: number];

const context = document.createElement("canvas").getContext("2d", {willReadFrequently: true})!;
const known = new Map<string, Colour>();

/** Reads any colour a style sheet can have. */
function read(colour: string): Colour {
  let found = known.get(colour);
  if (!found) {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    known.set(colour, (found = [r!, g!, b!, a! / 255]));
  }
  return found;
}

const over = ([r, g, b, a]: Colour, [r2, g2, b2]: Colour): Colour => [
  r * a + r2 * (1 - a),
  g * a + g2 * (1 - a),
  b * a + b2 * (1 - a),
  1
];

function luminance([r, g, b]: Colour): number {
  const linear = (value: number): number => {
    const x = value / 255;
    return x <= 0.040_45 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

function ratio(a: Colour, b: Colour): number {
  const [high, low] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
}

/** Returns what is behind an element: its own ground over those of its parents. */
function groundOf(element: Element): Colour {
  const grounds: Colour[] = [];
  for (let node: Element | null = element; node;) {
    const colour = read(getComputedStyle(node).backgroundColor);
    if (colour[3] > 0) grounds.push(colour);
    if (colour[3] === 1) break;
    const parent: Node | null = node.assignedSlot ?? node.parentNode;
    node = parent instanceof ShadowRoot ? parent.host : (parent as Element | null);
  }
  return grounds.reduceRight((below, colour) => over(colour, below), [255, 255, 255, 1] as Colour);
}

const isText = (node: Node): boolean =>
  node.nodeType === Node.TEXT_NODE && !!node.textContent?.trim();

/** Returns the elements whose own text stands out too little: 4.5 to 1, large text 3 to 1. */
export function faintTexts(root: ParentNode): readonly string[] {
  const faint = new Set<string>();
  for (const element of root.querySelectorAll("*")) {
    if (![...element.childNodes].some(isText) || element.closest(".hidden, [inert], option, style"))
      continue;
    if (element.closest("[disabled], [aria-disabled='true']")) continue;
    const style = getComputedStyle(element);
    if (!element.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
    const drawn = element instanceof SVGElement ? style.fill : style.color;
    const ground = groundOf(element);
    const size = Number.parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const got = ratio(over(read(drawn), ground), ground);
    if (got < (large ? 3 : 4.5))
      faint.add(
        `${element.localName}.${element.getAttribute("class") ?? ""} "${element.textContent?.trim().slice(0, 20)}": ${got.toFixed(2)}`
      );
  }
  return [...faint];
}
