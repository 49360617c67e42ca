import {html} from "lit";
import type {CSSResultGroup, TemplateResult} from "lit";
import type {Provenance} from "../data.ts";
import {count, decimal} from "../format.ts";
import type {ReadText} from "../view/as-read.ts";
import {drawLegend} from "../view/foot.ts";
import type {Fact} from "../view/foot.ts";
import {gridStyles} from "../view/grid.styles.ts";
import type {Knob} from "../view/head.ts";
import {pickKnob} from "../view/pick.ts";
import type {TableData} from "../view/table.ts";
import type {Tip} from "../view/tip.ts";
import {View} from "../view/view.ts";
import type {Spot} from "../view/walk.ts";
import type {Similarities} from "./data.ts";
import {drawSentences, known} from "./draw-sentences.ts";
import {sentencesStyles} from "./sentences.styles.ts";
import {cut, lineOf, pooledFacts, textsPhrase} from "./words.ts";

/** A pair of texts, each counted from 0. */
export interface SentencesValue {
  readonly row: number;
  readonly column: number;
}

/**
 * Shows how alike texts are: the cosine of each text's vector with each other's, pooled as the model says. `value` is
 * the pinned pair.
 */
export class Sentences extends View<Similarities, SentencesValue> {
  static override properties = {...View.properties, pooling: {}};
  static override styles: CSSResultGroup = [View.styles, gridStyles, sentencesStyles];

  /**
   * How the tokens' states become one vector: "mean", "cls", "lasttoken", "max", …; what the model says when undefined.
   * Offered as `choices.pooling`.
   */
  declare pooling: string | undefined;

  protected override readonly name: string = "Texts alike";
  protected override readonly invitation: string = "Nothing to compare yet. Write two texts.";

  protected subtitle({texts, provenance}: Similarities): TemplateResult {
    return html`Cosines of the vectors of ${textsPhrase(texts)}, ${provenance.model}`;
  }

  protected draw(data: Similarities): TemplateResult {
    const {value} = this;
    const within = value && value.row < data.texts.length && value.column < data.texts.length;
    return drawSentences(data, {
      pinned: within ? value : null,
      selected: within ? value.column : null,
      cursor: this.cursor,
      width: this.room.value || 540
    });
  }

  protected extent({texts}: Similarities): Spot {
    return {row: texts.length, column: texts.length};
  }

  protected tableOf({texts, values, provenance}: Similarities): TableData {
    return {
      caption: `Cosines of texts by ${provenance.model} on ${provenance.backend}`,
      columns: [
        {label: "number"},
        {label: "text"},
        {label: "tokens"},
        ...texts.map((_, at) => ({label: `${at + 1}`}))
      ],
      rows: texts.map((text, row) => [
        {text: count(row + 1), value: row + 1},
        {text: lineOf(text), value: text.text},
        {text: count(text.tokens.length), value: text.tokens.length},
        ...texts.map((_, column) => {
          const value = values[row]?.[column];
          return {text: decimal(value, 4), value: known(value) ? value : null};
        })
      ])
    };
  }

  protected summary({texts, values}: Similarities): string {
    const pairs = texts.flatMap((_, row) =>
      texts.slice(0, row).flatMap((__, column) => {
        const value = values[row]?.[column];
        return known(value) ? [{row, column, value}] : [];
      })
    );
    const [first] = pairs;
    if (!first) return "no two texts can be compared";
    const most = pairs.reduce((best, one) => (one.value > best.value ? one : best), first);
    const name = (text: number): string => cut(lineOf(texts[text]!), 60);
    return `${count(texts.length)} texts, most alike ${name(most.column)} and ${name(most.row)}, ${decimal(most.value)}`;
  }

  protected pick({texts}: Similarities, {row, column}: Spot): SentencesValue | undefined {
    return row < texts.length && column < texts.length ? {row, column} : undefined;
  }

  protected positionOf(): null {
    return null;
  }

  protected tipOf({texts, values}: Similarities, {row, column}: Spot): Tip | null {
    const [one, other] = [texts[row], texts[column]];
    if (!one || !other) return null;
    const value = values[row]?.[column];
    return {
      where: `${row + 1} · ${column + 1}`,
      rows: [
        ["cosine", known(value) ? decimal(value, 4) : "— (a vector has no length)"],
        [`${row + 1}`, cut(lineOf(one), 60)],
        ...(row === column ? [] : [[`${column + 1}`, cut(lineOf(other), 60)] as const])
      ]
    };
  }

  protected override legend(): TemplateResult {
    return drawLegend("diverging", "−1 opposed", "1 alike");
  }

  protected override facts(data: Similarities): readonly Fact[] {
    return pooledFacts(data);
  }

  protected override knobs(): readonly Knob[] {
    return pickKnob({
      name: "pooling",
      label: "Pooling",
      value: this.pooling ?? this.data?.pooling,
      offered: this.choices["pooling"],
      word: (name) => name,
      quiet: true
    });
  }

  // All of many would be a long list: those of the pinned pair.
  protected override textsOf({texts}: Similarities): readonly ReadText[] {
    const {value} = this;
    return [...new Set(value ? [value.row, value.column] : [])].flatMap((at) => {
      const text = texts[at];
      return text ? [{name: `Text ${at + 1} as the model reads it`, tokens: text.tokens}] : [];
    });
  }

  protected override provenance({provenance}: Similarities): Provenance {
    return provenance;
  }
}
