import type {Attribution, Candidate, Provenance, RankedToken, Token} from "@ecco/engine";
import {paint} from "./table.ts";
import type {Cell} from "./table.ts";

/** Characters that a terminal draws as nothing: spaces of other kinds, what has no width, and what ends a line. */
const unseen = /[\p{Zs}\p{Zl}\p{Zp}\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff]/gu;

/** Returns a token's text with its spaces visible; its id where it has no text. */
export function tokenText({id, text}: {readonly id: number; readonly text: string | null}): string {
  if (text === null) return `#${id}`;
  const visible = text
    .replaceAll("\n", "⏎")
    .replaceAll("\r", "␍")
    .replaceAll("\t", "⇥")
    .replaceAll(" ", "·");
  return visible
    .replaceAll(/\p{Cc}/gu, "�")
    .replaceAll(
      unseen,
      (char) => `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`
    );
}

/** Returns a token as a cell, special ones dimmed. */
export function tokenCell(token: Token): Cell {
  return token.special ? {text: tokenText(token), style: "dim"} : tokenText(token);
}

/** Returns a probability in percent: three significant digits, and no more than three decimals. */
export function percent(probability: number): string {
  const value = probability * 100;
  if (value > 0 && value < 0.001) return "<0.001 %";
  return `${value > 0 && value < 0.1 ? value.toFixed(3) : value.toPrecision(3)} %`;
}

/** Returns a number with a sign and four significant digits. */
export function signed(value: number): string {
  const text = Math.abs(value) >= 1e-4 || value === 0 ? value.toFixed(4) : value.toExponential(2);
  return value < 0 ? text.replace("-", "−") : `+${text}`;
}

export function number(value: number): string {
  return Math.abs(value) >= 1e-3 || value === 0 ? value.toFixed(3) : value.toExponential(1);
}

/** Returns a candidate as "text percent". */
export function candidateText(candidate: Candidate): string {
  return `${tokenText(candidate)} ${percent(candidate.probability)}`;
}

/** Returns the heads of a column: `3`, or `9–11` where they share keys and values. */
export function headsOf(
  {queriesPerColumn}: {readonly queriesPerColumn: number | null},
  column: number
): string {
  const per = queriesPerColumn ?? 1;
  return per > 1 ? `${column * per}–${(column + 1) * per - 1}` : String(column);
}

/** Returns a target in words: logit(·Paris − ·London). */
export function targetText({id, text, of, foil}: Omit<Attribution["target"], "value">): string {
  const told = id === null ? (text ?? "") : tokenText({id, text});
  return `${of}(${told}${foil ? ` − ${tokenText(foil)}` : ""})`;
}

type Ranked = Omit<RankedToken, "likelier">;

/** Returns a token with how likely it is: ·Paris rank 1, 43.3 %. */
const likelihood = (token: Ranked): string =>
  `${tokenText(token)} ${token.rank === null ? "" : `rank ${token.rank}, `}${percent(token.probability)}`;

/** Returns how likely target and foil are, and spellings of them that are far likelier: a line each. */
export function likelihoodLines(target: Omit<Attribution["target"], "value">): string[] {
  const {id, text, probability, rank, likelier, foil} = target;
  if (id === null || probability === null) return [];
  const own: RankedToken = {id, text, probability, rank, likelier};
  const told = [own, ...(foil ? [foil] : [])];
  return [
    told.map(likelihood).join(" against "),
    ...told.flatMap(({likelier: other, ...token}) =>
      other
        ? [
            paint({
              text: `${JSON.stringify(other.text)} is far likelier than ${JSON.stringify(token.text)}: ${likelihood(other)}, against ${likelihood(token)}; if it was meant, name it`,
              style: "yellow"
            })
          ]
        : []
    )
  ];
}

/** Returns the line below every table: what ran, where, how long; and before it what is to be known of the answer. */
export function provenanceLine(provenance: Provenance): Cell {
  const {model, backend, dtype, milliseconds, forwards, backwards, notices = []} = provenance;
  const runs = `${forwards} forward${forwards === 1 ? "" : "s"}, ${backwards} backward${backwards === 1 ? "" : "s"}`;
  const line = `${model} · ${backend} ${dtype} · ${milliseconds.toFixed(0)} ms · ${runs}`;
  return {text: [...notices, line].join("\n"), style: "dim"};
}
