/** A view as a page of its own: what is drawn now, its table and its data, with no script and nothing to load. */
import {render} from "lit";
import type {TemplateResult} from "lit";
import {promptWords} from "../prompt/conversation.ts";
import {tokens} from "../tokens.ts";
import {drawTable} from "../view/table.ts";
import {escapeXml as escape} from "./svg/sheet.ts";
import {operated, sourceLine} from "./subject.ts";
import type {Subject} from "./subject.ts";
import {forScript, toTrace} from "./to-trace.ts";

/** The page around the view; the view brings its own styles. */
const pageStyle = `
:root { color-scheme: light dark; }
body { margin: 0; background: var(--ecco-page); color: var(--ecco-ink); font: 14px/1.5 var(--ecco-sans); }
main { max-width: var(--width); margin: 0 auto; padding: 24px 16px; }
details, footer { margin-top: 16px; }
summary, caption, footer { color: var(--ecco-muted); font-size: 13px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 12px; font-variant-numeric: tabular-nums; }
caption { text-align: left; }
th, td { padding: 3px 8px; text-align: right; border-bottom: 1px solid var(--ecco-line); white-space: nowrap; font-weight: 400; }
th:first-child { text-align: left; }
.mono { font-family: var(--ecco-mono); }
@page { margin: 14mm; }
`;
/** What a picture without scripts has beside the view's own styles. */
const still = `
svg { max-width: 100%; height: auto; }
.t, .c, [data-row] { cursor: default; }
`;
/** The page may load nothing and run nothing, and says so itself. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** Returns the page: it follows light and dark, prints, and needs no network. */
export function toHtml(subject: Subject): string {
  const {host, heading, summary, table, data, origin} = subject;
  const root = host.renderRoot as ShadowRoot;
  const width = Math.ceil(host.getBoundingClientRect().width) + 32;
  const lang = document.documentElement.lang || "en";
  const dir = getComputedStyle(host).direction === "rtl" ? ' dir="rtl"' : "";
  const attributes = ["flat"].filter((name) => host.hasAttribute(name)).map((name) => ` ${name}`);
  return `<!doctype html>
<html lang="${escape(lang)}"${dir}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>${escape(`${heading}: ${promptWords(origin?.prompt ?? summary)}`)}</title>
<style>
:root {${properties(host)} --width: ${width}px; }
${pageStyle}</style>
</head>
<body>
<main>
<${host.localName}${attributes.join("")}><template shadowrootmode="open"><style>${styles(root)}${still}</style>${picture(root)}</template></${host.localName}>
<details><summary>Table</summary>${drawn(drawTable(table))}</details>
<footer>${escape(sourceLine(subject))}</footer>
</main>
<script type="application/json">${forScript(toTrace({data, origin}))}</script>
</body>
</html>
`;
}

/** The design tokens as the page around the view has them. */
function properties(host: HTMLElement): string {
  const around = getComputedStyle(host);
  return Object.entries(tokens)
    .map(([name, usual]) => `--ecco-${name}:${around.getPropertyValue(`--ecco-${name}`) || usual};`)
    .join("");
}

function styles(root: ShadowRoot): string {
  const sheets = [...root.adoptedStyleSheets, ...root.styleSheets];
  const text = sheets.flatMap(({cssRules}) => [...cssRules].map(({cssText}) => cssText));
  return text.join("\n").replaceAll("</", "<\\/");
}

/** Returns what is drawn, without what would need a script. */
function picture(root: ShadowRoot): string {
  const section = root.querySelector(".view")!;
  const copy = section.cloneNode(true) as Element;
  const canvases = section.querySelectorAll("canvas");
  copy.querySelectorAll("canvas").forEach((canvas, i) => {
    const {width, height} = canvases[i]!.getBoundingClientRect();
    const image = document.createElement("img");
    image.style.cssText = `${canvas.getAttribute("style") ?? ""};width:${width}px;height:${height}px`;
    image.setAttribute("class", canvas.className);
    image.alt = canvas.getAttribute("aria-label") ?? "";
    image.src = canvases[i]!.toDataURL();
    canvas.replaceWith(image);
  });
  // A copy has what a field began with, not what was written into it.
  const fields = section.querySelectorAll("input");
  copy.querySelectorAll("input").forEach((field, i) => {
    field.setAttribute("value", fields[i]!.value);
    field.readOnly = true;
  });
  copy.querySelectorAll(operated).forEach((element) => element.remove());
  for (const element of copy.querySelectorAll("*")) {
    // What a tooltip would say, by the means a page without scripts has.
    const name = element.getAttribute("aria-label");
    if (name && element.hasAttribute("data-row")) element.setAttribute("title", name);
    element.removeAttribute("tabindex");
    if (element.localName === "button") element.setAttribute("disabled", "");
  }
  withoutComments(copy);
  return copy.outerHTML;
}

/** Returns markup of a template, without the comments that templates leave. */
function drawn(template: TemplateResult): string {
  const box = document.createElement("div");
  render(template, box);
  withoutComments(box);
  return box.innerHTML;
}

function withoutComments(root: Node): void {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  const comments: Node[] = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  comments.forEach((comment) => comment.parentNode?.removeChild(comment));
}
