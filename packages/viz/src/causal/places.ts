/** How places and numbers of the causal views are written: sites, layers, the tokens that two texts do not share. */
import type {Token} from "../data.ts";
import {signedCell, spokenSigned} from "../format.ts";
import {tokenText} from "../token/label.ts";
import {lastWords} from "../token/draw-tokens.ts";
import type {Knob} from "../view/head.ts";
import {pickKnob} from "../view/pick.ts";

const sites: Readonly<Record<string, readonly [word: string, phrase: string]>> = {
  residual: ["residual", "residual stream"],
  attention: ["attention", "attention"],
  mlp: ["MLP", "MLP"],
  head: ["heads", "heads"],
  query: ["queries", "queries"],
  key: ["keys", "keys"],
  value: ["values", "values"],
  neuron: ["neurons", "neurons"]
};

/** Returns a site for a picker: `residual`, `heads`. */
export const siteWord = (site: string): string => sites[site]?.[0] ?? site;
/** Returns a site in a sentence: `residual stream`. */
export const sitePhrase = (site: string): string => sites[site]?.[1] ?? site;

const stacks: Readonly<Record<string, string>> = {cross: "cross-attention"};
/** Returns a stack of an encoder–decoder model for a picker. */
export const stackWord = (stack: string): string => stacks[stack] ?? stack;

/** Returns the picker of a stack; none for models that have one. */
export const stackKnob = (
  value: string | undefined,
  choices: Readonly<Record<string, readonly string[]>>
): readonly Knob[] =>
  pickKnob({
    name: "stack",
    label: "Stack",
    value,
    offered: choices["stack"],
    word: stackWord,
    quiet: true
  });

/** Of the residual stream there is one state more than layers: what each layer reads, and last what the output reads. */
const isEnd = (site: string, row: number, rows: number | undefined): boolean =>
  site === "residual" && rows !== undefined && row === rows - 1;

/** Returns a row's name: `layer 3`, `end`. */
export const rowName = (site: string, row: number, rows?: number): string =>
  isEnd(site, row, rows) ? "end" : `layer ${row}`;

/** Returns a row for speech and tables: `before layer 3`, `after the last layer`. */
export function rowPhrase(site: string, row: number, rows?: number): string {
  if (isEnd(site, row, rows)) return "after the last layer";
  return site === "residual" ? `before layer ${row}` : `layer ${row}`;
}

/** Returns the words of a text that another text of the same length does not have: `Heathrow`. */
export function differingWords(tokens: readonly Token[], others: readonly Token[]): string {
  const differs = (token: Token, at: number): boolean => token.id !== others[at]?.id;
  const first = tokens.findIndex(differs);
  if (first < 0) return lastWords(tokens);
  const last = tokens.findLastIndex(differs);
  const words = tokens.slice(first, last + 1);
  const text = words.map((token) => token.text ?? tokenText(token)).join("");
  return `${text.trim() || words.map((token) => tokenText(token)).join("")}${last < tokens.length - 1 ? " …" : ""}`;
}

/** From one on a decimal less: cells are narrow, and tooltip and table have it all. */
const digitsOf = (value: number): number => (Math.abs(value) >= 0.995 ? 1 : 2);
/** Returns a signed number for a cell: `+.86`, `+1.3`. */
export const cellFigure = (value: number): string => signedCell(value, digitsOf(value));
/** Returns the same for speech, which shall not say other digits than are seen: `plus 0.86`. */
export const spokenFigure = (value: number): string => spokenSigned(value, digitsOf(value));
