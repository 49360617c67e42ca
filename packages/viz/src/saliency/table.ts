import type {Attribution} from "../data.ts";
import {count, decimal, percent, signed, signedDigits} from "../format.ts";
import {spokenAsked} from "../target/asked.ts";
import type {Asked} from "../target/asked.ts";
import {tokenText} from "../token/label.ts";
import {isNote} from "../view/foot.ts";
import {ofConversation, sectionText} from "../token/turns.ts";
import type {TableCell, TableData} from "../view/table.ts";
import {mapFacts} from "./facts.ts";
import {isSignedMethod, wordFor} from "./methods.ts";

/** Returns a score as views write it: with its sign where the method has one. */
export const scoreText = (method: string, score: number | undefined, digits: number): string =>
  isSignedMethod(method) ? signed(score, digits) : decimal(score, digits);

/** Returns the parts of a whole and what they add: `He +1.26 + ath +0.80`. */
export const partsText = (
  {method, tokens, scores}: Attribution,
  positions: readonly number[],
  digits = signedDigits(scores)
): string =>
  positions
    .map((at) => {
      const token = tokens[at];
      return `${token ? tokenText(token) : ""} ${scoreText(method, scores[at], digits)}`;
    })
    .join(" + ");

export interface TableParts {
  /** The attribution as it was computed. */
  readonly of: Attribution;
  /** By entry: the tokens behind it. */
  readonly places: readonly (readonly number[])[];
  /** What is said behind the caption. */
  readonly notes?: readonly string[];
}

/** Returns every value of an attribution. *parts*: of what was added up or left out, the tokens behind each entry. */
export function attributionTable(
  attribution: Attribution,
  asked: Omit<Asked, "method">,
  parts?: TableParts
): TableData {
  const {method, tokens, scores, norms, errors, target, provenance} = attribution;
  const total = scores.reduce((sum, score) => sum + Math.abs(score), 0);
  const digits = signedDigits(scores);
  const made = [
    `value ${decimal(target.value)}`,
    ...mapFacts(attribution)
      .filter((fact) => !isNote(fact))
      .map(({name, value}) => `${name} ${value}`),
    ...(parts?.notes ?? []),
    `${provenance.backend}, ${decimal(provenance.milliseconds, 0)} ms, ${provenance.forwards} forward and ${provenance.backwards} backward passes`
  ];
  const summed = parts?.places.some(({length}) => length > 1) ?? false;
  const chat = ofConversation(tokens);
  const more = (i: number): TableCell[] => [
    ...(errors ? [{text: decimal(errors[i]), value: errors[i] ?? null}] : []),
    summed && parts
      ? {text: partsText(parts.of, parts.places[i] ?? [])}
      : {text: decimal(norms[i]), value: norms[i] ?? null}
  ];
  return {
    caption: `${spokenAsked(target, {...asked, method})}, by ${wordFor(method).toLowerCase()}: ${made.join(", ")}`,
    columns: [
      {label: "token", mono: true},
      {label: "position"},
      ...(chat ? [{label: "message"}] : []),
      {label: "share"},
      {label: isSignedMethod(method) ? "signed" : "score"},
      ...(errors ? [{label: "standard error"}] : []),
      {label: summed ? "parts" : "norm", mono: summed}
    ],
    rows: tokens.map((token, i) => {
      const share = total > 0 ? Math.abs(scores[i]!) / total : 0;
      const position = parts?.places[i]?.[0] ?? i;
      return [
        {text: tokenText(token, "dot"), value: token.text},
        {text: count(position), value: position},
        ...(chat ? [{text: sectionText(token)}] : []),
        {text: percent(share), value: share},
        {text: scoreText(method, scores[i], digits), value: scores[i] ?? null},
        ...more(i)
      ];
    })
  };
}
