/** The tokens that a pinned part speaks for and against, below a picture and its table. */
import {nothing} from "lit";
import type {TemplateResult} from "lit";
import {signed} from "../format.ts";
import {tokenText} from "../token/label.ts";
import type {TableData} from "../view/table.ts";
import {drawWords} from "../view/words.ts";
import type {Part, Writes} from "./data.ts";

/** As many as stand beside each other on a phone in two lines. */
const most = 6;

const words: Readonly<Record<string, string>> = {
  residual: "the stream",
  attention: "attention",
  mlp: "the MLP",
  head: "head",
  neuron: "neuron"
};

/** Returns a part by name: `head 4 of layer 23`, `the stream before layer 3`. */
export function partName({site, layer, head, neuron, stack}: Part): string {
  const unit = head ?? neuron;
  const named = `${stack === "cross" ? "cross-attention " : ""}${words[site] ?? site}`;
  if (site === "residual") return `${named} before layer ${layer}`;
  return `${named}${unit === null ? "" : ` ${unit}`} of layer ${layer}`;
}

/** Whether this is told of that part. */
const isOf = (writes: Writes, part: Part): boolean =>
  (["site", "layer", "head", "neuron", "stack", "position"] as const).every(
    (name) => writes[name] === part[name]
  );

/** Returns what is known of the part; undefined where it is of another, or not known yet. */
export const writesOf = (writes: Writes | undefined, part: Part | undefined): Writes | undefined =>
  writes && part && isOf(writes, part) ? writes : undefined;

/** Draws what the part speaks for and against; nothing while that is not known. */
export function drawWrites(
  known: Writes | undefined,
  part: Part | undefined
): TemplateResult | typeof nothing {
  const writes = writesOf(known, part);
  if (!writes) return nothing;
  const list = (tokens: Writes["promotes"]) =>
    tokens.slice(0, most).map(({logit, ...token}) => ({...token, figure: signed(logit)}));
  return drawWords([
    {
      title: `${partName(writes)} at position ${writes.position} speaks for`,
      words: list(writes.promotes)
    },
    {title: "against", words: list(writes.suppresses)}
  ]);
}

/** Returns the table with another of what the part speaks for and against. */
export function withWrites(
  table: TableData,
  known: Writes | undefined,
  part: Part | undefined
): TableData {
  const writes = writesOf(known, part);
  if (!writes) return table;
  const rows = ([word, tokens]: readonly [string, Writes["promotes"]]) =>
    tokens.map((token) => [
      {text: tokenText(token, "dot"), value: token.text},
      {text: word},
      {text: signed(token.logit), value: token.logit}
    ]);
  const own: TableData = {
    caption: `What ${partName(writes)} adds to logits at position ${writes.position}, less the mean over all tokens`,
    columns: [{label: "token", mono: true}, {label: "speaks"}, {label: "adds"}],
    rows: [...rows(["for", writes.promotes]), ...rows(["against", writes.suppresses])]
  };
  return {...table, more: [...(table.more ?? []), own]};
}
