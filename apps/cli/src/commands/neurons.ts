import type {NeuronFactors, NeuronName, NeuronsOptions, TopTokens} from "@ecco/engine";
import {InvalidArgumentError, Option, type Command} from "commander";
import {addInput, pick, integer, positive, type InputOptions} from "../input/options.ts";
import {addMore, withMore, type MoreFlags} from "../input/space-options.ts";
import {withoutOption} from "../input/without-option.ts";
import {showFactors} from "../output/show-factors.ts";
import {showTopTokens} from "../output/show-top-tokens.ts";
import {status} from "../output/streams.ts";
import {answerWith} from "./model-command.ts";

interface NeuronsFlags
  extends
    InputOptions,
    MoreFlags,
    Pick<
      NeuronsOptions,
      | "layers"
      | "stack"
      | "factors"
      | "init"
      | "seed"
      | "negative"
      | "iterations"
      | "top"
      | "without"
    > {
  readonly neuron?: NeuronName;
  readonly clusters?: number;
  readonly also?: readonly string[];
}

/** Adds `ecco neurons`. */
export function neurons(program: Command, signal: AbortSignal): void {
  const command = addMore(
    addInput(
      program
        .command("neurons")
        .description("find neurons that fire together, or (--neuron) what makes one of them fire")
    )
  )
    .addOption(
      new Option(
        "--neuron <l.n>",
        "one neuron, layer.index: the tokens at which it fires most and least"
      ).argParser(neuronName)
    )
    .addOption(
      new Option("--layers <a..b>", "blocks from a to b, both included; defaults to all").argParser(
        layers
      )
    )
    .addOption(
      new Option("--stack <name>", "of encoder–decoder models; defaults to encoder").choices([
        "encoder",
        "decoder"
      ])
    )
    .addOption(new Option("--factors <k>", "how many; defaults to 10").argParser(positive))
    .addOption(
      new Option("--init <start>", "how the factorisation begins; defaults to nndsvda").choices([
        "random",
        "nndsvd",
        "nndsvda"
      ])
    )
    .addOption(new Option("--seed <n>", "of the start; defaults to 0").argParser(integer))
    .addOption(
      new Option("--negative <how>", "what negative activations become; defaults to clip").choices([
        "clip",
        "absolute",
        "split"
      ])
    )
    .addOption(new Option("--iterations <n>", "most sweeps; defaults to 200").argParser(positive))
    .addOption(
      new Option(
        "--top <n>",
        "neurons listed, of each factor and of all, or tokens of --neuron; defaults to 10"
      ).argParser(positive)
    )
    .addOption(
      new Option("--clusters <n>", "also groups neurons by how they fire").argParser(positive)
    )
    .addOption(withoutOption())
    .option("--also <text...>", "more texts, taken together with TEXT");
  answerWith<NeuronsFlags, NeuronFactors | TopTokens>(
    command,
    {
      ask: async (model, input, flags, signal) => {
        const {neuron, also = []} = flags;
        const texts = [...(await withMore(input, flags)), ...also];
        if (!neuron)
          return model.neurons(texts, {
            ...optionsOf(flags),
            signal,
            progress: (done, total) => status(`sweep ${done}, ${total} at most`)
          });
        const stray = ofFactors.find((name) => flags[name] !== undefined);
        if (stray)
          command.error(`error: --${stray} is of factors; leave out --neuron or --${stray}`);
        return model.topTokens(texts, {
          ...neuron,
          ...pick(flags, ["stack", "top", "without"]),
          signal
        });
      },
      show: (found) => ("factors" in found ? showFactors(found) : showTopTokens(found))
    },
    signal
  );
}

/** Options that mean nothing for one neuron. */
const ofFactors = [
  "layers",
  "factors",
  "init",
  "seed",
  "negative",
  "iterations",
  "clusters"
] as const;

const optionsOf = (flags: NeuronsFlags): NeuronsOptions => ({
  ...pick(flags, [
    "layers",
    "stack",
    "factors",
    "init",
    "seed",
    "negative",
    "iterations",
    "top",
    "without"
  ]),
  ...(flags.clusters === undefined ? {} : {group: {clusters: flags.clusters}})
});

function layers(text: string): NeuronsOptions["layers"] {
  const [, from, to] = /^(\d+)(?:\.\.(\d+))?$/.exec(text) ?? [];
  if (from === undefined) throw new InvalidArgumentError("expected a..b or one number: 2..4, 3.");
  return {from: Number(from), to: Number(to ?? from)};
}

function neuronName(text: string): NeuronName {
  const [, layer, neuron] = /^(\d+)\.(\d+)$/.exec(text) ?? [];
  if (layer === undefined) throw new InvalidArgumentError("expected LAYER.NEURON: 3.570.");
  return {layer: Number(layer), neuron: Number(neuron)};
}
