/** What views of neurons ask a model: which layers, how many factors, what one neuron does. */
import {InputError} from "@ecco/engine";
import type {ModelInfo, ModelInput, NeuronsOptions} from "@ecco/engine";
import type {NeuronFactors, NeuronName, PromptInput, TopTokens, WithoutChoice} from "@ecco/viz";
import {given} from "../elements/plan.ts";
import {objectOf} from "./produced.ts";
import type {RemoteModel} from "../engine/remote-model.ts";
import {withoutOf} from "./without.ts";

/** What a page author says about neurons by attributes. */
export interface NeuronsAsked {
  /** "3", "3..4", "0,2,5" or "all". */
  readonly layers: string | undefined;
  readonly stack: string | undefined;
  readonly seed: number | undefined;
  readonly negative: string | undefined;
  readonly init?: string | undefined;
  readonly produce?: number | undefined;
  readonly without?: WithoutChoice | undefined;
}

const number = /^\s*(\d+)\s*$/;
const range = /^\s*(\d+)?\s*\.\.\s*(\d+)?\s*$/;

/** Returns layers as the engine takes them; undefined for all. Throws InputError where they are no layers. */
export function layersOf(layers: string | undefined): NeuronsOptions["layers"] {
  if (layers === undefined || layers.trim() === "" || layers === "all") return undefined;
  const ends = range.exec(layers);
  if (ends) {
    const [from, to] = [ends[1], ends[2]].map((end) => (end === undefined ? undefined : +end));
    return given({from, to});
  }
  const list = layers.split(",").map((layer) => number.exec(layer)?.[1]);
  if (list.includes(undefined))
    throw new InputError(`layers: got ${layers}, expected "3", "3..4", "0,2,5" or "all"`);
  return list.length === 1 ? Number(list[0]) : list.map(Number);
}

/** Returns what the attributes say, as the engine's options. */
export function neuronsOptions(asked: NeuronsAsked): NeuronsOptions {
  const {stack, init, seed, negative, produce, without} = asked;
  return given({
    layers: layersOf(asked.layers ?? undefined),
    stack: stack as NeuronsOptions["stack"],
    init: init as NeuronsOptions["init"],
    seed,
    negative: negative as NeuronsOptions["negative"],
    without: withoutOf(without),
    generate: produce ? {tokens: produce} : undefined
  });
}

/** Returns ranges of layers to choose from: all, thirds, and each. */
export function layerChoices({sites}: ModelInfo, stack: string | undefined): readonly string[] {
  const prefix = sites.some((site) => site.startsWith("encoder.layers."))
    ? `${stack ?? "encoder"}.`
    : "";
  const count = sites.filter(
    (site) => site.startsWith(`${prefix}layers.`) && site.endsWith(".neurons")
  ).length;
  const third = (part: number): number => Math.round((part * count) / 3);
  const thirds = [0, 1, 2].map((part) => `${third(part)}..${third(part + 1) - 1}`);
  return [
    "all",
    ...(count > 5 ? thirds : []),
    ...Array.from({length: count}, (_, layer) => String(layer))
  ];
}

/** Returns the texts of a result as they were read: with what the model has written behind them. */
export const readTexts = (
  {tokens, texts, stack}: NeuronFactors,
  inputs: readonly PromptInput[]
): readonly ModelInput[] =>
  texts.map(({start, end, produced}, index) => {
    const read = inputs[index]!;
    const ids = tokens.slice(start, end).map(({id}) => id);
    if (!produced) return read;
    return stack === "decoder" ? {...objectOf(read), decoderIds: ids} : {ids};
  });

/** Returns what one neuron does at these texts. */
export const detailOf = (
  model: RemoteModel,
  {texts, stack}: {readonly texts: readonly ModelInput[]; readonly stack: NeuronFactors["stack"]},
  {
    layer,
    neuron,
    signal,
    without
  }: NeuronName & {
    readonly signal: AbortSignal;
    readonly without?: NeuronsOptions["without"];
  }
): Promise<TopTokens> =>
  model.topTokens(texts.length === 1 ? texts[0]! : texts, {
    layer,
    neuron,
    top: 5,
    context: 3,
    ...(stack === null ? {} : {stack}),
    ...given({without}),
    signal
  });
