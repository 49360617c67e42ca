import {count, decimal, percent} from "../format.ts";
import {tokenText} from "../token/label.ts";
import {spokenLayer} from "../view/layers.ts";
import type {TableData} from "../view/table.ts";
import {takenCaption} from "../view/taken.ts";
import type {Projection, ProjectionLayer} from "./data.ts";
import type {Chart} from "./scatter.ts";

/** Returns the twin of a map: every point's coordinates as they were computed, neither mirrored nor turned. */
export function mapTable(
  data: Projection,
  layer: ProjectionLayer | undefined,
  chart: Chart
): TableData {
  const {method, dimensions, tokens, texts, points = "tokens", provenance} = data;
  const axes = Array.from({length: dimensions}, (_, at) => at);
  const axis = layer?.explained ? "component" : "dimension";
  const grouped = chart.names.length > 0;
  const share = (at: number): string => {
    const value = layer?.explained?.[at];
    return value === undefined ? "" : `, ${percent(value)}`;
  };
  return {
    caption: `${method.toUpperCase()} of ${points} at ${layer ? spokenLayer(layer.layer) : "no layer"}, as computed; ${provenance.model} on ${provenance.backend}${takenCaption(data)}`,
    columns: [
      points === "texts" ? {label: "text"} : {label: "token", mono: true},
      ...(chart.named ? [{label: "called"}] : []),
      {label: points === "texts" ? "number" : "text"},
      ...(grouped ? [{label: "group"}] : []),
      ...axes.map((at) => ({label: `${axis} ${at + 1}${share(at)}`}))
    ],
    rows: chart.tokens.map((token, row) => [
      {
        text: tokenText(tokens[token]!, points === "texts" ? "gap" : "dot"),
        value: tokens[token]!.text
      },
      ...(chart.named ? [{text: chart.labels[row]!}] : []),
      {text: count((texts[token] ?? 0) + 1), value: (texts[token] ?? 0) + 1},
      ...(grouped ? [{text: chart.names[chart.groups[row] ?? -1] ?? "—"}] : []),
      ...axes.map((at) => {
        const value = layer?.points[token]?.[at];
        return {text: decimal(value), value: value ?? null};
      })
    ])
  };
}
