import {html} from "lit";
import type {CSSResultGroup, TemplateResult} from "lit";
import {chartStyles} from "../chart/chart.styles.ts";
import type {Provenance, Rankings as Data} from "../data.ts";
import {count, percent, rank, spokenPercent} from "../format.ts";
import {modeWord, partWord} from "../logit-lens/reading.ts";
import {drawInline, lastWords} from "../token/draw-tokens.ts";
import {spokenToken, tokenLabel, tokenText} from "../token/label.ts";
import {drawLegend} from "../view/foot.ts";
import type {Fact} from "../view/foot.ts";
import {gridStyles} from "../view/grid.styles.ts";
import type {Knob} from "../view/head.ts";
import {layerName, spokenLayer} from "../view/layers.ts";
import {pickKnob} from "../view/pick.ts";
import type {TableData} from "../view/table.ts";
import type {Tip} from "../view/tip.ts";
import {View} from "../view/view.ts";
import type {Spot} from "../view/walk.ts";
import {crossings} from "./crossings.ts";
import {drawRankLines} from "./draw-rank-lines.ts";
import {drawRanks} from "./draw-ranks.ts";

/** A token at a layer. */
export interface RankValue {
  readonly layer: number | "embedding";
  /** Which column of the data. */
  readonly column: number;
}

/**
 * Shows at which layer a token takes its rank: produced tokens as a heatmap (layers down, tokens across), watched
 * tokens as lines. `value` is the pinned layer and column.
 */
export class Rankings extends View<Data, RankValue> {
  static override properties = {...View.properties, mode: {}, site: {}};
  static override styles: CSSResultGroup = [View.styles, gridStyles, chartStyles];

  /** "norm", "raw", "frozen", "tuned" or "jacobian"; the data's own when undefined. Offered as `choices.mode`. */
  declare mode: string | undefined;
  /** What is read: "residual", or what "attention" or "mlp" adds; the data's own when undefined. Offered as `choices.site`. */
  declare site: string | undefined;

  protected override get name(): string {
    return this.data?.kind === "watched" ? "Rank watch" : "Rank of each produced token";
  }

