import {html, nothing, svg} from "lit";
import type {TemplateResult} from "lit";
import {drawLayerAxis, layerAt} from "../chart/layer-axis.ts";
import {colourOf, dashOf, drawMark} from "../chart/series.ts";
import {spread} from "../chart/spread.ts";
import {percent, percentShort} from "../format.ts";
import {classes} from "../token/draw-tokens.ts";
import {spokenLayer} from "../view/layers.ts";
import type {Spot} from "../view/walk.ts";
import {layersOf, seriesOf} from "./data.ts";
import type {ProbeData, Probing, ProbingLayer} from "./data.ts";

export interface ProbeOptions {
  /** The pinned series and layer, as row and column. */
  readonly pinned?: Spot | null;
  readonly cursor?: Spot;
  /** In px. */
  readonly width?: number;
}

/** A line to be drawn, with the label at its end. */
interface Line {
  readonly kind: "series" | "control" | "chance";
  readonly index: number;
  readonly label: string;
  readonly points: readonly (readonly [column: number, share: number])[];
}

const height = 250;
const area = {left: 40, top: 14, bottom: 42};
const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];
/** Below this width, in px, and where they are long, labels stand under the chart instead of at the ends of lines. */
const narrowest = 430;
/** Of labels, in px. */
const letter = 6.3;
const sample = 18;

/** Returns the lines of a chart: accuracies, what shuffled labels reach, and the share of the most frequent label. */
function linesOf(data: ProbeData): readonly Line[] {
  const series = seriesOf(data);
  const layers = layersOf(data);
  const along = (
    list: readonly ProbingLayer[],
    share: (layer: ProbingLayer) => number | null
  ): Line["points"] =>
    list.flatMap((layer) => {
      const value = share(layer);
      return value === null ? [] : [[layers.indexOf(layer.layer), value] as const];
    });
  const several = series.length > 1;
  const majorities = [...new Set(series.map(({majority}) => majority))];
  return [
    ...series.map((probing, index) => ({
      kind: "series" as const,
      index,
      label: probing.name,
      points: along(probing.layers, ({accuracy}) => accuracy)
    })),
    ...series.flatMap((probing, index) => {
      const points = along(probing.layers, ({control}) => control);
      const label = several ? `${probing.name}, shuffled` : "shuffled labels";
      return points.length ? [{kind: "control" as const, index, label, points}] : [];
    }),
    ...majorities.map((majority) => {
      const whose = series.filter((probing) => probing.majority === majority);
      const name =
        whose.length < series.length ? `${whose.map(({name}) => name).join(", ")}, ` : "";
      return {
        kind: "chance" as const,
        index: 0,
        label: `${name}majority ${percentShort(majority)}`,
        points: [
          [0, majority],
          [layers.length - 1, majority]
        ] as const
      };
    })
  ];
}

/** Draws accuracy by layer with its interval, beside what shuffled labels and the most frequent label reach. */
export function drawProbe(
  data: ProbeData,
  {pinned = null, cursor = {row: 0, column: 0}, width = 540}: ProbeOptions = {}
): TemplateResult {
  const series = seriesOf(data);
  const layers = layersOf(data);
  const lines = linesOf(data);
  const frame = frameOf(lines, layers.length, width);
  const {span, beside, x, y} = frame;
  return html`<svg
      class="chart"
      viewBox=${`0 0 ${width} ${height}`}
      width=${width}
      height=${height}
      role="listbox"
      aria-label="Accuracy by layer"
    >
      <g aria-hidden="true">
        ${ticks.map(
          (
            share
          ) => svg`<line class="gl" x1=${area.left} x2=${area.left + span} y1=${y(share)} y2=${y(share)}></line>
          <text x=${area.left - 8} y=${y(share) + 4} text-anchor="end">${share === 1 ? percentShort(share) : share * 100}</text>`
        )}
        ${drawLayerAxis(layers, {left: area.left, span, height})}
        ${pinned && pinned.column < layers.length ? svg`<line class="now" x1=${x(pinned.column)} x2=${x(pinned.column)} y1=${area.top} y2=${height - area.bottom}></line>` : nothing}
        ${series.map(({layers: own}, index) => drawBand(own, index, (layer) => x(layers.indexOf(layer)), y))}
        ${drawLines(lines, frame)}
      </g>
      ${series.map((probing, row) =>
        probing.layers.map((layer) =>
          drawDot({probing, layer, row, column: layers.indexOf(layer.layer)}, frame, pinned, cursor)
        )
      )}</svg
    >${beside ? nothing : drawKey(lines)}`;
}

