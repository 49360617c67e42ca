/** What neurons do at each token of some texts. */
import {Breath} from "../../analysis/breath.ts";
import type {BatchOptions, ModelInput} from "../../api.ts";
import {InputError} from "../../errors.ts";
import type {Token} from "../../results.ts";
import {batchOf, parts} from "../batches.ts";
import {encode} from "../input.ts";
import type {Encoded} from "../input.ts";
import {captureQuestion} from "../questions.ts";
import type {Meter, Session} from "../session.ts";
import {keptOf, naming} from "../without.ts";
import type {Without} from "../without.ts";
import type {NeuronStack} from "./sites.ts";

/** One text and what its tokens are in the stack that is read. */
export interface ReadText {
  readonly encoded: Encoded;
  readonly tokens: readonly Token[];
}

/** Hears what each neuron of a layer did at a text's tokens: number (position, neuron) is at position · width + neuron. */
export type Hear = (text: number, layer: number, values: ArrayLike<number>) => void;

/** Returns the texts as ids, checked. Throws InputError, which names the text where there are several. */
export function encodeAll(session: Session, inputs: readonly ModelInput[]): readonly Encoded[] {
  if (inputs.length === 0) throw new InputError("texts: got none, expected one at least");
  return inputs.map((input, index) => naming(index, inputs.length, () => encode(session, input)));
}

export const readIn = ({stack}: NeuronStack, encoded: Encoded): ReadText => ({
  encoded,
  tokens: stack === "decoder" ? encoded.decoderTokens : encoded.tokens
});

/** Whether the token at this position is real: a caller's mask can make it padding. */
export const isReal = ({stack}: NeuronStack, {encoded}: ReadText, position: number): boolean =>
  stack === "decoder" || encoded.batch.mask?.[0]?.[position] !== 0;

/** Returns which tokens of a text are taken: real ones that are not left out. Throws InputError where none is left. */
export function takenIn(
  stack: NeuronStack,
  text: ReadText,
  without: Without | undefined
): readonly number[] {
  const real = [...text.tokens.keys()].filter((position) => isReal(stack, text, position));
  return keptOf(text.tokens, real, without);
}

/** Reads the texts in batches and tells what the neurons of these layers did, text by text and layer by layer. */
export async function readActivations(
  session: Session,
  texts: readonly ReadText[],
  stack: NeuronStack,
  layers: readonly number[],
  options: BatchOptions,
  meter: Meter,
  hear: Hear
): Promise<void> {
  const names = layers.map(stack.siteOf);
  const breath = new Breath(options.signal);
  const rows = texts.map((text, index) => ({...text, index}));
  let done = 0;
  const question = captureQuestion(session.graph, names);
  for (const part of parts(session, question, rows, options)) {
    const outputs = await session.ask(question, {
      batch: batchOf(
        session,
        part.map(({encoded}) => encoded)
      ),
      meter,
      signal: options.signal
    });
    for (const [at, layer] of layers.entries()) {
      const {shape, data} = outputs.get(names[at]!)!;
      const [, length, width] = shape as [number, number, number];
      for (const [row, {index, tokens}] of part.entries()) {
        if (breath.due) await breath.take();
        const start = row * length * width;
        hear(index, layer, data.subarray(start, start + tokens.length * width));
      }
    }
    options.progress?.((done += part.length), rows.length);
  }
}
