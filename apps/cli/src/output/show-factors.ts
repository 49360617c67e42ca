import type {NeuronFactors, NeuronName, Token} from "@ecco/engine";
import {number, provenanceLine, tokenText} from "./format.ts";
import {paint, table} from "./table.ts";
import {leftOutLines, warningLines} from "./taken.ts";

/** Returns a neuron as LAYER.NEURON. */
export const named = ({layer, neuron}: NeuronName): string => `${layer}.${neuron}`;

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

/** Returns factors, groups and the busiest neurons as lines for people. */
export function showFactors(found: NeuronFactors): string {
  const {tokens, layers, factors, relativeError, iterations, converged, top, groups} = found;
  const others = found.relativeErrorOfOthers;
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
    `${factors.length} factors of ${found.neurons} neurons at ${tokens.length} tokens, ${range}; relative error ${number(relativeError)}${others === null ? "" : `, at the other tokens ${number(others)}`}`,
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
    ...leftOutLines(found.leftOut),
    ...warningLines(found.warnings),
    paint(provenanceLine(found.provenance))
  ].join("\n");
}
