/** The one registry: `model_type` → architecture. */
import type {Architecture, ModelGraph} from "./architecture.ts";
import {albert} from "./albert.ts";
import {bert} from "./bert.ts";
import {electra} from "./electra.ts";
import {roberta} from "./roberta.ts";
import {debertaV2} from "./deberta-v2.ts";
import {distilbert} from "./distilbert.ts";
import {modernbert} from "./modernbert.ts";
import {mpnet} from "./mpnet.ts";
import {textOf} from "./config.ts";
import type {Config} from "./config.ts";
import {gemma, gemma2, gemma3} from "./gemma.ts";
import {granite} from "./granite.ts";
import {mistral} from "./mistral.ts";
import {olmo2} from "./olmo2.ts";
import {phi3} from "./phi3.ts";
import {qwen2, qwen3} from "./qwen.ts";
import {smollm3} from "./smollm3.ts";
import {stablelm} from "./stablelm.ts";
import {bart, pegasus} from "./bart.ts";
import {gptNeo} from "./gpt-neo.ts";
import {gptj} from "./gptj.ts";
import {gptNeox} from "./gpt-neox.ts";
import {opt} from "./opt.ts";
import {bloom} from "./bloom.ts";
import {phi} from "./phi.ts";
import {gpt2} from "./gpt2.ts";
import {llama} from "./llama.ts";
import {parametersOf} from "./parameters.ts";
import {checkArrays, checkQuantisation, unknownType} from "./readable.ts";
import {starcoder2} from "./starcoder2.ts";
import {t5} from "./t5.ts";

/** Every architecture, with the name files may leave off before a weight's. */
const registry: readonly (readonly [Architecture, prefix: string])[] = [
  [gpt2, "transformer."],
  [gptNeo, "transformer."],
  [gptj, "transformer."],
  [gptNeox, "gpt_neox."],
  [opt, "model."],
  [bloom, "transformer."],
  [phi, "model."],
  [llama, "model."],
  [mistral, "model."],
  [qwen2, "model."],
  [qwen3, "model."],
  [gemma, "model."],
  [gemma2, "model."],
  [gemma3, "model."],
  [phi3, "model."],
  [olmo2, "model."],
  [smollm3, "model."],
  [granite, "model."],
  [stablelm, "model."],
  [starcoder2, "model."],
  [bert, "bert."],
  [roberta, "roberta."],
  [distilbert, "distilbert."],
  [albert, "albert."],
  [electra, "electra."],
  [mpnet, "mpnet."],
  [modernbert, "model."],
  [debertaV2, "deberta."],
  [t5, "transformer."],
  [bart, "model."],
  [pegasus, "model."]
];

export const architectures: readonly Architecture[] = registry.map(
  ([architecture]) => architecture
);

/** Throws UnsupportedError where a config alone says that its model is not read: an unknown family, quantised weights. */
export function checkConfig(config: Config): void {
  entryOf(config);
  checkQuantisation(config);
}

function entryOf(config: Config): (typeof registry)[number] {
  const type = textOf(config, "model_type", "");
  const found = registry.find(([{types}]) => types.includes(type));
  if (found) return found;
  throw unknownType(
    config,
    architectures.flatMap(({types}) => types)
  );
}

/** Returns the graph of a model. Throws UnsupportedError for an unknown `model_type`, SourceError for wrong weights. */
export function buildGraph(
  config: Config,
  weights: ReadonlyMap<string, {readonly shape: readonly number[]}>
): {
  readonly type: string;
  readonly graph: ModelGraph;
  /** Returns the graph of what follows a text that was read before. */
  readonly cached: () => ModelGraph;
} {
  checkConfig(config);
  checkArrays(weights.keys());
  const [architecture, prefix] = entryOf(config);
  const parameters = parametersOf(weights, prefix);
  const build = (cached: boolean): ModelGraph => architecture.build(config, parameters, cached);
  const type = textOf(config, "model_type", "");
  return {type, graph: build(false), cached: () => build(true)};
}
