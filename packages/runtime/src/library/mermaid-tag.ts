/** `mermaid` in cells: a diagram as a picture, in the colours of the page. */

interface Mermaid {
  initialize(options: {readonly startOnLoad: boolean; readonly theme: string}): void;
  render(id: string, text: string): Promise<{readonly svg: string}>;
}

let count = 0;

/** Returns the tag of an installed mermaid. */
export function mermaidTag(
  library: unknown
): (strings: TemplateStringsArray, ...values: unknown[]) => Promise<Element> {
  const mermaid = library as Mermaid;
  return async (strings, ...values) => {
    const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
    mermaid.initialize({startOnLoad: false, theme: isDark ? "dark" : "neutral"});
    const {svg} = await mermaid.render(`mermaid-${++count}`, String.raw(strings, ...values));
    const place = document.createElement("div");
    place.innerHTML = svg;
    const picture = place.firstElementChild!;
    // What stands elsewhere is not shown here.
    picture.remove();
    return picture;
  };
}
