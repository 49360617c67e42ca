import {html} from "lit";
import type {CSSResultGroup, TemplateResult} from "lit";
import {sitePhrase} from "../causal/places.ts";
import {chartStyles} from "../chart/chart.styles.ts";
import type {Provenance} from "../data.ts";
import {count, percent, signed, spokenPercent} from "../format.ts";
import type {Fact} from "../view/foot.ts";
import type {Knob} from "../view/head.ts";
import {layerName, spokenLayer} from "../view/layers.ts";
import type {TableCell, TableData} from "../view/table.ts";
import type {Tip} from "../view/tip.ts";
import {takenCaption, takenFacts, takenKnob, withoutProperty} from "../view/taken.ts";
import {View} from "../view/view.ts";
import type {Spot} from "../view/walk.ts";
import {layersOf, seriesOf} from "./data.ts";
import type {ProbeData, Probing, ProbingLayer} from "./data.ts";
import {drawProbe} from "./draw-probe.ts";
import {probeStyles} from "./probe.styles.ts";

/** A layer of one of the probings. */
export interface ProbeValue {
  /** Which of the probings, from 0. */
  readonly series: number;
  readonly layer: number | "embedding";
}

const pools: Readonly<Record<string, string>> = {
  token: "the labelled tokens",
  mean: "the mean of each text's tokens",
  last: "each text's last token",
  first: "each text's first token"
};

/** Shares apart, as points. */
const points = (value: number | null): string =>
  value === null ? "—" : `${signed(value * 100, 1)} points`;

/**
 * Shows what a linear classifier can read off each layer: accuracy on what it was not trained on, beside what shuffled
 * labels and the most frequent label reach. `value` is the pinned layer.
 */
export class Probe extends View<ProbeData, ProbeValue> {
  static override properties = {...View.properties, without: withoutProperty};
  static override styles: CSSResultGroup = [View.styles, chartStyles, probeStyles];

  /**
   * Which tokens of each text are left out: "first", "special", "template", or positions, as "0 3 -1"; the data's own when
   * undefined, "" leaves out none. Offered as `choices.without`.
   */
  declare without: string | readonly number[] | undefined;

  protected override readonly name: string = "What a probe can read";
  protected override readonly invitation: string =
    "Nothing probed yet. Give texts with labels as examples.";

  protected subtitle(data: ProbeData): TemplateResult {
    const [first] = seriesOf(data);
    const whose = first ? (pools[first.pool] ?? first.pool) : "";
    const site = first && first.site !== "residual" ? `, ${sitePhrase(first.site)}` : "";
    return html`Linear classifier on each layer${site}, accuracy on held-out examples; it sees
    ${whose}`;
  }

