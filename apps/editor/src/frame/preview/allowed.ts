/** What of a notebook's HTML is shown before it may run: elements that only hold text, and pictures that are in the text. */

const svgShape = "fill fill-opacity stroke stroke-width stroke-dasharray opacity transform";
const svgPlace = "x y x1 y1 x2 y2 cx cy r rx ry dx dy width height";

/** Attributes that every element may have; what they say is checked by {@link attributeChecks}. */
const everywhere = ["title", "lang", "dir", "class", "id", "role", "aria-label"];

const words = (text: string): readonly string[] => (text === "" ? [] : text.split(" "));
const table = (rows: Readonly<Record<string, string>>): ReadonlyMap<string, readonly string[]> =>
  new Map(
    Object.entries(rows).flatMap(([names, attributes]) =>
      names.split(" ").map((name) => [name, words(attributes)] as const)
    )
  );

/** Elements of HTML by their name, with the attributes they may have. */
export const htmlElements: ReadonlyMap<string, readonly string[]> = table({
  "h1 h2 h3 h4 h5 h6 p div section article aside header footer nav span": "",
  "em strong b i u s small sub sup mark code pre kbd samp var q blockquote cite dfn abbr": "",
  "dl dt dd ul hr br wbr del ins figure figcaption ruby rt rp bdi bdo address summary label": "",
  "table caption thead tbody tfoot tr": "",
  ol: "start reversed type",
  li: "value",
  "col colgroup": "span",
  "td th": "colspan rowspan scope",
  time: "datetime",
  details: "open",
  a: "href",
  img: "src alt width height"
});

/** Elements of SVG; none that links, loads, animates or holds HTML. */
export const svgElements: ReadonlyMap<string, readonly string[]> = table({
  svg: "viewBox width height role aria-label",
  "g path circle ellipse rect line polyline polygon": `${svgShape} ${svgPlace} d points`,
  "text tspan": `${svgShape} ${svgPlace} font-size font-weight text-anchor`,
  "title desc": ""
});

/** Elements that go with all that is in them: programs, styles, and what speaks of the page and not in it. */
export const dropped: ReadonlySet<string> = new Set([
  "script",
  "style",
  "template",
  "noscript",
  "head",
  "title",
  "meta",
  "link",
  "base",
  "frameset",
  "noembed",
  "noframes",
  "param",
  "source",
  "track",
  "area",
  "map",
  "slot"
]);

/** Elements in whose place their name stands: they load, play or take what is typed. */
export const named: ReadonlyMap<string, string> = new Map(
  Object.entries({
    iframe: "embedded page",
    frame: "embedded page",
    object: "embedded object",
    embed: "embedded object",
    applet: "embedded object",
    video: "video",
    audio: "audio",
    canvas: "drawing",
    picture: "picture",
    math: "formula",
    input: "field",
    textarea: "field",
    select: "menu",
    button: "button",
    dialog: "dialog",
    meter: "meter",
    progress: "bar",
    portal: "embedded page",
    fencedframe: "embedded page"
  })
);

const number = /^\d{1,5}(?:\.\d{1,4})?$/;
const drawn = /^[-\w\s.,%#()]{0,100000}$/;
/** A picture that is in the text: nothing is fetched for it. */
const ownPicture = /^data:image\/(?:png|jpeg|gif|webp|avif|svg\+xml)[;,]/i;

/** Before the ids of a notebook that does not run, so that none is a name the page itself uses. */
const ownIds = "in-text-";
const idText = /^[^\s<>"'`]{1,200}$/;

/** Returns the address of a link that leads out of the page or to an id of the notebook, and nowhere else. */
function linkOf(value: string): string | null {
  if (value.startsWith("#")) return idText.test(value) ? `#${ownIds}${value.slice(1)}` : null;
  try {
    const {protocol, href} = new URL(value);
    return ["http:", "https:", "mailto:"].includes(protocol) ? href : null;
  } catch {
    return null;
  }
}

const matching =
  (pattern: RegExp) =>
  (value: string): string | null =>
    pattern.test(value) ? value : null;

/** Classes that Markdown gives, which only say how text looks. */
const classes: ReadonlySet<string> = new Set(
  words(
    "math display callout callout-note callout-tip callout-important callout-warning callout-caution callout-title task-list task-item footnotes footnote-ref footnote-item footnote-backref article-figure article-table article-equation article-ref article-cite article-front-matter article-bibtex article-contents article-bibliography article-appendix article-cite-this unnumbered side aside wide full columns column hint solution"
  )
);
const language = /^language-[-\w+#]{1,30}$/;

function classesOf(value: string): string | null {
  const known = value.split(/\s+/).filter((name) => classes.has(name) || language.test(name));
  return known.length > 0 ? known.join(" ") : null;
}

/** What attributes may say; others may say anything, as text. */
export const attributeChecks: ReadonlyMap<string, (value: string) => string | null> = new Map(
  Object.entries({
    href: linkOf,
    id: (value: string) => (idText.test(value) ? `${ownIds}${value}` : null),
    class: classesOf,
    role: matching(/^(?:note|doc-endnotes)$/),
    src: matching(ownPicture),
    dir: matching(/^(?:ltr|rtl|auto)$/i),
    width: matching(number),
    height: matching(number),
    colspan: matching(number),
    rowspan: matching(number),
    span: matching(number),
    start: matching(/^-?\d{1,9}$/),
    value: matching(/^-?\d{1,9}$/),
    type: matching(/^[1aAiI]$/),
    ...Object.fromEntries(
      words(`${svgShape} d points viewBox font-size font-weight text-anchor`).map((name) => [
        name,
        (value: string) => (/url|image/i.test(value) ? null : matching(drawn)(value))
      ])
    )
  })
);

export const attributesOf = (own: readonly string[]): readonly string[] => [...everywhere, ...own];

/** Properties of `style` that change how text looks, and not where it is. */
export const styles: readonly string[] = [
  "color",
  "background-color",
  "text-align",
  "font-weight",
  "font-style",
  "text-decoration-line",
  "vertical-align"
];
/** Names, numbers and colours. */
export const styleValue = /^(?!initial|.*(?:url|image|var|env|attr)\b)[-\w\s.,%#()]{1,100}$/i;
