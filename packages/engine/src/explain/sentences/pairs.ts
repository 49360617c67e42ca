/** The cosine as a sum over pairs of tokens: what each gives to its text's vector, times what the other gives. Exact. */
import {decodeRows} from "../../weights/decode.ts";
import type {Session} from "../session.ts";
import {batchOf} from "../batches.ts";
import {dot} from "./embed.ts";
import type {ReadText} from "./encode-text.ts";
import {lastStates} from "./graph.ts";
import type {AfterPooling, SentenceModules} from "./modules.ts";
import type {AlikePairs, AlikeSum} from "./results.ts";
import {sumOf} from "./two.ts";
import type {Two, Units} from "./two.ts";
import {isLinear, weightsOf} from "./weights.ts";

type Dense = Extract<AfterPooling, {kind: "dense"}>;

/** Returns the sum over pairs; null where an activation stands between the pooled states and the vector. */
export async function pairsOf(two: Two): Promise<(AlikePairs & {readonly sum: AlikeSum}) | null> {
  const {modules, texts, units, cosine} = two;
  const dense = modules.after.filter((step): step is Dense => step.kind === "dense");
  if (dense.some(({activation}) => activation !== "identity")) return null;
  const [a, b] = [await partsOf(two, texts[0], dense), await partsOf(two, texts[1], dense)];
  const [own, other] = [grouped(a, units[0]), grouped(b, units[1])];
  const lengths = Math.sqrt(lengthOf(a) * lengthOf(b));
  const values = own.map((one) => other.map((its) => dot(one, its) / lengths));
  return {values, sum: sumOf("pairs", values.flat(), cosine)};
}

/** Returns Σ parts · Σ parts. */
function lengthOf(parts: readonly Float64Array[]): number {
  const [whole] = grouped(parts, [[...parts.keys()]]);
  return dot(whole!, whole!);
}

function grouped(parts: readonly Float64Array[], units: Units): Float64Array[] {
  return units.map((own) => {
    const sum = new Float64Array(parts[0]!.length);
    for (const at of own) parts[at]!.forEach((x, channel) => (sum[channel]! += x));
    return sum;
  });
}

/** Returns what each token gives to its text's vector, before it is divided by its length. */
async function partsOf(
  {session, modules, meter, options: {signal}}: Two,
  text: ReadText,
  dense: readonly Dense[]
): Promise<Float64Array[]> {
  const outputs = await session.ask(
    {key: "last-states", outputs: () => ({states: lastStates(session.graph)})},
    {batch: batchOf(session, [text.encoded]), meter, signal}
  );
  const {data, shape} = outputs.get("states")!;
  const width = shape.at(-1)!;
  const states = text.tokens.map((_, at) =>
    Float64Array.from(data.subarray(at * width, (at + 1) * width))
  );
  const pooled = pooledParts(states, text.counted, modules);
  return dense.reduce((parts, layer) => through(session, layer, parts), pooled);
}

function pooledParts(
  states: readonly Float64Array[],
  counted: readonly number[],
  {poolings}: SentenceModules
): Float64Array[] {
  const width = states[0]!.length;
  const parts = states.map(() => new Float64Array(poolings.length * width));
  for (const [index, pooling] of poolings.entries()) {
    const start = index * width;
    if (isLinear(pooling)) {
      const weights = weightsOf(pooling, counted, states.length);
      for (const [at, state] of states.entries())
        parts[at]!.set(
          state.map((x) => weights[at]! * x),
          start
        );
    } else
      for (let channel = 0; channel < width; channel++) {
        // Each channel is one token's: that with the largest number.
        const at = counted.reduce((best, one) =>
          states[one]![channel]! > states[best]![channel]! ? one : best
        );
        parts[at]![start + channel] = states[at]![channel]!;
      }
  }
  return parts;
}

/** A linear layer of a sum is the sum of its layers; the bias is shared out among the tokens. */
function through(
  {weights}: Session,
  {folder, bias}: Dense,
  parts: readonly Float64Array[]
): Float64Array[] {
  const matrix = weights.get(`${folder}.linear.weight`)!;
  const [out, inner] = matrix.shape as readonly [number, number];
  const rows = new Float64Array(out * inner);
  decodeRows(matrix, 0, out, rows);
  const offset = new Float64Array(out);
  if (bias) {
    const tensor = weights.get(`${folder}.linear.bias`)!;
    decodeRows({...tensor, shape: [1, out]}, 0, 1, offset);
  }
  return parts.map((part) =>
    offset.map(
      (x, row) => x / parts.length + dot(rows.subarray(row * inner, (row + 1) * inner), part)
    )
  );
}
