/** BERT (Devlin et al. 2019): an encoder, norm after each part; masked-language and classification heads. */
import {SourceError} from "../errors.ts";
import {activation, add, gather, input, linear, matmul, reshape} from "../graph/ops.ts";
import type {Node} from "../graph/node.ts";
import type {Architecture, ModelGraph} from "./architecture.ts";
import {activationOf, numberOf, textOf} from "./config.ts";
import {attend, splitHeads} from "./parts/attention.ts";
import {lookup, mask, positions} from "./parts/inputs.ts";
import {layersOf} from "./parts/layers.ts";
import {Sites} from "./parts/sites.ts";

export const bert: Architecture = {
  types: ["bert"],
  description: "BERT: encoder with masked-language, sequence- or token-classification head",
  build(config, parameters, cached) {
    const width = numberOf(config, "hidden_size");
    const heads = numberOf(config, "num_attention_heads");
    const layers = numberOf(config, "num_hidden_layers");
    const inner = numberOf(config, "intermediate_size");
    const context = numberOf(config, "max_position_embeddings");
    const vocabulary = numberOf(config, "vocab_size");
    const epsilon = numberOf(config, "layer_norm_eps", 1e-12);
    const act = activationOf(textOf(config, "hidden_act", "gelu"));
    const size = width / heads;
    const sites = new Sites(cached);

    const {dense, layerNorm} = layersOf(parameters, epsilon);

    const words = lookup(parameters, "bert.embeddings.word_embeddings.weight", [vocabulary, width]);
    const types = gather(
      parameters.get("bert.embeddings.token_type_embeddings.weight", [null, width]),
      input("types", ["B", "T"], {kind: "given"}, "i32")
    );
    const places = gather(
      parameters.get("bert.embeddings.position_embeddings.weight", [null, width]),
      positions()
    );
    let x = sites.residual(
      "embeddings",
      layerNorm(add(add(words.node, types), places), "bert.embeddings.LayerNorm")
    );
    const residuals = [x];
    const padding = mask("mask", "T", "T", {causal: false, keys: "encoder"});

    for (let layer = 0; layer < layers; layer++) {
      const name = `bert.encoder.layer.${layer}`;
      const site = `layers.${layer}`;
      const part = (which: string): Node =>
        splitHeads(dense(x, `${name}.attention.self.${which}`, width, width), heads, size);
      const output = attend({
        query: part("query"),
        key: part("key"),
        value: part("value"),
        scale: 1 / Math.sqrt(size),
        biases: [padding],
        sites,
        site: `${site}.attention`
      });
      const mixed = sites.residual(
        `${site}.attention.output`,
        dense(output, `${name}.attention.output.dense`, width, width)
      );
      x = layerNorm(add(x, mixed), `${name}.attention.output.LayerNorm`);
      const neurons = sites.neurons(
        `${site}.neurons`,
        activation(dense(x, `${name}.intermediate.dense`, width, inner), act)
      );
      const fed = sites.residual(
        `${site}.mlp.output`,
        dense(neurons, `${name}.output.dense`, inner, width)
      );
      x = layerNorm(add(x, fed), `${name}.output.LayerNorm`);
      residuals.push(sites.residual(`${site}.residual`, x));
    }

    const common = {
      layers,
      heads,
      width,
      vocabulary,
      context,
      lookups: [words],
      residuals,
      sites: sites.all,
      memories: sites.memories,
      start: null
    };
    const finish = (
      kind: ModelGraph["kind"],
      logits: Node,
      head: ModelGraph["head"]
    ): ModelGraph => {
      sites.mark(
        "logits",
        kind === "sequence-classifier"
          ? ["class"]
          : ["position", kind === "masked" ? "token" : "class"],
        logits
      );
      return {...common, kind, logits, head};
    };

    if (parameters.has("cls.predictions.transform.dense.weight")) {
      const table = parameters.get(
        parameters.has("cls.predictions.decoder.weight")
          ? "cls.predictions.decoder.weight"
          : "bert.embeddings.word_embeddings.weight",
        [vocabulary, width]
      );
      const bias = parameters.get(
        parameters.has("cls.predictions.bias")
          ? "cls.predictions.bias"
          : "cls.predictions.decoder.bias",
        [vocabulary]
      );
      // There is no final norm before this head: its own transform has one, in both readings of the lens.
      const head = (hidden: Node): Node => {
        const transformed = activation(
          dense(hidden, "cls.predictions.transform.dense", width, width),
          act
        );
        return linear(layerNorm(transformed, "cls.predictions.transform.LayerNorm"), table, bias);
      };
      return finish("masked", head(x), head);
    }
    if (!parameters.has("classifier.weight")) {
      throw new SourceError(
        "weights: neither cls.predictions nor classifier is there; a BERT without a head has no output to explain"
      );
    }
    if (!parameters.has("bert.pooler.dense.weight"))
      return finish("token-classifier", dense(x, "classifier", width, null), null);
    const first = matmul(input("select.first", ["B", 1, "T"], {kind: "first"}), x); // [B, 1, C]
    const pooled = activation(
      dense(reshape(first, ["B", width]), "bert.pooler.dense", width, width),
      "tanh"
    );
    return finish("sequence-classifier", dense(pooled, "classifier", width, null), null);
  }
};
