/** Vectors of texts, and their cosines, as lines for people. */
import type {EmbeddedText, Embeddings, Pooled, Similarities} from "@ecco/engine";
import {number, provenanceLine} from "./format.ts";
import {paint, table} from "./table.ts";

/** Numbers of a vector that are shown; `--json` has all. */
const SHOWN = 6;
/** Characters of a text that are shown. */
const WIDE = 48;

const minus = (text: string): string => text.replace("-", "−");

/** Returns a text in one line, cut where it is long; ids where it has none. */
export function textLine({text, tokens}: Pick<EmbeddedText, "text" | "tokens">): string {
  const whole = text === null ? tokens.map(({id}) => `#${id}`).join(" ") : text;
  const line = whole.replaceAll(/\s+/g, " ").trim();
  const shown = [...line];
  if (shown.length === 0) return "(nothing)";
  return shown.length > WIDE ? `${shown.slice(0, WIDE - 1).join("")}…` : line;
}

/** Returns how texts became vectors. */
export const pooledLine = ({modules, prompt, normalised}: Pooled): string =>
  `${modules.join(" → ")}${normalised ? "" : ", not normalised"}${prompt === null ? "" : `; before each text ${JSON.stringify(prompt)}`}`;

export function showVectors(answer: Embeddings): string {
  const {texts, vectors, dimensions, provenance} = answer;
  const right = (title: string) => ({title, align: "right" as const});
  return [
    `${dimensions} numbers a text: ${pooledLine(answer)}`,
    table(
      [
        {title: "text"},
        right("tokens"),
        right("length"),
        ...Array.from({length: Math.min(SHOWN, dimensions)}, (_, at) => right(`${at}`)),
        ...(dimensions > SHOWN ? [{title: ""}] : [])
      ],
      texts.map((text, at) => [
        textLine(text),
        `${text.tokens.length}${text.truncated > 0 ? ` (${text.truncated} cut)` : ""}`,
        number(Math.hypot(...vectors[at]!)),
        ...vectors[at]!.slice(0, SHOWN).map((x) => minus(x.toFixed(4))),
        ...(dimensions > SHOWN ? ["…"] : [])
      ])
    ),
    paint(provenanceLine(provenance))
  ].join("\n");
}

export function showCosines(answer: Similarities): string {
  const {texts, values, provenance} = answer;
  return [
    `cosines: ${pooledLine(answer)}`,
    table(
      [
        {title: "", align: "right"},
        {title: "text"},
        ...texts.map((_, at) => ({title: `${at + 1}`, align: "right" as const}))
      ],
      texts.map((text, row) => [
        `${row + 1}`,
        textLine(text),
        ...values[row]!.map((value) => (Number.isNaN(value) ? "–" : minus(value.toFixed(3))))
      ])
    ),
    paint(provenanceLine(provenance))
  ].join("\n");
}