  #pinned(data: ProbeData): Spot | null {
    if (!this.value) return null;
    const column = layersOf(data).indexOf(this.value.layer);
    const row = this.value.series;
    return column < 0 || row >= seriesOf(data).length ? null : {row, column};
  }

  #layer(data: ProbeData, {row, column}: Spot): ProbingLayer | undefined {
    const layer = layersOf(data)[column];
    return seriesOf(data)[row]?.layers.find((one) => one.layer === layer);
  }

  protected draw(data: ProbeData): TemplateResult {
    return drawProbe(data, {
      pinned: this.#pinned(data),
      cursor: this.cursor,
      width: this.room.value || 540
    });
  }

  protected extent(data: ProbeData): Spot {
    return {row: seriesOf(data).length, column: layersOf(data).length};
  }

  protected tableOf(data: ProbeData): TableData {
    const series = seriesOf(data);
    const several = series.length > 1;
    const made = series.map(
      ({name, samples, folds, majority, provenance, ...taken}) =>
        `${name}: ${count(samples)} samples in ${folds} folds, majority ${percent(majority)}, by ${provenance.model} on ${provenance.backend}${takenCaption(taken)}`
    );
    const figure = (text: string, value: number | null | undefined): TableCell => ({
      text,
      value: value ?? null
    });
    return {
      caption: `What a probe can read off each layer. ${made.join("; ")}`,
      columns: [
        {label: "layer"},
        ...series.flatMap(({name}) =>
          ["accuracy", "± (folds)", "shuffled labels", "selectivity", "told as"].map((label) => ({
            label: several ? `${name}: ${label}` : label
          }))
        )
      ],
      rows: layersOf(data).map((layer, column) => [
        {text: spokenLayer(layer), value: layer},
        ...series.flatMap((probing, row) => {
          const found = this.#layer(data, {row, column});
          return [
            figure(percent(found?.accuracy), found?.accuracy),
            figure(points(found?.deviation ?? null).replace("+", ""), found?.deviation),
            figure(percent(found?.control), found?.control),
            figure(points(found?.selectivity ?? null), found?.selectivity),
            {text: found ? confusionText(probing, found) : "—"}
          ];
        })
      ])
    };
  }

  protected summary(data: ProbeData): string {
    return seriesOf(data)
      .map((probing) => {
        const best = bestOf(probing);
        return `${probing.name} best at ${spokenLayer(probing.best)}, ${spokenPercent(best?.accuracy)}, always the most frequent label ${spokenPercent(probing.majority)}`;
      })
      .join("; ");
  }

  protected pick(data: ProbeData, {row, column}: Spot): ProbeValue | undefined {
    const layer = this.#layer(data, {row, column})?.layer;
    return layer === undefined ? undefined : {series: row, layer};
  }

  protected positionOf(): null {
    return null;
  }

  protected tipOf(data: ProbeData, spot: Spot): Tip | null {
    const found = this.#layer(data, spot);
    const probing = seriesOf(data)[spot.row];
    if (!found || !probing) return null;
    const worst = worstOf(probing, found);
    return {
      where: `${probing.name} · ${layerName(found.layer)}${found.layer === probing.best ? " · best" : ""}`,
      rows: [
        ["accuracy", `${percent(found.accuracy)} ± ${(found.deviation * 100).toFixed(1)}`],
        ["shuffled labels", percent(found.control)],
        ["selectivity", points(found.selectivity)],
        ["majority", percent(probing.majority)],
        ["most often mistaken", worst]
      ]
    };
  }

  protected override legend(data: ProbeData): TemplateResult {
    return seriesOf(data).length
      ? html`<span class="legend"><span aria-hidden="true">○</span> best layer</span
          ><span class="legend">band: ± one deviation over the folds</span>`
      : html``;
  }

  protected override facts(data: ProbeData): readonly Fact[] {
    const series = seriesOf(data);
    return series.flatMap((probing) => {
      const best = bestOf(probing);
      const about = series.length > 1 ? `${probing.name}: ` : "";
      const selectivity = best?.selectivity ?? null;
      return [
        {name: `${about}best`, value: `${layerName(probing.best)}, ${percent(best?.accuracy)}`},
        {name: "samples", value: count(probing.samples)},
        {name: "folds", value: count(probing.folds)},
        selectivity === null
          ? {name: "shuffled labels", value: "not probed"}
          : {
              name: "selectivity",
              value:
                selectivity <= 0
                  ? `${points(selectivity)}: no better than on shuffled labels`
                  : points(selectivity),
              bad: selectivity <= 0
            },
        ...takenFacts(probing)
      ];
    });
  }

  protected override knobs(): readonly Knob[] {
    const [first] = this.data ? seriesOf(this.data) : [];
    return takenKnob(this.without, first, this.choices["without"]);
  }

  protected override provenance(data: ProbeData): Provenance | undefined {
    return seriesOf(data)[0]?.provenance;
  }
}

const bestOf = ({layers, best}: Probing): ProbingLayer | undefined =>
  layers.find(({layer}) => layer === best);

/** Every count of the confusion: what samples of each label were told to be. */
function confusionText({classes}: Probing, {confusion}: ProbingLayer): string {
  return classes
    .map((label, row) => {
      const told = classes.flatMap((other, column) => {
        const samples = confusion[row]?.[column] ?? 0;
        return samples ? [`${other} ${samples}`] : [];
      });
      return `${label}: ${told.join(", ")}`;
    })
    .join("; ");
}

function worstOf({classes}: Probing, {confusion}: ProbingLayer): string {
  const mistakes = classes.flatMap((label, row) =>
    classes.flatMap((other, column) => {
      const samples = row === column ? 0 : (confusion[row]?.[column] ?? 0);
      return samples ? [{text: `${label} as ${other} (${samples})`, samples}] : [];
    })
  );
  return mistakes.toSorted((a, b) => b.samples - a.samples)[0]?.text ?? "nothing";
}