  // In the heatmap rows are layers; in the chart a row is a line and columns are layers.
  #place({kind}: Data, {row, column}: Spot): {layer: number; column: number} {
    return kind === "watched" ? {layer: column, column: row} : {layer: row, column};
  }

  #pinned({layers, columns}: Data): Spot | null {
    if (!this.value || this.value.column >= columns.length) return null;
    const row = layers.indexOf(this.value.layer);
    return row < 0 ? null : {row, column: this.value.column};
  }

  #columnAt({columns}: Data, position: number | null): number | null {
    const index = columns.findIndex((column) => column.position + 1 === position);
    return index < 0 ? null : index;
  }

  protected subtitle({kind, tokens, columns, part = "residual"}: Data): TemplateResult {
    if (kind === "produced")
      return html`1 = ${part === "residual" ? "the layer" : `${partWord(part)} of the layer`}
      already puts it first`;
    const upTo = columns[0]?.position ?? tokens.length - 1;
    return html`${drawInline(lastWords(tokens.slice(0, upTo + 1), 6))} then …
    ${columns.map(({token}, i) => html`${i ? " or " : ""}${drawInline(token)}`)}?`;
  }

  protected draw(data: Data): TemplateResult {
    const pinned = this.#pinned(data);
    const width = this.room.value || 540;
    if (data.kind === "watched") return drawRankLines(data, {pinned, cursor: this.cursor, width});
    return drawRanks(data, {
      pinned,
      selected: pinned?.column ?? this.#columnAt(data, this.selected),
      highlight: this.pointed ? null : this.#columnAt(data, this.highlight),
      cursor: this.cursor,
      width
    });
  }

  protected extent({kind, layers, columns}: Data): Spot {
    return kind === "watched"
      ? {row: columns.length, column: layers.length}
      : {row: layers.length, column: columns.length};
  }

  protected tableOf({kind, layers, columns, mode, provenance}: Data): TableData {
    return {
      caption: `Rank by layer of ${kind} tokens (${modeWord(mode)}); ${provenance.model} on ${provenance.backend}`,
      columns: [
        {label: "layer"},
        ...columns.flatMap(({token}) => [
          {label: tokenText(token, "dot"), mono: true},
          {label: "probability"}
        ])
      ],
      rows: layers.map((layer, row) => [
        {text: spokenLayer(layer), value: layer},
        ...columns.flatMap(({ranks, probabilities}) => [
          {text: rank(ranks[row]), value: ranks[row] ?? null},
          {text: percent(probabilities[row]), value: probabilities[row] ?? null}
        ])
      ])
    };
  }

  protected summary({columns}: Data): string {
    return columns
      .slice(0, 4)
      .map(
        ({token, ranks, probabilities}) =>
          `${spokenToken(token)} ends at rank ${rank(ranks.at(-1))}, ${spokenPercent(probabilities.at(-1))}`
      )
      .join("; ");
  }

  protected pick(data: Data, spot: Spot): RankValue | undefined {
    const {layer, column} = this.#place(data, spot);
    const found = data.layers[layer];
    return found === undefined ? undefined : {layer: found, column};
  }

  protected positionOf(data: Data, spot: Spot): number | null {
    const position = data.columns[this.#place(data, spot).column]?.position;
    if (position === undefined) return null;
    // A produced token stands one after the position it was read at; a watched one was never written.
    return data.kind === "produced" ? position + 1 : position;
  }

  protected tipOf(data: Data, spot: Spot): Tip | null {
    const {layer, column} = this.#place(data, spot);
    const found = data.columns[column];
    const name = data.layers[layer];
    if (!found || name === undefined) return null;
    if (data.kind === "watched") {
      // Lines cross and points coincide: one tooltip a layer, for all of them.
      const rows = data.columns
        .slice(0, 5)
        .map(({token, ranks, probabilities}): [string, string] => [
          tokenText(token, "dot"),
          `rank ${rank(ranks[layer])} · ${percent(probabilities[layer])}`
        ]);
      return {where: layerName(name), rows};
    }
    return {
      where: html`${layerName(name)} · after position ${found.position}
      ${drawInline(tokenText(found.token, "dot"))}`,
      rows: [
        ["rank", rank(found.ranks[layer])],
        ["probability", percent(found.probabilities[layer])]
      ]
    };
  }

  protected override legend({kind}: Data): TemplateResult | string {
    return kind === "watched" ? "" : drawLegend("rank", "rank 1", `> ${count(1000)}`);
  }

  protected override facts(data: Data): readonly Fact[] {
    const {kind, layers, columns} = data;
    if (kind === "watched") {
      const passes = crossings(data)
        .filter(
          ({winner}) =>
            columns[winner]!.ranks.at(-1) === Math.min(...columns.map(({ranks}) => ranks.at(-1)!))
        )
        .slice(0, 2)
        .map(({winner, loser, row}) => ({
          name: `${tokenLabel(columns[winner]!.token)} passes ${tokenLabel(columns[loser]!.token)} at`,
          value: layerName(layers[row]!)
        }));
      const shares = columns.slice(0, 3).map(({token, probabilities}) => ({
        name: `P(${tokenLabel(token)})`,
        value: percent(probabilities.at(-1))
      }));
      return [...passes, ...shares];
    }
    const below = columns.filter(({ranks}) => (ranks.at(-1) ?? 1) > 1);
    return below.length
      ? [
          {
            name: below
              .map(({token}) => tokenLabel(token))
              .slice(0, 3)
              .join(" "),
            value: "ends above rank 1: not the model's first choice"
          }
        ]
      : [];
  }

  protected override knobs(): readonly Knob[] {
    const {data, choices} = this;
    return [
      ...pickKnob({
        name: "site",
        label: "What is read",
        value: this.site ?? data?.part,
        offered: choices["site"],
        word: partWord,
        quiet: true
      }),
      ...pickKnob({
        name: "mode",
        label: "Mode",
        value: this.mode ?? data?.mode,
        offered: choices["mode"],
        word: modeWord
      })
    ];
  }

  protected override provenance({provenance}: Data): Provenance {
    return provenance;
  }
}
