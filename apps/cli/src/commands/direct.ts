import type {DirectGrain, DirectLogits, DirectOptions, DirectPart} from "@ecco/engine";
import {Option, type Command} from "commander";
import {addInput, integer, pick, positive, type InputOptions} from "../input/options.ts";
import {likelihoodLines, number, provenanceLine, signed, targetText} from "../output/format.ts";
import {bar, paint, table} from "../output/table.ts";
import {answerWith} from "./model-command.ts";

const grains: readonly DirectGrain[] = ["layer", "head", "neuron"];
const passed = ["target", "foil", "position", "by", "top"] as const;
type DirectFlags = InputOptions & Pick<DirectOptions, (typeof passed)[number]>;

/** Adds `ecco direct`. */
export function direct(program: Command, signal: AbortSignal): void {
  const command = addInput(
    program
      .command("direct")
      .description("take a logit apart: what each layer, head or neuron writes towards it")
  )
    .option("--target <token>", "token explained; defaults to the most probable")
    .option("--foil <token>", "token it is contrasted with")
    .addOption(
      new Option("--position <p>", "where it is read; defaults to the last").argParser(integer)
    )
    .addOption(new Option("--by <grain>", "how fine; defaults to layer").choices(grains))
    .addOption(
      new Option("--top <n>", "how many neurons are told; defaults to 20").argParser(positive)
    );
  answerWith<DirectFlags, DirectLogits>(
    command,
    {
      ask: (model, input, flags, signal) => {
        return model.directLogits(input, {...pick(flags, passed), signal});
      },
      show
    },
    signal
  );
}

const nameOf = ({kind, layer, head}: DirectPart): string =>
  [kind, ...(layer === null ? [] : [layer]), ...(head === null ? [] : [`head ${head}`])].join(" ");

function show({target, parts, neurons, delta, warning, provenance}: DirectLogits): string {
  const {value, position} = target;
  const largest = Math.max(...parts.map((part) => Math.abs(part.value)), Number.MIN_VALUE);
  return [
    `${targetText(target)} = ${number(value)} at position ${position}`,
    ...likelihoodLines(target),
    table(
      [{title: "part"}, {title: "adds", align: "right"}, {title: ""}],
      parts.map((part) => [nameOf(part), signed(part.value), bar(part.value / largest)])
    ),
    ...(neurons
      ? [
          table(
            [{title: "neuron"}, {title: "fires", align: "right"}, {title: "adds", align: "right"}],
            neurons.map(({layer, neuron, activation, value: own}) => [
              `${layer}:${neuron}`,
              signed(activation),
              signed(own)
            ])
          )
        ]
      : []),
    `the parts add up to ${number(value + delta)}`,
    ...(warning === null ? [] : [paint({text: warning, style: "yellow"})]),
    paint(provenanceLine(provenance))
  ].join("\n");
}
