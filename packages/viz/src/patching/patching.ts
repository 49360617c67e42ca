import {html} from "lit";
import type {CSSResultGroup, TemplateResult} from "lit";
import {kindOf, spokenTarget} from "../causal/about.ts";
import type {Provenance} from "../data.ts";
import {count, decimal, signed, spokenSigned} from "../format.ts";
import {axisNameStyles} from "../grid/axis-name.ts";
import {calledOf} from "../saliency/shares.ts";
import {drawInline} from "../token/draw-tokens.ts";
import {spokenToken} from "../token/label.ts";
import type {About} from "../target/ranked.ts";
import {drawLegend} from "../view/foot.ts";
import type {ReadText} from "../view/as-read.ts";
import type {Fact} from "../view/foot.ts";
import {gridStyles} from "../view/grid.styles.ts";
import type {Knob} from "../view/head.ts";
import {pickKnob} from "../view/pick.ts";
import type {TableData} from "../view/table.ts";
import type {Tip} from "../view/tip.ts";
import {View} from "../view/view.ts";
import type {Spot} from "../view/walk.ts";
import type {Patching as Data} from "./data.ts";
import {drawPatching} from "./draw-patching.ts";
import {patchingTable} from "./patching-table.ts";
import {patchingStyles} from "./patching.styles.ts";
import {headName, isByHead} from "../causal/heads.ts";
import type {Part, Writes} from "../writes/data.ts";
import {drawWrites, withWrites} from "../writes/draw-writes.ts";
import {wordsStyles} from "../view/words.styles.ts";
import {differingWords, rowPhrase, sitePhrase, siteWord, stackKnob} from "../causal/places.ts";
import {cellAt, spanOf, strongest, variantsOf} from "./shares.ts";
import type {PatchVariant} from "./shares.ts";

/** A patched place. */
export interface PatchValue {
  /** Of the residual stream: the layer that reads it; as many as there are layers for its end. */
  readonly layer: number;
  /** null for heads and what they are made of, which are patched at all positions. */
  readonly position: number | null;
  /** null for sites without heads; of keys and values that heads share, the group. */
  readonly head: number | null;
}

/** Sites that write into the residual stream: what a head is made of does not. */
const writers: ReadonlySet<string> = new Set(["residual", "attention", "mlp", "head"]);

/** Two grids stand side by side from this width, in px. */
const wide = 560;
/** Below this correlation the first order is a bad guess. */
const agreed = 0.7;

const words: {readonly [V in PatchVariant]: string} = {
  share: "share",
  values: "values",
  approximation: "first order"
};

/**
 * Shows which inner values carry an answer: how much of the clean run comes back when one of its values is put into the
 * corrupt run, by layer and position or head. `value` is the pinned place.
 */
export class Patching extends View<Data, PatchValue> {
  static override properties = {
    ...View.properties,
    site: {reflect: true},
    stack: {},
    variant: {reflect: true},
    writes: {attribute: false}
  };
  static override styles: CSSResultGroup = [
    View.styles,
    gridStyles,
    axisNameStyles,
    wordsStyles,
    patchingStyles
  ];

  /** "residual", "attention", "mlp", "head", "query", "key" or "value"; the data's own when undefined. Offered as `choices.site`. */
  declare site: string | undefined;
  /** Of encoder–decoder models: "decoder", "encoder" or "cross"; the data's own when undefined. Offered as `choices.stack`. */
  declare stack: string | undefined;
  /** "share" of the difference restored (default), "values" of the target, or the first-order "approximation". */
  declare variant: PatchVariant;
  /** What the pinned part of the clean run speaks for and against; drawn below the picture where it is of that part. */
  declare writes: Writes | undefined;
  protected override readonly name: string = "Activation patching";

  constructor() {
    super();
    this.variant = "share";
  }

