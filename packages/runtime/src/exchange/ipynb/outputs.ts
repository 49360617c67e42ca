/** What cells of Jupyter printed and drew, kept as a cell of HTML behind the code. */
import {mimes} from "../../document/notebook.ts";
import type {ForeignCell} from "../foreign.ts";
import {literalInHtml} from "../plain-markdown.ts";
import {dataAddress} from "./attachments.ts";
import {listOf, objectOf, stringOf, textFrom} from "./json-shape.ts";
import type {Json} from "./json-shape.ts";

/** Marks a cell that holds what the cell before it gave elsewhere. */
export const recorded = {name: "data-recorded", value: "output"} as const;

/** With more characters than these, a notebook is not opened any more. */
const most = 12_000_000;
const longestText = 200_000;

/** Counts what is kept of the outputs of one file. */
export class Outputs {
  #kept = 0;

  /** Returns the cell of what a cell gave; none where nothing is kept. */
  cellOf(outputs: readonly Json[], notice: (what: string) => void): readonly ForeignCell[] {
    const parts: string[] = [];
    for (const output of outputs) {
      const html = htmlOf(output);
      if (html === null) notice(`an output is not kept: ${kindsOf(output)} has no place here`);
      else if (this.#kept + html.length > most)
        notice(
          `an output of ${(html.length / 1e6).toFixed(1)} MB is not kept: all together may have ${most / 1e6} MB`
        );
      else if (html) {
        this.#kept += html.length;
        parts.push(html);
      }
    }
    if (parts.length === 0) return [];
    const attributes = {[recorded.name]: recorded.value};
    return [{mime: mimes.html, text: literalInHtml(parts.join("\n")), attributes}];
  }
}

/** Returns what an output shows; empty when it shows nothing, null when it cannot be kept. */
function htmlOf(output: Json): string | null {
  const kind = stringOf(output["output_type"]);
  if (kind === "stream") return preformatted(textFrom(output["text"]));
  if (kind === "error" || kind === "pyerr")
    return preformatted(
      listOf(output["traceback"])
        .filter((line) => typeof line === "string")
        .join("\n") || `${stringOf(output["ename"])}: ${stringOf(output["evalue"])}`
    );
  const data = dataOf(output);
  for (const mime of ["image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp"]) {
    const address = dataAddress(mime, data[mime]);
    if (address) return `<img alt="" src="${address}">`;
  }
  const html = textFrom(data["text/html"]);
  if (html && !/<(?:script|iframe|object|embed)\b/i.test(html)) return html;
  const plain = textFrom(data["text/plain"]) || textFrom(data["text/latex"]);
  return plain ? preformatted(plain) : null;
}

/** Version 3 has the data beside the kind, under short names. */
const shortNames: Readonly<Record<string, string>> = {
  png: "image/png",
  jpeg: "image/jpeg",
  svg: "image/svg+xml",
  html: "text/html",
  text: "text/plain",
  latex: "text/latex"
};

const dataOf = (output: Json): Json =>
  output["data"] === undefined
    ? Object.fromEntries(Object.entries(shortNames).map(([short, mime]) => [mime, output[short]]))
    : objectOf(output["data"]);

const kindsOf = (output: Json): string =>
  Object.keys(objectOf(output["data"])).slice(0, 3).join(", ").slice(0, 120) || "what it gave";

// Colours of terminals.
const escapes = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*[A-Za-z]`, "g");

function preformatted(text: string): string {
  const plain = text.replace(escapes, "").replace(/\n$/, "");
  if (!plain.trim()) return "";
  const short = plain.length > longestText ? `${plain.slice(0, longestText)}…` : plain;
  return `<pre><code>${short.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</code></pre>`;
}
