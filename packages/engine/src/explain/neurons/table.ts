/** The table a factorisation is of: what neurons do at the tokens of some texts. */
import {Breath} from "../../analysis/breath.ts";
import {normOf, rowAt, zeros} from "../../analysis/dense.ts";
import type {Dense} from "../../analysis/dense.ts";
import {nonNegative} from "../../analysis/nmf/non-negative.ts";
import type {Negative} from "../../analysis/nmf/non-negative.ts";
import type {ModelInput} from "../../api.ts";
import type {Token} from "../../results.ts";
import {followed} from "../input.ts";
import {continued} from "../run.ts";
import type {Meter, Session} from "../session.ts";
import type {LeftOut} from "../dominance/results.ts";
import {naming} from "../without.ts";
import {encodeAll, isReal, readActivations, readIn, takenIn} from "./activations.ts";
import type {ReadText} from "./activations.ts";
import type {NeuronsOptions} from "./options.ts";
import type {FiredNeuron, NeuronName, TextRange} from "./results.ts";
import type {NeuronStack} from "./sites.ts";

/** Activations of all texts' tokens, and who is who in them. */
export interface Table {
  /** [neurons, tokens], as computed. */
  readonly activations: Dense;
  /**
   * What is factorised [neurons, tokens that are taken]: without negative numbers; where these are split, every neuron's
   * negative side stands behind them all.
   */
  readonly x: Dense;
  readonly nameOf: (row: number) => NeuronName;
  readonly tokens: readonly Token[];
  readonly texts: readonly TextRange[];
  /** Indices of the tokens that are taken: the columns of `x`. */
  readonly taken: readonly number[];
  readonly leftOut: readonly LeftOut[];
}

/** Returns numbers of the tokens that are taken as numbers of all tokens: 0 where one is left out. */
export function spread({tokens, taken}: Table, row: ArrayLike<number>): number[] {
  const all = tokens.map(() => 0);
  taken.forEach((token, at) => (all[token] = row[at]!));
  return all;
}

/** Reads the texts, continued where that was asked for. */
export async function tableOf(
  session: Session,
  inputs: readonly ModelInput[],
  stack: NeuronStack,
  layers: readonly number[],
  options: NeuronsOptions & {readonly negative: Negative},
  meter: Meter
): Promise<Table> {
  const {signal, rows} = options;
  const batches = {...(signal && {signal}), ...(rows !== undefined && {rows})};
  const read: ReadText[] = [];
  const texts: TextRange[] = [];
  const taken: number[] = [];
  const leftOut: LeftOut[] = [];
  let end = 0;
  for (const [index, prompt] of encodeAll(session, inputs).entries()) {
    const written = await continued(session, inputs[index]!, prompt, options, meter);
    const text = readIn(stack, followed(session, prompt, written));
    const own = stack.stack === "encoder" ? 0 : written.length;
    const kept = new Set(naming(index, inputs.length, () => takenIn(stack, text, options.without)));
    for (const [position, token] of text.tokens.entries()) {
      // Padding is in the table, where it does nothing.
      if (kept.has(position) || !isReal(stack, text, position)) taken.push(end + position);
      else leftOut.push({of: index, position, token});
    }
    texts.push({start: end, end: (end += text.tokens.length), produced: own});
    read.push(text);
  }
  const tokens = read.flatMap((text) => text.tokens);
  const activations = zeros(layers.length * stack.width, tokens.length);
  const {data, columns} = activations;
  await readActivations(session, read, stack, layers, batches, meter, (text, layer, values) => {
    const {start} = texts[text]!;
    const first = layers.indexOf(layer) * stack.width;
    for (const position of read[text]!.tokens.keys()) {
      // Padding does nothing.
      if (!isReal(stack, read[text]!, position)) continue;
      for (let neuron = 0; neuron < stack.width; neuron++)
        data[(first + neuron) * columns + start + position] =
          values[position * stack.width + neuron]!;
    }
  });
  const x = nonNegative(columnsOf(activations, taken), options.negative);
  // Of many layers that was long enough.
  await new Breath(signal).take();
  const nameOf = (row: number): NeuronName => ({
    layer: layers[Math.floor(row / stack.width)]!,
    neuron: row % stack.width
  });
  return {activations, x, nameOf, tokens, texts, taken, leftOut};
}

/** Returns these columns; all of them are the table itself. */
function columnsOf(table: Dense, columns: readonly number[]): Dense {
  if (columns.length === table.columns) return table;
  const made = zeros(table.rows, columns.length);
  for (let row = 0; row < table.rows; row++)
    columns.forEach((column, at) => {
      made.data[row * columns.length + at] = table.data[row * table.columns + column]!;
    });
  return made;
}

/** A row that fires, and how strongly. */
export interface Fired {
  readonly row: number;
  readonly strength: number;
}

/** Returns the neurons that fire at all, the strongest first. */
export function firedOf({x, activations: {rows}}: Table): readonly Fired[] {
  const sides = x.rows / rows;
  return Array.from({length: rows}, (_, row): Fired => {
    const norms = Array.from({length: sides}, (_, side) => normOf(rowAt(x, side * rows + row)));
    return {row, strength: Math.hypot(...norms)};
  })
    .filter(({strength}) => strength > 0)
    .toSorted((a, b) => b.strength - a.strength);
}

export const firing = (
  {activations, nameOf}: Table,
  row: number,
  strength: number
): FiredNeuron => ({
  ...nameOf(row),
  activations: Array.from(rowAt(activations, row)),
  strength
});
