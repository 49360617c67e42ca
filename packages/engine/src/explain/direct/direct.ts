/**
 * Direct logit attribution (Elhage et al. 2021, "A Mathematical Framework for Transformer Circuits"; McGrath et al.
 * 2023): what each part of the model writes into the residual stream at one position, as the output head reads it with
 * the norms' deviations frozen. What a part does through later parts is theirs.
 */
import type {ModelInput} from "../../api.ts";
import type {Tensor} from "../../backends/backend.ts";
import {InputError} from "../../errors.ts";
import type {Node} from "../../graph/node.ts";
import {mul, sum} from "../../graph/ops.ts";
import {askWith, repeated, workOf} from "../causal/reading.ts";
import type {Work} from "../causal/reading.ts";
import {encode} from "../input.ts";
import {tokensOf} from "../lens/read.ts";
import type {Answer} from "../provenance.ts";
import {headless} from "../questions.ts";
import type {Meter, Question, Session} from "../session.ts";
import {rest, slopes} from "./linear.ts";
import type {DirectGrain, DirectOptions} from "./options.ts";
import {misses, rowSum} from "../sums.ts";
import {writersOf} from "./parts.ts";
import type {Writer} from "./parts.ts";
import type {DirectLogits, DirectNeuron, DirectPart} from "./results.ts";

const grains: readonly DirectGrain[] = ["layer", "head", "neuron"];

/** The logit, what the biases add, and each writer's shares: one number, one a head [H], one a neuron [T, F]. */
function directQuestion({session: {graph}, subject: {scalar}}: Work, by: DirectGrain): Question {
  return {
    key: `direct:${by}:${scalar.key}`,
    gradient: true,
    outputs: () => {
      const root = scalar.node(graph);
      const writers = writersOf(graph, by, root);
      const ends = writers.map(({node}) => node);
      const flows = slopes(root, ends);
      const outputs: Record<string, Node> = {value: root, bias: rest(root, new Set(ends))};
      for (const [index, writer] of writers.entries()) {
        const shares = mul(writer.node, flows[index]!);
        outputs[`share.${index}`] = sum(shares, summed(writer, by));
        if (isNeurons(writer, by)) outputs[`neurons.${index}`] = writer.node;
      }
      return outputs;
    }
  };
}

const isHeads = ({kind}: Writer, by: DirectGrain): boolean =>
  by === "head" && (kind === "attention" || kind === "cross");
const isNeurons = ({kind}: Writer, by: DirectGrain): boolean => by === "neuron" && kind === "mlp";

/** The axes a share is summed over: all but those it is told by. */
function summed(writer: Writer, by: DirectGrain): readonly number[] {
  const kept = isHeads(writer, by) ? [1] : isNeurons(writer, by) ? [1, 2] : [];
  return writer.node.shape.flatMap((_, axis) => (kept.includes(axis) ? [] : [axis]));
}

const total = ({data}: Tensor): number => {
  let sum = 0;
  for (const value of data) sum += value;
  return sum;
};

/** Returns what the parts of a model add to a logit. Throws InputError for options that are not known. */
export async function directLogits(
  session: Session,
  input: ModelInput,
  options: DirectOptions,
  meter: Meter
): Promise<Answer<DirectLogits>> {
  const {graph} = session;
  const {target, foil, position, by = "layer", top = 20, signal} = options;
  if (!grains.includes(by))
    throw new InputError(`unknown grain (by): ${String(by)}; one of ${grains.join(", ")}`);
  if (graph.kind === "encoder") throw headless(graph, "so there are no logits to take apart");
  const encoded = encode(session, input);
  // What the head adds up is the logit, whatever other questions ask for.
  const asked = {of: "logit", target, foil, position, signal} as Parameters<typeof workOf>[2];
  const work = await workOf(session, encoded, asked, meter);
  const question = directQuestion(work, by);
  const outputs = await askWith(work, question, repeated(encoded, 1));
  const writers = writersOf(graph, by, work.subject.scalar.node(graph));
  const value = outputs.get("value")!.data[0]!;
  const parts: DirectPart[] = merged([
    ...writers.flatMap((writer, index) => {
      const share = outputs.get(`share.${index}`)!;
      const {kind, layer} = writer;
      return isHeads(writer, by)
        ? Array.from(share.data, (own, head): DirectPart => ({kind, layer, head, value: own}))
        : [{kind, layer, head: null, value: total(share)}];
    }),
    {kind: "bias", layer: null, head: null, value: outputs.get("bias")!.data[0]!}
  ]);
  const {sum, error} = rowSum(
    parts.map((part) => part.value),
    value
  );
  return {
    target: {...work.subject.about, value},
    tokens: tokensOf(session, encoded, {stack: "decoder"}),
    by,
    parts,
    neurons:
      by === "neuron"
        ? strongest(
            writers.flatMap((writer, index) =>
              isNeurons(writer, by)
                ? neuronsOf(
                    writer.layer!,
                    outputs.get(`share.${index}`)!,
                    outputs.get(`neurons.${index}`)!
                  )
                : []
            ),
            top
          )
        : null,
    delta: error,
    warning: misses(error, value)
      ? `the parts add up to ${sum.toPrecision(3)}, the logit is ${value.toPrecision(3)}: the numbers of this model are too large for float32; load it with dtype float64`
      : null
  };
}

/** Rows of position and of segment are one part. */
function merged(parts: readonly DirectPart[]): DirectPart[] {
  const rows = parts.filter(({kind}) => kind === "position");
  const [first, ...others] = rows;
  if (!first) return [...parts];
  const value = rows.reduce((sum, part) => sum + part.value, 0);
  return parts.flatMap((part) =>
    part === first ? [{...first, value}] : others.includes(part) ? [] : [part]
  );
}

/** A neuron adds where the logit is read; a classifier that reads a mean of positions sees several: the strongest is told. */
function neuronsOf(layer: number, share: Tensor, fired: Tensor): DirectNeuron[] {
  const width = fired.shape.at(-1)!;
  const positions = share.data.length / width;
  return Array.from({length: width}, (_, neuron) => {
    let value = 0;
    let strongest = neuron;
    for (let at = neuron; at < positions * width; at += width) {
      value += share.data[at]!;
      if (Math.abs(share.data[at]!) > Math.abs(share.data[strongest]!)) strongest = at;
    }
    return {layer, neuron, activation: fired.data[strongest]!, value};
  });
}

const strongest = (neurons: readonly DirectNeuron[], count: number): DirectNeuron[] =>
  neurons.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, count);
