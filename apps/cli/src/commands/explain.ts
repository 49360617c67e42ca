import {attributionMethods} from "@ecco/engine";
import type {Attribution, AttributionMethod, ExplainOptions, TargetKind} from "@ecco/engine";
import {Option, type Command} from "commander";
import {addInput, integer, positive, type InputOptions} from "../input/options.ts";
import {number, provenanceLine, signed, tokenCell, tokenText} from "../output/format.ts";
import {status} from "../output/streams.ts";
import {paint, table, type Cell} from "../output/table.ts";
import {answerWith} from "./model-command.ts";

const targets: readonly TargetKind[] = [
  "logit",
  "logprob",
  "probability",
  "entropy",
  "kl",
  "expression"
];

type ExplainFlags = InputOptions &
  Pick<
    ExplainOptions,
    "method" | "target" | "foil" | "of" | "position" | "baseline" | "steps" | "reduce" | "compat"
  >;

/** Adds `ecco explain`. */
export function explain(program: Command, signal: AbortSignal): void {
  const command = addInput(
    program.command("explain").description("say which input tokens made the model say something")
  )
    .addOption(
      new Option(
        "--method <name>",
        "how tokens are scored; defaults to the architecture's measured best"
      ).choices(attributionMethods)
    )
    .option(
      "--target <token>",
      'token explained: " London" or #3576; defaults to the most probable'
    )
    .option("--foil <token>", "token it is contrasted with")
    .addOption(
      new Option("--of <scalar>", "what of the target is explained; defaults to logit").choices(
        targets
      )
    )
    .addOption(
      new Option("--position <p>", "where the target is read; defaults to the last").argParser(
        integer
      )
    )
    .option(
      "--baseline <row>",
      "what an absent token is: zero, mean, pad, or a token; defaults to zero"
    )
    .addOption(
      new Option("--steps <n>", "nodes of integrated gradients; defaults to 50").argParser(positive)
    )
    .addOption(
      new Option("--reduce <how>", "how a token's numbers become one score").choices([
        "sum",
        "l1",
        "l2"
      ])
    )
    .addOption(
      new Option("--compat <with>", "numbers as the Python library Ecco gave them").choices([
        "ecco"
      ])
    );
  answerWith<ExplainFlags, Attribution>(
    command,
    {
      ask: (model, input, flags, signal) =>
        model.explain(input, {...pick(flags), signal, progress: showProgress(flags.method)}),
      show
    },
    signal
  );
}

function pick({
  method,
  target,
  foil,
  of,
  position,
  baseline,
  steps,
  reduce,
  compat
}: ExplainFlags): ExplainOptions {
  const all = {method, target, foil, of, position, baseline, steps, reduce, compat};
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function showProgress(method: AttributionMethod | undefined) {
  return (done: number, total: number): void =>
    status(`${method ?? "explaining"} ${done}/${total}`);
}

/** Returns the target's token, text, or nothing where it has none. */
const called = ({id, text}: Attribution["target"]): string =>
  id === null ? (text ?? "") : tokenText({id, text});

function show({
  method,
  target,
  tokens,
  scores,
  norms,
  delta,
  change,
  baseline,
  steps,
  provenance
}: Attribution): string {
  const largest = Math.max(...scores.map(Math.abs), Number.MIN_VALUE);
  const foil = target.foil ? ` − ${tokenText(target.foil)}` : "";
  const facts = [
    ...(baseline === null ? [] : [`baseline ${baseline}`]),
    ...(steps === null ? [] : [`${steps} steps`]),
    ...(delta === null
      ? []
      : [`delta ${signed(delta)}${change === null ? "" : ` of a change of ${signed(change)}`}`])
  ];
  return [
    `${method} of ${target.of}(${called(target)}${foil}) = ${number(target.value)} at position ${target.position}`,
    table(
      [
        {title: "token"},
        {title: "score", align: "right"},
        {title: ""},
        {title: "norm", align: "right"}
      ],
      tokens.map((token, i) => [
        tokenCell(token),
        signed(scores[i]!),
        bar(scores[i]! / largest),
        number(norms[i]!)
      ])
    ),
    ...(facts.length ? [facts.join(" · ")] : []),
    paint(provenanceLine(provenance))
  ].join("\n");
}

/** Returns a bar of up to 20 columns; minus signs are told by colour and by a lighter shade. */
function bar(part: number): Cell {
  const length = Math.round(Math.abs(part) * 20);
  return part < 0
    ? {text: "▒".repeat(length), style: "red"}
    : {text: "█".repeat(length), style: "blue"};
}
