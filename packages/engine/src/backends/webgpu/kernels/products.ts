/** Sums of products: linear and matmul, finished (bias, activation, residual) before they are stored. */
import type {Shape} from "../../../graph/node.ts";
import type {Step} from "../../../schedule/plan.ts";
import {direct} from "./direct.ts";
import {KernelText, literal} from "./kernel-text.ts";
import {outNames, storeText, writesOf} from "./kernel.ts";
import type {Kernel, Shader} from "./kernel.ts";
import {narrow} from "./place-index.ts";
import {productOf} from "./product-forms.ts";
import type {Product, ProductNode} from "./product-forms.ts";
import type {ProductText, Strategy} from "./product-text.ts";
import {readerOf} from "./readers.ts";
import type {Reader} from "./readers.ts";
import {sizeText} from "./scope.ts";
import type {Context} from "./scope.ts";
import {split} from "./split.ts";
import {tiled} from "./tiled.ts";

interface Sizes {
  readonly z: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** Heights of blocks: few, as each is a shader to compile. */
const heights = [1, 4, 8, 12, 16] as const;

/** Returns the height that wastes the least: rows beyond the last are computed too, each pass reads b anew. */
function heightFor(m: number): number {
  const cost = (height: number): number => Math.ceil(m / height) * (height + 4);
  return heights.reduce((best, height) => (cost(height) < cost(best) ? height : best));
}

function strategyFor({m, n}: Sizes, software: boolean): Strategy {
  if (software) return direct(heightFor(m), n <= 16 ? 2 : 4, 8);
  if (m <= 32) return split(m <= 4 ? 4 : m <= 8 ? 8 : 16);
  return m <= 64 || n <= 64 ? tiled(32, 32) : tiled(64, 64);
}

export function products(step: Step, context: Context): Kernel {
  const core = step.core as ProductNode;
  const product = productOf(core);
  const {z, m, n, k} = product;
  return (size) => {
    const sizes = {z: size(z), m: size(m), n: size(n), k: size(k)};
    const strategy = strategyFor(sizes, context.software);
    const across = Math.ceil(sizes.n / strategy.columns) * Math.ceil(sizes.m / strategy.rows);
    return {
      key: strategy.name,
      workgroups: sizes.z * across,
      shader: () => shaderOf(step, core, product, strategy, context)
    };
  };
}

function shaderOf(
  step: Step,
  core: ProductNode,
  product: Product,
  strategy: Strategy,
  context: Context
): Shader {
  const {z, m, n, k, alongK, bias, alpha} = product;
  const kernel = new KernelText(context, new Set(step.results.map(({node}) => node)));
  const a = readerOf(kernel, "a", product.a);
  const b = readerOf(kernel, "b", product.b);
  kernel.define("fn finish(z: u32, m: u32, n: u32, sum: f32)", (evaluation) => {
    const position = product.result(evaluation);
    const scaled = alpha === 1 ? "sum" : `sum * ${literal(alpha)}`;
    const added = bias
      ? `${scaled} + ${kernel.value(evaluation, bias, narrow(evaluation, position, bias.shape))}`
      : scaled;
    const known = new Map(evaluation.known).set(core, evaluation.scope.let(added));
    return storeText(kernel, {...evaluation, known}, step, position);
  });
  const text = (shape: Shape): string => sizeText(shape, kernel.length);
  const main = strategy.text({
    a,
    b,
    alongK,
    sizes: {m: text(m), n: text(n), k: text(k), z: text(z)},
    pairs: pairsOf(b, product)
  });
  return {text: kernel.text(outNames(step), main), reads: kernel.bindings, writes: writesOf(step)};
}

/** Two 16-bit weights share a word; every row of the weight must start at an even place. */
function pairsOf(b: Reader, {alongK, n, k}: Product): ProductText["pairs"] {
  const [inner] = alongK ? k : n;
  if (!b.pair || typeof inner !== "number" || inner % 2 === 1) return "none";
  return alongK ? "k" : "n";
}
