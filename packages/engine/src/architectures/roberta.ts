/** RoBERTa (Liu et al. 2019), XLM-RoBERTa (Conneau et al. 2020), CamemBERT (Martin et al. 2020): BERT, positions counted apart. */
import type {Architecture} from "./architecture.ts";
import {wholeOf} from "./config.ts";
import {bertDefaults, bertEncoder} from "./parts/bert-encoder.ts";
import {
  classesOutput,
  firstOf,
  headless,
  maskedOutput,
  tokenClassesOutput
} from "./parts/encoder-heads.ts";
import type {EncoderOutput} from "./parts/encoder-heads.ts";
import {countedPositions} from "./parts/inputs.ts";
import {renamed} from "./parts/renamed.ts";

const TABLE = "roberta.embeddings.word_embeddings.weight";

export const roberta: Architecture = {
  types: ["roberta", "xlm-roberta", "camembert"],
  description: "RoBERTa, XLM-RoBERTa, CamemBERT: BERT with positions behind the padding's",
  build(config, given) {
    // Of a table that both ends share, a file may have kept the other name.
    const parameters = renamed(given, (name) =>
      name === TABLE ? [TABLE, "lm_head.decoder.weight"] : [name]
    );
    const padding = wholeOf(config, "pad_token_id", 1);
    const places = countedPositions("ids", {offset: padding + 1, padding});
    const defaults =
      config["model_type"] === "roberta" ? {...bertDefaults, vocabulary: 50265} : bertDefaults;
    const encoder = bertEncoder(config, parameters, "roberta", places, defaults);
    const {layers, last, shape} = encoder;
    const output = (): EncoderOutput => {
      if (parameters.has("lm_head.dense.weight"))
        return maskedOutput(last, {
          config,
          parameters,
          layers,
          dense: "lm_head.dense",
          norm: "lm_head.layer_norm",
          act: "gelu", // whatever the blocks have
          tables: ["lm_head.decoder.weight", TABLE],
          biases: ["lm_head.bias", "lm_head.decoder.bias"],
          shape
        });
      if (parameters.has("classifier.out_proj.weight"))
        return classesOutput(
          layers,
          firstOf(last),
          ["classifier.dense", "tanh"],
          "classifier.out_proj"
        );
      return parameters.has("classifier.weight")
        ? tokenClassesOutput(layers, last, "classifier")
        : headless(last);
    };
    return encoder.graph(output(), padding + 1);
  }
};
