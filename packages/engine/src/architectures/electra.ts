/** ELECTRA (Clark et al. 2020): BERT with a narrower word table, that learned to tell which words were replaced. */
import {activation, reshape} from "../graph/ops.ts";
import type {Architecture} from "./architecture.ts";
import {bertDefaults, bertEncoder} from "./parts/bert-encoder.ts";
import {
  classesOutput,
  firstOf,
  headless,
  maskedOutput,
  tokenClassesOutput
} from "./parts/encoder-heads.ts";
import type {EncoderOutput} from "./parts/encoder-heads.ts";
import {positions} from "./parts/inputs.ts";

const defaults = {...bertDefaults, width: 256, heads: 4, inner: 1024, narrow: 128};

export const electra: Architecture = {
  types: ["electra"],
  description: "ELECTRA: BERT with a narrower word table; discriminator, generator, classification",
  build(config, parameters) {
    const encoder = bertEncoder(config, parameters, "electra", positions(), defaults);
    const {layers, last, act, table, shape, sites} = encoder;
    const output = (): EncoderOutput => {
      if (parameters.has("generator_predictions.dense.weight"))
        return maskedOutput(last, {
          config,
          parameters,
          layers,
          dense: "generator_predictions.dense",
          norm: "generator_predictions.LayerNorm",
          act: "gelu", // whatever the blocks have
          tables: ["generator_lm_head.weight", table],
          biases: ["generator_lm_head.bias"],
          shape
        });
      const name = "discriminator_predictions";
      if (parameters.has(`${name}.dense.weight`)) {
        const width = last.shape[2] as number;
        const hidden = activation(layers.dense(last, `${name}.dense`, width, width), act);
        const logits = layers.dense(hidden, `${name}.dense_prediction`, width, 1);
        // One logit a token: whether it was replaced.
        sites.mark("logits", ["position"], reshape(logits, ["B", "T"]));
        return {kind: "token-classifier", logits, head: null};
      }
      if (parameters.has("classifier.out_proj.weight"))
        return classesOutput(
          layers,
          firstOf(last),
          ["classifier.dense", "gelu"],
          "classifier.out_proj"
        );
      return parameters.has("classifier.weight")
        ? tokenClassesOutput(layers, last, "classifier")
        : headless(last);
    };
    return encoder.graph(output());
  }
};
