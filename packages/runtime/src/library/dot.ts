/** Graphs in Graphviz's language: dot`digraph { a -> b }`, as SVG in the colours of the page. */
import type {Viz} from "@viz-js/viz";

type Tag = (strings: TemplateStringsArray, ...values: readonly unknown[]) => SVGSVGElement;

/** A colour that nobody writes: what has it was given none, and takes that of the text around. */
const unset = {color: "#00000101", svg: "#000001", opacity: "0.003922"} as const;
// Graphviz knows how wide the letters of Helvetica are.
const font = {fontname: "Helvetica,Arial,sans-serif", fontsize: "12"} as const;
const defaults = {
  graphAttributes: {bgcolor: "none", color: unset.color, fontcolor: unset.color, ...font},
  nodeAttributes: {color: unset.color, fontcolor: unset.color, ...font},
  edgeAttributes: {color: unset.color, fontcolor: unset.color, ...font}
} as const;

/** Loads Graphviz, and returns the tag. */
export async function loadDot(): Promise<Tag> {
  const {instance} = await import("@viz-js/viz");
  const viz = await instance();
  return (strings, ...values) => draw(viz, String.raw(strings, ...values));
}

function draw(viz: Viz, source: string): SVGSVGElement {
  const svg = read(viz, source);
  for (const attribute of ["stroke", "fill"]) {
    const found = svg.querySelectorAll(
      `[${attribute}="${unset.svg}"][${attribute}-opacity="${unset.opacity}"]`
    );
    for (const element of found) {
      element.setAttribute(attribute, "currentColor");
      element.removeAttribute(`${attribute}-opacity`);
    }
  }
  // Out of the document that it was read from: it is shown where the cell is.
  svg.remove();
  svg.style.maxWidth = "100%";
  svg.style.height = "auto";
  return svg;
}

function read(viz: Viz, source: string): SVGSVGElement {
  try {
    return viz.renderSVGElement(source, defaults);
  } catch (error) {
    throw new Error(`The graph cannot be read: ${(error as Error).message}`, {cause: error});
  }
}
