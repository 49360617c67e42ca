/** T5 (Raffel et al. 2020; v1.1: Shazeer 2020): encoder–decoder, relative positions, RMSNorm, no biases. */
import {SourceError, UnsupportedError} from "../errors.ts";
import {
  activation,
  add,
  gatedProduct,
  gather,
  input,
  linear,
  scale,
  transpose
} from "../graph/ops.ts";
import type {Dim, Node} from "../graph/node.ts";
import type {Architecture, HeadOptions, Memory} from "./architecture.ts";
import {activationOf, countOf, epsilonOf, flagOf, textOf, wholeOf} from "./config.ts";
import {attend, splitHeads} from "./parts/attention.ts";
import {classOf} from "./parts/decoder-end.ts";
import {isTied, untied} from "./parts/encoder-heads.ts";
import {lookup, mask} from "./parts/inputs.ts";
import {layersOf} from "./parts/layers.ts";
import {readsForward} from "./parts/reads-forward.ts";
import {Sites} from "./parts/sites.ts";

export const t5: Architecture = {
  types: ["t5", "mt5"],
  description: "T5 v1.0 and v1.1 (T0, Flan-T5), mT5: encoder–decoder, relative positions, RMSNorm",
  build(config, parameters, cached) {
    readsForward(config);
    const width = countOf(config, "d_model");
    const heads = countOf(config, "num_heads");
    const size = countOf(config, "d_kv");
    const inner = countOf(config, "d_ff");
    const encoderLayers = countOf(config, "num_layers");
    const layers = countOf(config, "num_decoder_layers", encoderLayers);
    const vocabulary = countOf(config, "vocab_size");
    const epsilon = epsilonOf(config, "layer_norm_epsilon", 1e-6);
    const buckets = countOf(config, "relative_attention_num_buckets", 32);
    const maxDistance = countOf(config, "relative_attention_max_distance", 128);
    if (maxDistance <= buckets / 2)
      throw new SourceError(
        `config.json: relative_attention_max_distance is ${maxDistance}, expected more than half of the ${buckets} relative_attention_num_buckets`
      );
    const projection = textOf(config, "feed_forward_proj", "relu");
    const gated = projection.startsWith("gated-");
    // "gated-gelu" has always meant the tanh form here.
    const named = projection === "gated-gelu" ? "gelu_new" : projection.replace("gated-", "");
    const act = activationOf(textOf(config, "dense_act_fn", named));
    if (!parameters.has("decoder.block.0.layer.0.SelfAttention.q.weight"))
      throw new UnsupportedError(
        `t5: the file has no decoder${classOf(config) === "" ? "" : ` (${classOf(config)})`}; expected an encoder and a decoder`
      );
    const sites = new Sites(cached);
    const table = parameters.has("shared.weight") ? "shared.weight" : "encoder.embed_tokens.weight";

    const {dense, rmsNorm} = layersOf(parameters, epsilon);

    const relative = (stack: "encoder" | "decoder", length: Dim): Node => {
      const fill = {
        kind: "relative-buckets",
        bidirectional: stack === "encoder",
        buckets,
        maxDistance
      } as const;
      const weights = parameters.get(
        `${stack}.block.0.layer.0.SelfAttention.relative_attention_bias.weight`,
        [buckets, heads]
      );
      return transpose(
        gather(
          weights,
          input(
            `${stack}.buckets`,
            [length, stack === "decoder" ? sites.keys : length],
            fill,
            "i32"
          )
        ),
        [2, 0, 1]
      ); // [H, T, T]
    };

    const attention = (
      x: Node,
      from: Node,
      name: string,
      biases: readonly Node[],
      site: string,
      memory?: Memory["kind"]
    ): Node => {
      const part = (which: string, of: Node): Node =>
        splitHeads(dense(of, `${name}.${which}`, width, heads * size), heads, size);
      const output = attend({
        query: part("q", x),
        key: part("k", from),
        value: part("v", from),
        scale: 1,
        biases,
        sites,
        site,
        ...(memory ? {memory} : {})
      });
      return sites.residual(`${site}.output`, dense(output, `${name}.o`, heads * size, width));
    };

    const mlp = (x: Node, name: string, site: string): Node => {
      const hidden = gated
        ? gatedProduct(
            activation(dense(x, `${name}.wi_0`, width, inner), act),
            dense(x, `${name}.wi_1`, width, inner)
          )
        : activation(dense(x, `${name}.wi`, width, inner), act);
      return sites.residual(
        `${site}.mlp.output`,
        dense(sites.neurons(`${site}.neurons`, hidden), `${name}.wo`, inner, width)
      );
    };

    const source = lookup(parameters, table, [vocabulary, width], {length: "S"});
    let x = sites.residual("encoder.embeddings", source.node); // [B, S, C]
    const encoderBiases = [
      relative("encoder", "S"),
      mask("encoder.mask", "S", "S", {causal: false, keys: "encoder"})
    ];
    for (let layer = 0; layer < encoderLayers; layer++) {
      const name = `encoder.block.${layer}.layer`;
      const site = `encoder.layers.${layer}`;
      const normed = rmsNorm(x, `${name}.0.layer_norm`);
      x = add(
        x,
        attention(normed, normed, `${name}.0.SelfAttention`, encoderBiases, `${site}.attention`)
      );
      x = add(x, mlp(rmsNorm(x, `${name}.1.layer_norm`), `${name}.1.DenseReluDense`, site));
      sites.residual(`${site}.residual`, x);
    }
    const memory = sites.residual("encoder.output", rmsNorm(x, "encoder.final_layer_norm"));

    const answer = lookup(parameters, table, [vocabulary, width], {decoder: true});
    x = sites.residual("decoder.embeddings", answer.node); // [B, T, C]
    const residuals = [x];
    const selfBiases = [
      relative("decoder", "T"),
      mask("decoder.mask", "T", sites.keys, {causal: true, keys: "decoder"})
    ];
    const crossBiases = [mask("cross.mask", "T", "S", {causal: false, keys: "encoder"})];
    for (let layer = 0; layer < layers; layer++) {
      const name = `decoder.block.${layer}.layer`;
      const site = `decoder.layers.${layer}`;
      const normed = rmsNorm(x, `${name}.0.layer_norm`);
      x = add(
        x,
        attention(
          normed,
          normed,
          `${name}.0.SelfAttention`,
          selfBiases,
          `${site}.attention`,
          "grows"
        )
      );
      x = add(
        x,
        attention(
          rmsNorm(x, `${name}.1.layer_norm`),
          memory,
          `${name}.1.EncDecAttention`,
          crossBiases,
          `${site}.cross`,
          "stays"
        )
      );
      x = add(x, mlp(rmsNorm(x, `${name}.2.layer_norm`), `${name}.2.DenseReluDense`, site));
      residuals.push(sites.residual(`${site}.residual`, x));
    }

    if (!parameters.has("lm_head.weight") && !isTied(config))
      throw new UnsupportedError(`t5: ${untied(["lm_head.weight"])}; expected a model that writes`);
    // The presence of lm_head decides whether the head is tied; the scale is said apart, or follows the config's tie;
    // mT5 has none.
    const output = parameters.get(parameters.has("lm_head.weight") ? "lm_head.weight" : table, [
      vocabulary,
      width
    ]);
    const scaled =
      textOf(config, "model_type", "t5") !== "mt5" &&
      flagOf(config, "scale_decoder_outputs", flagOf(config, "tie_word_embeddings", true));
    const head = (hidden: Node, options: HeadOptions): Node => {
      const normed = options.norm ? rmsNorm(hidden, "decoder.final_layer_norm") : hidden;
      return linear(scaled && !options.bare ? scale(normed, 1 / Math.sqrt(width)) : normed, output);
    };
    const logits = sites.mark("logits", ["position", "token"], head(x, {norm: true}));
    return {
      kind: "encoder-decoder",
      layers,
      heads,
      width,
      vocabulary,
      context: Infinity,
      logits,
      lookups: [source, answer],
      residuals,
      head,
      sites: sites.all,
      memories: sites.memories,
      start: wholeOf(config, "decoder_start_token_id", wholeOf(config, "pad_token_id", 0))
    };
  }
};
