import {InputError} from "@ecco/engine/errors";
import type {
  DirectGrain,
  DirectLogits,
  DirectOptions,
  DirectPart,
  Writes,
  WritesOptions
} from "@ecco/engine";
import {Option, type Command} from "commander";
import {writingPart} from "../input/path-end.ts";
import {addInput, integer, pick, positive, type InputOptions} from "../input/options.ts";
import {
  likelihoodLines,
  number,
  provenanceLine,
  signed,
  targetText,
  tokenText
} from "../output/format.ts";
import {bar, paint, table} from "../output/table.ts";
import {answerWith} from "./model-command.ts";

const grains: readonly DirectGrain[] = ["layer", "head", "neuron"];
const passed = ["target", "foil", "position", "by", "top"] as const;

interface DirectFlags extends InputOptions, Pick<DirectOptions, (typeof passed)[number]> {
  readonly part?: WritesOptions;
  readonly stack?: "decoder" | "cross";
}

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
  for (const option of partOptions()) command.addOption(option);
  answerWith<DirectFlags, DirectLogits | Writes>(
    command,
    {
      ask: (model, input, flags, signal) => {
        const {part, stack, target, foil, by, ...rest} = flags;
        if (!part) {
          if (stack !== undefined) throw new InputError("--stack: it is of --part; give that too");
          return model.directLogits(input, {...pick(flags, passed), signal});
        }
        const stray = Object.entries({target, foil, by}).find(([, value]) => value !== undefined);
        if (stray)
          throw new InputError(
            `--${stray[0]}: got it together with --part, which tells all tokens; leave one out`
          );
        return model.writes(input, {
          ...pick(rest, ["position", "top"]),
          ...part,
          ...pick({stack}, ["stack"]),
          signal
        });
      },
      show: (answer) => ("promotes" in answer ? showWrites(answer) : show(answer))
    },
    signal
  );
}

const partOptions = (): Option[] => [
  new Option(
    "--part <part>",
    "what one part writes towards every token: attention:4, head:4:2, mlp:4, neuron:4:17, residual:4 (all before layer 4)"
  ).argParser(writingPart),
  new Option(
    "--stack <which>",
    "of --part, in encoder–decoder models; defaults to decoder"
  ).choices(["decoder", "cross"])
];

/** What one part speaks for, and against. */
function showWrites(answer: Writes): string {
  const {site, layer, head, neuron, stack, position, promotes, suppresses, provenance} = answer;
  const unit = head ?? neuron;
  const named = [
    stack === "cross" ? "cross-attention" : site,
    layer,
    ...(unit === null ? [] : [unit])
  ];
  return [
    `${named[0]} ${named.slice(1).join(":")} at position ${position}: what it adds to logits, less the mean over all tokens`,
    table(
      [
        {title: "speaks for"},
        {title: "adds", align: "right"},
        {title: "against"},
        {title: "adds", align: "right"}
      ],
      promotes.map((token, index) => {
        const other = suppresses[index]!;
        return [tokenText(token), signed(token.logit), tokenText(other), signed(other.logit)];
      })
    ),
    paint(provenanceLine(provenance))
  ].join("\n");
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
