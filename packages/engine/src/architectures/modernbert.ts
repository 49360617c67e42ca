/** ModernBERT (Warner et al. 2024): norms before the parts, rotary positions, gated MLP, two local layers of three. */
import {activation, add, gatedProduct, linear, reshape, slice, transpose} from "../graph/ops.ts";
import type {Dim, Node} from "../graph/node.ts";
import {shown, UnsupportedError} from "../errors.ts";
import type {Architecture} from "./architecture.ts";
import {
  activationOf,
  countOf,
  epsilonOf,
  headSizeOf,
  layerTypesOf,
  objectOf,
  positiveOf,
  textOf
} from "./config.ts";
import type {Config} from "./config.ts";
import type {Parameters} from "./parameters.ts";
import {attend} from "./parts/attention.ts";
import {
  classifiesTokens,
  encoderGraph,
  firstOf,
  headless,
  isTied,
  meanOf,
  untied
} from "./parts/encoder-heads.ts";
import type {EncoderOutput} from "./parts/encoder-heads.ts";
import {lookup, mask} from "./parts/inputs.ts";
import {layersOf} from "./parts/layers.ts";
import {ropeOf} from "./parts/rope.ts";
import {rotator} from "./parts/rotate.ts";
import {checkBiases} from "./parts/said-biases.ts";
import {Sites} from "./parts/sites.ts";

const kindOf = (scaling: Config): string =>
  textOf(scaling, "rope_type", textOf(scaling, "type", "default"));

/** Throws UnsupportedError for fields that published code reads otherwise, or that rule out what the file has. */
function checkFields(config: Config, parameters: Parameters): void {
  checkBiases(config, parameters, {decoder_bias: ["decoder.bias"]});
  const seen = Math.floor(countOf(config, "local_attention", 128) / 2);
  const refused = [
    ["sliding_window", countOf(config, "sliding_window", seen) !== seen],
    ["rope_scaling", kindOf(objectOf(config, "rope_scaling") ?? {}) !== "default"]
  ].find(([, is]) => is);
  if (refused)
    throw new UnsupportedError(
      `modernbert: ${String(refused[0])} is ${shown(config[String(refused[0])])}; expected none, with local_attention and rope_parameters in its place`
    );
}

