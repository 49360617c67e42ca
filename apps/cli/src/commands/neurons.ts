import type {NeuronFactors, NeuronName, NeuronsOptions, Token} from "@ecco/engine";
import {InvalidArgumentError, Option, type Command} from "commander";
import {addInput, pick, integer, positive, type InputOptions} from "../input/options.ts";
import {number, provenanceLine, tokenText} from "../output/format.ts";
import {status} from "../output/streams.ts";
import {paint, table} from "../output/table.ts";
import {answerWith} from "./model-command.ts";

interface NeuronsFlags
  extends
    InputOptions,
    Pick<
      NeuronsOptions,
      "layers" | "stack" | "factors" | "init" | "seed" | "negative" | "iterations" | "top"
    > {
  readonly clusters?: number;
  readonly also?: readonly string[];
}

/** Adds `ecco neurons`. */
export function neurons(program: Command, signal: AbortSignal): void {
  const command = addInput(
    program
      .command("neurons")
      .description("find neurons that fire together, by non-negative matrix factorisation")
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
        "neurons listed, of each factor and of all; defaults to 10"
      ).argParser(positive)
    )
    .addOption(
      new Option("--clusters <n>", "also groups neurons by how they fire").argParser(positive)
    )
    .option("--also <text...>", "more texts, in the same factorisation");
  answerWith<NeuronsFlags, NeuronFactors>(
    command,
    {
      ask: (model, input, {also = [], ...flags}, signal) =>
        model.neurons([input, ...also], {
          ...optionsOf(flags),
          signal,
          progress: (done, total) => status(`sweep ${done}, ${total} at most`)
        }),
      show
    },
    signal
  );
}

const optionsOf = (flags: NeuronsFlags): NeuronsOptions => ({
  ...pick(flags, ["layers", "stack", "factors", "init", "seed", "negative", "iterations", "top"]),
  ...(flags.clusters === undefined ? {} : {group: {clusters: flags.clusters}})
});

function layers(text: string): NeuronsOptions["layers"] {
  const [, from, to] = /^(\d+)(?:\.\.(\d+))?$/.exec(text) ?? [];
  if (from === undefined) throw new InvalidArgumentError("expected a..b or one number: 2..4, 3.");
  return {from: Number(from), to: Number(to ?? from)};
}

const named = ({layer, neuron}: NeuronName): string => `${layer}.${neuron}`;

/** How many columns a strip has at most. */
const WIDE = 48;
const bars = " ▁▂▃▄▅▆▇█";

/** Returns loadings as a row of bars: where there are more tokens than columns, a bar is the largest of its tokens. */
function strip(loadings: readonly number[], most: number): string {
  const columns = Math.min(WIDE, loadings.length);
  return Array.from({length: columns}, (_, column) => {
    const [from, to] = [column, column + 1].map((at) =>
      Math.floor((at * loadings.length) / columns)
    );
    const height = Math.max(...loadings.slice(from, to)) / most;
    return bars[Math.round(height * (bars.length - 1))];
  }).join("");
}

/** Returns the tokens with the largest loadings, each text once. */
function strongest(tokens: readonly Token[], loadings: readonly number[]): string {
  const order = [...loadings.keys()]
    .filter((at) => loadings[at]! > 0)
    .toSorted((a, b) => loadings[b]! - loadings[a]!);
  return [...new Set(order.map((at) => tokenText(tokens[at]!)))].slice(0, 6).join("  ");
}

function show(found: NeuronFactors): string {
  const {tokens, layers, factors, relativeError, iterations, converged, top, groups} = found;
  const most = Math.max(...factors.flatMap(({loadings}) => loadings), Number.MIN_VALUE);
  const range = layers.length === 1 ? `layer ${layers[0]}` : `layers ${layers[0]}–${layers.at(-1)}`;
  const groupRows = (groups ?? []).map(({size, loadings, neurons}, index) => {
    const own = Math.max(...loadings, Number.MIN_VALUE);
    return [
      String(index + 1),
      String(size),
      strip(loadings, own),
      strongest(tokens, loadings),
      neurons.slice(0, 4).map(named).join(" ")
    ];
  });
  return [
    `${factors.length} factors of ${found.neurons} neurons at ${tokens.length} tokens, ${range}; relative error ${number(relativeError)}`,
    table(
      [
        {title: "factor", align: "right"},
        {title: "strength", align: "right"},
        {title: "along the tokens"},
        {title: "strongest at"},
        {title: "neurons"}
      ],
      factors.map(({strength, loadings, neurons}, index) => [
        String(index + 1),
        number(strength),
        {text: strip(loadings, most), style: "blue" as const},
        strongest(tokens, loadings),
        neurons.slice(0, 4).map(named).join(" ")
      ])
    ),
    ...(groups
      ? [
          table(
            [
              {title: "group", align: "right"},
              {title: "size", align: "right"},
              {title: "mean along the tokens"},
              {title: "strongest at"},
              {title: "neurons"}
            ],
            groupRows
          )
        ]
      : []),
    `fire most: ${top.map((neuron) => `${named(neuron)} (${number(neuron.strength)})`).join("  ")}`,
    `${iterations} sweeps${converged ? "" : ", not converged: raise --iterations"} · ${found.silent} silent neurons`,
    paint(provenanceLine(found.provenance))
  ].join("\n");
}
