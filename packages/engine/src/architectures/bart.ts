/** BART (Lewis et al. 2020): encoder–decoder, norms after each part. PEGASUS (Zhang et al. 2020): norms before, sines as positions. */
import {UnsupportedError} from "../errors.ts";
import {activation, add, gather, input, linear, matmul, reshape, scale} from "../graph/ops.ts";
import type {Node} from "../graph/node.ts";
import type {Architecture, HeadOptions, Memory, ModelGraph} from "./architecture.ts";
import {activationOf, countOf, flagOf, headSizeOf, textOf, wholeOf} from "./config.ts";
import type {Config} from "./config.ts";
import type {Parameters} from "./parameters.ts";
import {attend, splitHeads} from "./parts/attention.ts";
import {isTied, untied} from "./parts/encoder-heads.ts";
import {lookup, mask, placesOf, positions} from "./parts/inputs.ts";
import {layersOf} from "./parts/layers.ts";
import {readsForward} from "./parts/reads-forward.ts";
import {Sites} from "./parts/sites.ts";

interface Style {
  /** Whether norms come before the parts, and once more at each stack's end. */
  readonly first: boolean;
  /** Rows the table of positions has before the first; null for sines. */
  readonly offset: number | null;
}

function bartLike(
  config: Config,
  parameters: Parameters,
  cached: boolean,
  {first, offset}: Style
): ModelGraph {
  readsForward(config);
  const width = countOf(config, "d_model");
  const vocabulary = countOf(config, "vocab_size");
  const context = countOf(config, "max_position_embeddings", 1024);
  const act = activationOf(textOf(config, "activation_function", "gelu"));
  const {dense, layerNorm} = layersOf(parameters, 1e-5);
  const sites = new Sites(cached);
  const table = ["model.shared.weight", "model.encoder.embed_tokens.weight"].find((name) =>
    parameters.has(name)
  );
  const shared = table ?? "model.shared.weight";
  const rowScale = flagOf(config, "scale_embedding", false) ? Math.sqrt(width) : 1;
  const before = (x: Node, name: string): Node => (first ? layerNorm(x, name) : x);
  const after = (x: Node, name: string): Node => (first ? x : layerNorm(x, name));

  const embed = (stack: "encoder" | "decoder", rows: Node, length: "S" | "T"): Node => {
    const name = `model.${stack}`;
    const learned = parameters.has(`${name}.embed_positions.weight`);
    const places =
      offset === null && !learned
        ? input(`sinusoids.${length}`, [length, width], {kind: "sinusoids"})
        : gather(
            placesOf(parameters, `${name}.embed_positions.weight`, width, context + (offset ?? 0)),
            positions(length, offset ?? 0)
          );
    const sum = add(rowScale === 1 ? rows : scale(rows, rowScale), places);
    const normed = parameters.has(`${name}.layernorm_embedding.weight`);
    return sites.residual(
      `${stack}.embeddings`,
      normed ? layerNorm(sum, `${name}.layernorm_embedding`) : sum
    );
  };

  const attention = (
    [x, from]: readonly [Node, Node],
    name: string,
    stack: "encoder" | "decoder",
    {bias, site, memory}: {bias: Node; site: string; memory?: Memory["kind"]}
  ): Node => {
    const heads = countOf(config, `${stack}_attention_heads`);
    const size = headSizeOf(width, heads);
    const part = (which: string, of: Node): Node =>
      splitHeads(dense(of, `${name}.${which}_proj`, width, width), heads, size);
    const mixed = attend({
      query: part("q", x),
      key: part("k", from),
      value: part("v", from),
      scale: 1 / Math.sqrt(size),
      biases: [bias],
      sites,
      site,
      ...(memory ? {memory} : {})
    });
    return sites.residual(`${site}.output`, dense(mixed, `${name}.out_proj`, width, width));
  };
  const mlp = (x: Node, name: string, stack: "encoder" | "decoder", site: string): Node => {
    const inner = countOf(config, `${stack}_ffn_dim`);
    const hidden = activation(dense(x, `${name}.fc1`, width, inner), act);
    const neurons = sites.neurons(`${site}.neurons`, hidden);
    return sites.residual(`${site}.mlp.output`, dense(neurons, `${name}.fc2`, inner, width));
  };

  const source = lookup(parameters, shared, [vocabulary, width], {length: "S"});
  let x = embed("encoder", source.node, "S"); // [B, S, C]
  const seen = mask("encoder.mask", "S", "S", {causal: false, keys: "encoder"});
  for (let layer = 0; layer < countOf(config, "encoder_layers"); layer++) {
    const name = `model.encoder.layers.${layer}`;
    const site = `encoder.layers.${layer}`;
    const read = before(x, `${name}.self_attn_layer_norm`);
    const attended = attention([read, read], `${name}.self_attn`, "encoder", {
      bias: seen,
      site: `${site}.attention`
    });
    x = after(add(x, attended), `${name}.self_attn_layer_norm`);
    const fed = mlp(before(x, `${name}.final_layer_norm`), name, "encoder", site);
    x = sites.residual(`${site}.residual`, after(add(x, fed), `${name}.final_layer_norm`));
  }
  const memory = sites.residual("encoder.output", before(x, "model.encoder.layer_norm"));

  const answer = lookup(parameters, shared, [vocabulary, width], {decoder: true});
  x = embed("decoder", answer.node, "T"); // [B, T, C]
  const residuals = [x];
  const own = mask("decoder.mask", "T", sites.keys, {causal: true, keys: "decoder"});
  const cross = mask("cross.mask", "T", "S", {causal: false, keys: "encoder"});
  for (let layer = 0; layer < countOf(config, "decoder_layers"); layer++) {
    const name = `model.decoder.layers.${layer}`;
    const site = `decoder.layers.${layer}`;
    const read = before(x, `${name}.self_attn_layer_norm`);
    const attended = attention([read, read], `${name}.self_attn`, "decoder", {
      bias: own,
      site: `${site}.attention`,
      memory: "grows"
    });
    x = after(add(x, attended), `${name}.self_attn_layer_norm`);
    const asking = before(x, `${name}.encoder_attn_layer_norm`);
    const found = attention([asking, memory], `${name}.encoder_attn`, "decoder", {
      bias: cross,
      site: `${site}.cross`,
      memory: "stays"
    });
    x = after(add(x, found), `${name}.encoder_attn_layer_norm`);
    const fed = mlp(before(x, `${name}.final_layer_norm`), name, "decoder", site);
    x = after(add(x, fed), `${name}.final_layer_norm`);
    residuals.push(sites.residual(`${site}.residual`, x));
  }

  const start = wholeOf(config, "decoder_start_token_id", wholeOf(config, "pad_token_id", 0));
  const common = {
    layers: residuals.length - 1,
    heads: countOf(config, "decoder_attention_heads"),
    width,
    vocabulary,
    context,
    lookups: [source, answer],
    residuals,
    sites: sites.all
  };
  const last = before(x, "model.decoder.layer_norm");
  if (parameters.has("classification_head.dense.weight")) {
    const end = wholeOf(config, "eos_token_id", 2);
    const at = input("select.last", ["B", 1, "T"], {kind: "last", token: end});
    const read = reshape(matmul(at, last), ["B", width]);
    const hidden = activation(dense(read, "classification_head.dense", width, width), "tanh");
    const logits = dense(hidden, "classification_head.out_proj", width, null);
    sites.mark("logits", ["class"], logits);
    const kind = "sequence-classifier";
    return {...common, kind, logits, head: null, memories: [], start: null, shiftedBy: start};
  }
  if (!parameters.has("lm_head.weight") && !isTied(config))
    throw new UnsupportedError(
      `${textOf(config, "model_type", "bart")}: ${untied(["lm_head.weight"])}; expected a model that writes`
    );
  const head = (hidden: Node, {norm, bare = false}: HeadOptions): Node => {
    const read = norm ? before(hidden, "model.decoder.layer_norm") : hidden;
    const output = parameters.has("lm_head.weight") ? "lm_head.weight" : shared;
    const logits = linear(read, parameters.get(output, [vocabulary, width]));
    return bare || !parameters.has("final_logits_bias")
      ? logits
      : add(logits, parameters.get("final_logits_bias", [1, vocabulary]));
  };
  const logits = sites.mark("logits", ["position", "token"], head(x, {norm: true}));
  return {...common, kind: "encoder-decoder", logits, head, memories: sites.memories, start};
}

export const bart: Architecture = {
  types: ["bart"],
  description:
    "BART: encoder–decoder, learned positions, LayerNorm after each part; classification",
  build: (config, parameters, cached) =>
    bartLike(config, parameters, cached, {first: false, offset: 2})
};

export const pegasus: Architecture = {
  types: ["pegasus"],
  description: "PEGASUS: encoder–decoder, sines as positions, LayerNorm before each part",
  build: (config, parameters, cached) =>
    bartLike(config, parameters, cached, {first: true, offset: null})
};