export const modernbert: Architecture = {
  types: ["modernbert"],
  description: "ModernBERT: rotary positions, gated MLP, local layers; masked-language and classes",
  build(config, parameters) {
    const width = countOf(config, "hidden_size", 768);
    const heads = countOf(config, "num_attention_heads", 12);
    const inner = countOf(config, "intermediate_size", 1152);
    const vocabulary = countOf(config, "vocab_size", 50368);
    const size = headSizeOf(width, heads);
    const act = activationOf(textOf(config, "hidden_activation", "gelu"));
    const {dense, layerNorm} = layersOf(parameters, epsilonOf(config, "norm_eps", 1e-5));
    const sites = new Sites(false);
    const types = layerTypesOf(config, "layer_types", ["full_attention", "sliding_attention"]);
    const every = countOf(config, "global_attn_every_n_layers", 3);
    const isNear = (layer: number): boolean =>
      types ? types[layer] === "sliding_attention" : layer % every !== 0;
    checkFields(config, parameters);
    const both = objectOf(config, "rope_parameters") ?? {};
    const turning = (kind: string, older: string, base: number, name: string) =>
      rotator(
        ropeOf({rope_theta: positiveOf(config, older, base)}, size, {
          options: objectOf(both, kind) ?? objectOf(config, "rope_scaling") ?? {}
        }),
        "halves",
        name
      );
    const far = turning("full_attention", "global_rope_theta", 160_000, "rotary");
    // A base that is said to be none is that of the other layers.
    const nearBase = config["local_rope_theta"] === null ? "global_rope_theta" : "local_rope_theta";
    const near = turning("sliding_attention", nearBase, 10_000, "rotary.local");
    const all = {causal: false, keys: "encoder"} as const;
    const masks = {
      far: mask("mask", "T", "T", all),
      near: mask("mask.local", "T", "T", {
        ...all,
        window: Math.floor(countOf(config, "local_attention", 128) / 2) + 1,
        both: true
      })
    };

    const table = "model.embeddings.tok_embeddings.weight";
    const words = lookup(parameters, table, [vocabulary, width]);
    let x = sites.residual("embeddings", layerNorm(words.node, "model.embeddings.norm"));
    const residuals = [x];
    for (let layer = 0; layer < countOf(config, "num_hidden_layers", 22); layer++) {
      const name = `model.layers.${layer}`;
      const site = `layers.${layer}`;
      const read = parameters.has(`${name}.attn_norm.weight`)
        ? layerNorm(x, `${name}.attn_norm`)
        : x;
      const fused = dense(read, `${name}.attn.Wqkv`, width, 3 * width);
      const [batch, positions] = fused.shape as readonly [Dim, Dim];
      const split = reshape(fused, [batch, positions, 3 * heads, size]); // [q | k | v]
      const part = (which: number): Node =>
        transpose(slice(split, 2, which * heads, (which + 1) * heads), [0, 2, 1, 3]);
      const rotate = isNear(layer) ? near : far;
      const mixed = attend({
        query: rotate(part(0)),
        key: rotate(part(1)),
        value: part(2),
        scale: 1 / Math.sqrt(size),
        biases: [isNear(layer) ? masks.near : masks.far],
        sites,
        site: `${site}.attention`
      });
      const attended = dense(mixed, `${name}.attn.Wo`, width, width);
      x = add(x, sites.residual(`${site}.attention.output`, attended));
      const wide = dense(layerNorm(x, `${name}.mlp_norm`), `${name}.mlp.Wi`, width, 2 * inner);
      const hidden = gatedProduct(
        activation(slice(wide, 2, 0, inner), act),
        slice(wide, 2, inner, 2 * inner)
      );
      const neurons = sites.neurons(`${site}.neurons`, hidden);
      const fed = dense(neurons, `${name}.mlp.Wo`, inner, width);
      x = add(x, sites.residual(`${site}.mlp.output`, fed));
      residuals.push(sites.residual(`${site}.residual`, x));
    }

    const last = layerNorm(x, "model.final_norm");
    const headAct = activationOf(textOf(config, "classifier_activation", "gelu"));
    const transform = (hidden: Node): Node =>
      layerNorm(activation(dense(hidden, "head.dense", width, width), headAct), "head.norm");
    const output = (): EncoderOutput => {
      if (parameters.has("classifier.weight")) {
        const tokens = classifiesTokens(config) ?? false;
        const mean = textOf(config, "classifier_pooling", "cls") === "mean";
        const read = tokens ? last : mean ? meanOf(last) : firstOf(last);
        const logits = dense(transform(read), "classifier", width, null);
        return {kind: tokens ? "token-classifier" : "sequence-classifier", logits, head: null};
      }
      if (!parameters.has("head.dense.weight")) return headless(last);
      if (!parameters.has("decoder.weight") && !isTied(config))
        return {...headless(last), headless: untied(["decoder.weight"])};
      const matrix = parameters.get(parameters.has("decoder.weight") ? "decoder.weight" : table, [
        vocabulary,
        width
      ]);
      const bias = parameters.has("decoder.bias")
        ? parameters.get("decoder.bias", [vocabulary])
        : undefined;
      const head = (hidden: Node, {norm}: {readonly norm: boolean}): Node =>
        linear(transform(norm ? layerNorm(hidden, "model.final_norm") : hidden), matrix, bias);
      return {kind: "masked", logits: head(x, {norm: true}), head};
    };
    const context = countOf(config, "max_position_embeddings", 8192);
    return encoderGraph({sites, words, residuals, heads, vocabulary, context}, output());
  }
};
