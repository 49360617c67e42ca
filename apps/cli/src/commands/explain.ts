import {attributionMethods} from "@ecco/engine";
import type {
  Attribution,
  AttributionMethod,
  ExplainOptions,
  Faithfulness,
  Quality,
  TargetKind
} from "@ecco/engine";
import {Option, type Command} from "commander";
import {addInput, integer, positive, real, type InputOptions} from "../input/options.ts";
import {number, provenanceLine, signed, tokenCell, tokenText} from "../output/format.ts";
import {status} from "../output/streams.ts";
import {bar, paint, table} from "../output/table.ts";
import {answerWith} from "./model-command.ts";

const targets: readonly TargetKind[] = [
  "logit",
  "logprob",
  "probability",
  "entropy",
  "kl",
  "expression"
];

/** Options that go to the engine as they are. */
const passed = [
  "method",
  "target",
  "foil",
  "of",
  "span",
  "against",
  "expression",
  "position",
  "baseline",
  "steps",
  "accuracy",
  "quadrature",
  "samples",
  "seed",
  "noise",
  "unit",
  "window",
  "layer",
  "rule",
  "epsilon",
  "gamma",
  "reduce",
  "quality",
  "compat"
] as const;
type ExplainFlags = InputOptions & Pick<ExplainOptions, (typeof passed)[number]>;

/** Adds `ecco explain`. */
export function explain(program: Command, signal: AbortSignal): void {
  const command = addInput(
    program.command("explain").description("say which input tokens made the model say something")
  );
  for (const option of [...whatOptions(), ...howOptions()]) command.addOption(option);
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

/** What is explained. */
const whatOptions = (): Option[] => [
  new Option(
    "--target <token>",
    'token explained: " London" or #3576; defaults to the most probable'
  ),
  new Option("--foil <token>", "token it is contrasted with"),
  new Option("--of <scalar>", "what of the target is explained; defaults to logit").choices(
    targets
  ),
  new Option("--span <text>", "a continuation, explained whole instead of one token"),
  new Option("--against <text>", "the other prompt of kl"),
  new Option("--expression <scalar>", "a scalar of logits and sites (docs/methods.md)"),
  new Option("--position <p>", "where the target is read; defaults to the last").argParser(integer)
];

/** How tokens are scored. */
const howOptions = (): Option[] => [
  new Option(
    "--method <name>",
    "how tokens are scored; defaults to the architecture's measured best"
  ).choices(attributionMethods),
  new Option(
    "--baseline <row>",
    "what an absent token is: zero, mean, pad, eos, mask, samples, or a token; defaults to zero"
  ),
  new Option("--unit <what>", "what is taken out at once; defaults to token").choices([
    "token",
    "word",
    "sentence"
  ]),
  new Option("--window <n>", "how many neighbours occlusion takes out at once").argParser(positive),
  new Option("--steps <n>", "nodes of integrated gradients; defaults to 50").argParser(positive),
  new Option(
    "--accuracy <share>",
    "doubles the steps until delta is below this share of the change"
  ).argParser(real),
  new Option("--quadrature <rule>", "defaults to gauss-legendre").choices([
    "gauss-legendre",
    "riemann-left",
    "riemann-middle",
    "riemann-right",
    "trapezoid"
  ]),
  new Option("--samples <n>", "draws of the methods that sample").argParser(positive),
  new Option("--seed <n>", "of the draws; defaults to 0").argParser(integer),
  new Option("--noise <share>", "of the rows' range; defaults to 0.15").argParser(real),
  new Option("--layer <n>", "block that Grad-CAM reads; defaults to the last but one").argParser(
    integer
  ),
  new Option("--rule <name>", "of lrp; defaults to epsilon").choices([
    "epsilon",
    "gamma",
    "alpha1-beta0"
  ]),
  new Option("--epsilon <x>", "of lrp; defaults to 1e-6").argParser(real),
  new Option("--gamma <x>", "of lrp; defaults to 0.25").argParser(real),
  new Option("--reduce <how>", "how a token's numbers become one score").choices([
    "sum",
    "l1",
    "l2"
  ]),
  new Option("--quality <how>", "measures how far the map can be trusted").choices([
    "quick",
    "full"
  ]),
  new Option("--compat <with>", "numbers as the Python library Ecco gave them").choices(["ecco"])
];

const pick = (flags: ExplainFlags): ExplainOptions =>
  Object.fromEntries(
    passed.map((name) => [name, flags[name]]).filter(([, value]) => value !== undefined)
  ) as ExplainOptions;

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
  groups,
  warning,
  quality,
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
    ...(groups
      ? [
          table(
            [{title: "together"}, {title: "score", align: "right"}],
            groups.map(({text, tokens: own, score}) => [
              text === null ? own.join(" ") : tokenText({id: 0, text}),
              signed(score)
            ])
          )
        ]
      : []),
    ...(facts.length ? [facts.join(" · ")] : []),
    ...(warning ? [paint({text: warning.message, style: "yellow"})] : []),
    ...(quality ? qualityLines(quality) : []),
    ...(provenance.notices ?? []).map((text) => paint({text, style: "dim"})),
    paint(provenanceLine(provenance))
  ].join("\n");
}

/** Each figure beside what it is to be compared with. */
function qualityLines({floor, ceiling, ...own}: Quality): string[] {
  const {soft, infidelity, sensitivity, agreement} = own;
  const pair = (of: (from: Faithfulness) => number): string =>
    `${signed(of(own))} (by lot ${signed(of(floor))}${ceiling ? `, Shapley values ${signed(of(ceiling))}` : ""})`;
  return [
    `comprehensiveness ${pair((from) => from.comprehensiveness)} · sufficiency ${pair((from) => from.sufficiency)}`,
    ...(soft ? [`soft: ${signed(soft.comprehensiveness)} and ${signed(soft.sufficiency)}`] : []),
    ...(infidelity === null ? [] : [`infidelity ${number(infidelity)}`]),
    ...(sensitivity === null ? [] : [`sensitivity ${number(sensitivity)}`]),
    ...(agreement
      ? [
          `agrees with ${Object.entries(agreement)
            .map(([name, rank]) => `${name} ${rank.toFixed(2)}`)
            .join(", ")} (rank correlation)`
        ]
      : [])
  ];
}
