/** Which points of a projection are drawn, and what they and their groups are called. */
import type {Token} from "../data.ts";
import {cut} from "../sentences/words.ts";
import {lastWords} from "../token/draw-tokens.ts";
import {tokenLabel} from "../token/label.ts";
import {alignedLayers} from "./align.ts";
import type {Projection} from "./data.ts";
import type {Scatter} from "./draw-projection.ts";

export interface Chosen {
  /** Of the layer, among the data's. */
  readonly layer: number;
  /** Only the last token of each text. */
  readonly last: boolean;
  /** One a text or one a token. */
  readonly groups: readonly string[];
  readonly labels: readonly string[];
}

export interface Chart extends Scatter {
  /** Which token each point is, over all texts. */
  readonly tokens: readonly number[];
  /** Whether points are called something else than their tokens. */
  readonly named: boolean;
}

/** Longer names of groups and texts are cut. */
const longest = 26;

/** Returns the value of a token in a list that has one for each text or one for each token. */
const valueOf = (
  list: readonly string[],
  {tokens, texts}: Projection,
  token: number
): string | undefined => (list.length === tokens.length ? list[token] : list[texts[token] ?? -1]);

/** Returns the points of one layer with their names and groups. */
export function scatterOf(data: Projection, {layer, last, groups, labels}: Chosen): Chart {
  const {tokens, texts, layers} = data;
  const {points, mirrored} = alignedLayers(data)[layer] ?? {points: [], mirrored: []};
  const all = tokens.map((_, i) => i);
  const shown = last ? all.filter((i) => texts[i + 1] !== texts[i]) : all;
  const grouping = groups.length ? groups : textNames(data);
  const of = shown.map((i) => valueOf(grouping, data, i));
  const names = [...new Set(of.filter((name) => name !== undefined))];
  return {
    tokens: shown,
    named: labels.length > 0,
    points: shown.map((i) => points[i]!),
    labels: shown.map((i) => valueOf(labels, data, i) ?? nameOf(tokens[i]!, data)),
    groups: of.map((name) => (name === undefined ? null : names.indexOf(name))),
    names,
    axes:
      layers[layer]?.explained?.map((share, at) => ({share, mirrored: mirrored[at] ?? false})) ??
      null
  };
}

/** What a point is called: its token, or its text, cut where it is long. */
const nameOf = (token: Token, {points}: Projection): string =>
  points === "texts" && token.text?.trim()
    ? cut(token.text.trim(), longest)
    : tokenLabel(token).trim();

/** Several texts of several tokens are groups of their own. */
function textNames({tokens, texts}: Projection): readonly string[] {
  const parts: Token[][] = [];
  tokens.forEach((token, i) => (parts[texts[i]!] ??= []).push(token));
  if (parts.length < 2 || parts.length > 10 || parts.every(({length}) => length < 2)) return [];
  return parts.map((part, i) => {
    const text = lastWords(part, 100);
    return `${i + 1} ${text.length > longest ? `${text.slice(0, longest - 1)}…` : text}`;
  });
}
