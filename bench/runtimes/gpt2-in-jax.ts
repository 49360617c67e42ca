/** atlas written once more in jax-js: the twin that our own kernels are compared with. */
import {jit, nn, numpy as np, valueAndGrad, type Array as Value} from "@jax-js/jax";
import type {Weights} from "../../packages/engine/src/backends/backend.ts";
import {toFloat32} from "../../packages/engine/src/weights/decode.ts";

export interface Gpt2Shape {
  readonly layers: number;
  readonly heads: number;
  readonly width: number;
}

/** Returns functions of the embeddings [T, C]: the last position's logits [V], and a logit with its gradient [T, C]. */
export function gpt2InJax(weights: Weights, {layers, heads, width}: Gpt2Shape, target: number) {
  const size = width / heads;
  // Made here, not while a function is traced: there they would become part of the trace.
  const held = new Map(
    [...weights].map(([name, tensor]) => [
      name,
      np.array(new Float32Array(toFloat32(tensor))).reshape([...tensor.shape])
    ])
  );
  const weight = (name: string): Value => held.get(`transformer.${name}`)!.ref;
  const norm = (x: Value, name: string): Value =>
    nn
      .standardize(x)
      .mul(weight(`${name}.weight`))
      .add(weight(`${name}.bias`));
  const conv = (x: Value, name: string): Value =>
    np.matmul(x, weight(`${name}.weight`)).add(weight(`${name}.bias`));

  function forward(x: Value): Value {
    const length = x.shape[0]!;
    for (let layer = 0; layer < layers; layer++) {
      const fused = conv(norm(x.ref, `h.${layer}.ln_1`), `h.${layer}.attn.c_attn`);
      const [q, k, v] = np.split(fused, 3, 1).map((part) => part.reshape([length, heads, size]));
      const mixed = nn.dotProductAttention(q!, k!, v!, {isCausal: true}).reshape([length, width]);
      x = x.add(conv(mixed, `h.${layer}.attn.c_proj`));
      const inner = nn.gelu(conv(norm(x.ref, `h.${layer}.ln_2`), `h.${layer}.mlp.c_fc`));
      x = x.add(conv(inner, `h.${layer}.mlp.c_proj`));
    }
    const last = norm(x, "ln_f").slice([length - 1, length]);
    return np.matmul(last, np.transpose(weight("wte.weight"))).reshape([-1]);
  }

  return {
    logits: jit(forward),
    gradient: jit(valueAndGrad((x: Value): Value => forward(x).slice(target)))
  };
}
