/** BERT (Devlin et al. 2019): an encoder that learned to fill in masked words. */
import type {Architecture} from "./architecture.ts";
import {bertEncoder} from "./parts/bert-encoder.ts";
import {
  classesOutput,
  classifiesTokens,
  firstOf,
  headless,
  maskedOutput,
  tokenClassesOutput
} from "./parts/encoder-heads.ts";
import {positions} from "./parts/inputs.ts";

export const bert: Architecture = {
  types: ["bert"],
  description:
    "BERT: encoder with masked-language, sequence- or token-classification head, or none",
  build(config, parameters) {
    const encoder = bertEncoder(config, parameters, "bert", positions());
    const {layers, last, act, table, shape, graph} = encoder;
    const name = "cls.predictions";
    if (parameters.has(`${name}.transform.dense.weight`))
      return graph(
        maskedOutput(last, {
          config,
          parameters,
          layers,
          dense: `${name}.transform.dense`,
          norm: `${name}.transform.LayerNorm`,
          act,
          tables: [`${name}.decoder.weight`, table],
          biases: [`${name}.bias`, `${name}.decoder.bias`],
          shape
        })
      );
    if (!parameters.has("classifier.weight")) return graph(headless(last));
    const tokens = classifiesTokens(config) ?? !parameters.has("bert.pooler.dense.weight");
    return graph(
      tokens
        ? tokenClassesOutput(layers, last, "classifier")
        : classesOutput(layers, firstOf(last), ["bert.pooler.dense", "tanh"], "classifier")
    );
  }
};