  #variant(data: Data): PatchVariant {
    const known = variantsOf(data);
    return known.includes(this.variant) ? this.variant : known[0]!;
  }

  #paired(data: Data): boolean {
    return this.#variant(data) === "approximation" && this.room.value >= wide;
  }

  #width({values}: Data): number {
    return values[0]?.length ?? 0;
  }

  protected subtitle({target, site, tokens, cleanTokens}: Data): TemplateResult {
    const answer = drawInline(calledOf(target));
    const of = target.foil ? html`${answer} over ${drawInline(target.foil)}` : answer;
    return html`How much of ${of} comes back with the ${sitePhrase(site)} of
    ${drawInline(differingWords(cleanTokens, tokens))} put into
    ${drawInline(differingWords(tokens, cleanTokens))}`;
  }

  protected override about({target}: Data): readonly About[] {
    return [{target}];
  }

  protected draw(data: Data): TemplateResult {
    const tokens = !isByHead(data.site);
    return html`${drawPatching(data, {
      variant: this.#variant(data),
      paired: this.#paired(data),
      pinned: this.#pinned(data),
      selected: tokens ? (this.value?.position ?? this.selected) : null,
      highlight: tokens && !this.pointed ? this.highlight : null,
      cursor: this.cursor,
      width: this.room.value || 800
    })}${drawWrites(this.writes, this.writingPart)}`;
  }

  /** The pinned part, where it writes into the stream that the answer is read from. */
  get writingPart(): Part | undefined {
    const {data, value} = this;
    if (data === undefined || !value || !writers.has(data.site) || data.stack === "encoder")
      return undefined;
    const {layer, head, position} = value;
    const {site, stack, target} = data;
    return {site, stack, layer, head, neuron: null, position: position ?? target.position};
  }

  #pinned(data: Data): Spot | null {
    if (!this.value) return null;
    const {layer, position, head} = this.value;
    const column = (isByHead(data.site) ? head : position) ?? -1;
    return cellAt(data, layer, column) ? {row: layer, column} : null;
  }

  protected extent(data: Data): Spot {
    return {
      row: data.values.length,
      column: this.#width(data) * (this.#paired(data) ? 2 : 1)
    };
  }

  // Beside the exact grid the approximated one repeats its columns.
  #column(data: Data, {column}: Spot): number {
    return column % Math.max(1, this.#width(data));
  }

  protected pick(data: Data, spot: Spot): PatchValue | undefined {
    const column = this.#column(data, spot);
    if (!cellAt(data, spot.row, column)) return undefined;
    return isByHead(data.site)
      ? {layer: spot.row, position: null, head: column}
      : {layer: spot.row, position: column, head: null};
  }

  protected positionOf(data: Data, spot: Spot): number | null {
    return isByHead(data.site) ? null : this.#column(data, spot);
  }

  protected tipOf(data: Data, spot: Spot): Tip | null {
    const column = this.#column(data, spot);
    const cell = cellAt(data, spot.row, column);
    if (!cell) return null;
    const {share, value, guess, guessShare} = cell;
    const guessed = guessShare === null ? "" : `${signed(guessShare)} · `;
    return {
      where: html`${rowPhrase(data.site, spot.row, data.values.length)} ·
      ${this.#unit(data, column)}`,
      rows: [
        ...(share === null ? [] : [["share restored", signed(share)] as const]),
        ["value", signed(value)],
        ["change", signed(value - data.corrupt)],
        ...(guess === null ? [] : [["first order", `${guessed}${signed(guess)}`] as const])
      ]
    };
  }

  #unit(data: Data, column: number): TemplateResult | string {
    const {site, tokens, cleanTokens} = data;
    if (isByHead(site)) return headName(data, column);
    const [token, clean] = [tokens[column], cleanTokens[column]];
    const from = clean && clean.id !== token?.id ? html` from ${drawInline(clean)}` : "";
    return html`position ${column} ${token ? drawInline(token) : ""}${from}`;
  }

  protected tableOf(data: Data): TableData {
    return withWrites(patchingTable(data), this.writes, this.writingPart);
  }

  protected summary(data: Data): string {
    const {row, column} = strongest(data);
    const cell = cellAt(data, row, column);
    if (!cell) return "no values";
    const token = data.tokens[column];
    const unit = isByHead(data.site)
      ? headName(data, column)
      : `position ${column}${token ? `, ${spokenToken(token)}` : ""}`;
    const found =
      cell.share === null ? spokenSigned(cell.value) : `${spokenSigned(cell.share)} of it`;
    const where = rowPhrase(data.site, row, data.values.length);
    const inside = data.site === "residual" ? where : `in the ${sitePhrase(data.site)} of ${where}`;
    return `${spokenTarget(data.target)}, most comes back ${inside}, ${unit}: ${found}`;
  }

  protected override legend(data: Data): TemplateResult {
    if (this.#variant(data) !== "values")
      return drawLegend("diverging", "−1", "+1 = fully restored");
    const span = spanOf(data);
    return drawLegend("diverging", `${signed(-span)} from corrupt`, `${signed(span)}`);
  }

  protected override facts(data: Data): readonly Fact[] {
    const {clean, corrupt, recovered, agreement, approximation, target, provenance} = data;
    const doubtful = agreement !== null && agreement < agreed;
    return [
      {name: "value", value: target.foil ? `difference of the ${kindOf(target)}` : kindOf(target)},
      {name: "clean", value: signed(clean)},
      {name: "corrupt", value: signed(corrupt)},
      ...(recovered ? [] : [{name: "both", value: "answer alike: nothing to restore", bad: true}]),
      ...(approximation
        ? [
            {
              name: "first order agrees",
              value: `${decimal(agreement)}${doubtful ? ": take the exact shares" : ""}`,
              bad: doubtful
            }
          ]
        : []),
      {name: "runs", value: count(provenance.forwards)}
    ];
  }

  protected override knobs(): readonly Knob[] {
    const {data, choices} = this;
    const variants = data === undefined ? [] : variantsOf(data);
    return [
      ...stackKnob(this.stack ?? data?.stack, choices),
      ...pickKnob({
        name: "site",
        label: "What is patched",
        value: this.site ?? data?.site,
        offered: choices["site"],
        word: siteWord
      }),
      ...(data === undefined || variants.length < 2
        ? []
        : [
            {
              name: "variant",
              label: "Values",
              kind: "switch",
              value: this.#variant(data),
              options: variants.map((v) => [v, words[v]] as const)
            } as const
          ])
    ];
  }

  protected override textsOf({tokens, cleanTokens}: Data): readonly ReadText[] {
    return [
      {name: "Clean prompt as the model reads it", tokens: cleanTokens},
      {name: "Corrupt prompt as the model reads it", tokens}
    ];
  }

  protected override provenance({provenance}: Data): Provenance {
    return provenance;
  }
}