/** Where things lie. */
interface Frame {
  /** Of the axis of layers, in px. */
  readonly span: number;
  /** Whether labels stand at the ends of lines. */
  readonly beside: boolean;
  readonly x: (column: number) => number;
  readonly y: (share: number) => number;
}

function frameOf(lines: readonly Line[], layers: number, width: number): Frame {
  const widest = Math.max(0, ...lines.map(({label}) => label.length * letter + sample + 14));
  const beside = width >= narrowest && widest <= width * 0.42;
  const span = Math.max(1, width - area.left - (beside ? Math.max(40, widest) : 10));
  return {
    span,
    beside,
    x: (column) => layerAt(column, layers, area.left, span),
    y: (share) => area.top + (1 - share) * (height - area.top - area.bottom)
  };
}

/** Lines, with their labels at their ends where there is room. */
function drawLines(lines: readonly Line[], {span, beside, x, y}: Frame): readonly TemplateResult[] {
  const end = area.left + span + 8;
  const levels = spread(
    lines.map(({points}) => y(points.at(-1)?.[1] ?? 0)),
    15,
    height - area.bottom + 4
  );
  return lines.map(({kind, index, label, points}, at) => {
    const places = points.map(
      ([column, share]) => `${x(column).toFixed(1)},${y(share).toFixed(1)}`
    );
    const path = svg`<polyline class=${`ln ${kind}`} .style=${strokeOf(kind, index)} stroke-dasharray=${dashFor(kind, index)} points=${places.join(" ")}></polyline>`;
    if (!beside) return path;
    const level = levels[at]!;
    return svg`${path}${drawSample(kind, index, end, level)}
      <text class=${classes("tail", kind === "series" && "strong")} x=${end + sample} y=${level + 4}>${label}</text>`;
  });
}

interface Dot extends Spot {
  readonly probing: Probing & {readonly name: string};
  readonly layer: ProbingLayer;
}

/** A layer of a probing: a ring where it is the best. */
function drawDot(
  {probing, layer, row, column}: Dot,
  {x, y}: Frame,
  pinned: Spot | null,
  cursor: Spot
): TemplateResult {
  const here = pinned?.row === row && pinned.column === column;
  const best = layer.layer === probing.best;
  const [cx, cy] = [x(column), y(layer.accuracy)];
  const label = `${probing.name}, ${spokenLayer(layer.layer)}, ${percent(layer.accuracy)}${best ? ", best layer" : ""}`;
  return svg`<g
    class=${classes("dot", best && "ring", here && "cur")}
    .style=${`--c:${colourOf(row)}`}
    role="option"
    aria-selected=${here ? "true" : "false"}
    aria-label=${label}
    tabindex=${cursor.row === row && cursor.column === column ? 0 : -1}
    data-row=${row}
    data-column=${column}
  >
    <circle class="hit" cx=${cx} cy=${cy} r="8"></circle>
    ${drawMark(row, cx, cy, best ? 4 : 2.5)}
  </g>`;
}

const strokeOf = (kind: Line["kind"], index: number): string =>
  kind === "series" ? `stroke:${colourOf(index)}` : "";
const dashFor = (kind: Line["kind"], index: number): string | typeof nothing =>
  kind === "series" ? (dashOf(index) ?? nothing) : nothing;

/** A piece of a line, before its label. */
const drawSample = (kind: Line["kind"], index: number, x: number, y: number): TemplateResult =>
  svg`<line class=${`ln ${kind}`} .style=${strokeOf(kind, index)} stroke-dasharray=${dashFor(kind, index)} x1=${x} x2=${x + 12} y1=${y} y2=${y}></line>`;

/** The labels of lines where there is no room at their ends. */
const drawKey = (lines: readonly Line[]): TemplateResult =>
  html`<ul class="key" aria-hidden="true">
    ${lines.map(
      ({kind, index, label}) =>
        html`<li class=${kind === "series" ? "strong" : ""}>
          <svg class="chart" width="14" height="8">${drawSample(kind, index, 1, 4)}</svg>${label}
        </li>`
    )}
  </ul>`;

/** The interval: one standard deviation over the folds to both sides, inside 0 to 1. */
function drawBand(
  layers: readonly ProbingLayer[],
  index: number,
  x: (layer: number | "embedding") => number,
  y: (share: number) => number
): TemplateResult {
  const edge = (side: 1 | -1): string[] =>
    layers.map(({layer, accuracy, deviation}) => {
      const share = Math.min(1, Math.max(0, accuracy + side * deviation));
      return `${x(layer).toFixed(1)},${y(share).toFixed(1)}`;
    });
  const points = [...edge(1), ...edge(-1).toReversed()].join(" ");
  return svg`<polygon class="band" .style=${`fill:${colourOf(index)}`} points=${points}></polygon>`;
}
