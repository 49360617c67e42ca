import {html, nothing} from "lit";
import type {CSSResultGroup, TemplateResult} from "lit";
import type {Provenance, Token} from "../data.ts";
import {bits, count, decimal, percent} from "../format.ts";
import {drawInline, drawTokens, lastWords} from "../token/draw-tokens.ts";
import {spokenToken, tokenText} from "../token/label.ts";
import {drawWords} from "../view/words.ts";
import {wordsStyles} from "../view/words.styles.ts";
import type {Fact} from "../view/foot.ts";
import type {Knob} from "../view/head.ts";
import type {TableData} from "../view/table.ts";
import {takenKnob, withoutProperty} from "../view/taken.ts";
import type {Tip} from "../view/tip.ts";
import {View} from "../view/view.ts";
import type {Spot} from "../view/walk.ts";
import {chosenColour, colourings, drawSteps} from "./colours.ts";
import type {Score as Data, TokenScore} from "./data.ts";
import {scoreStyles} from "./score.styles.ts";
import {scoreTable} from "./table.ts";

/** Alternatives that a tooltip names. */
const told = 3;

/**
 * Shows how probable a model finds each token of a given text: coloured by surprise, in bits. `value` is the pinned
 * position; what was likelier there stands below the text.
 *
 * @attr colour - "surprise" (default), "rank" or "entropy".
 */
export class Score extends View<Data, number> {
  static override properties = {
    ...View.properties,
    colour: {reflect: true},
    without: withoutProperty
  };
  static override styles: CSSResultGroup = [View.styles, wordsStyles, scoreStyles];

  /** What tokens are coloured by: "surprise" (default), "rank" or "entropy". */
  declare colour: string | undefined;
  /**
   * Which tokens are left out of the totals: "first", "special", "template", or positions, as "0 3 -1"; the data's own
   * when undefined, "" leaves out none. Offered as `choices.without`.
   */
  declare without: string | readonly number[] | undefined;
  protected override readonly name: string = "Scores";
  protected override readonly invitation: string = "Nothing to score yet. Write a text.";

  protected subtitle({order, source}: Data): TemplateResult {
    if (order === "masked") return html`How surprising is each token, given all others`;
    if (source)
      return html`How surprising is each token of an answer to ${drawInline(lastWords(source))}`;
    return html`How surprising is each token, given those before it`;
  }

  protected draw({tokens, scores, counted}: Data): TemplateResult {
    const inTotals = new Set(counted);
    const colouring = colourings[chosenColour(this.colour)];
    const pinned = this.value ?? this.selected;
    return html`${drawTokens(tokens, {
      fills: scores.map((score, at) =>
        score && inTotals.has(at) ? colouring.fill(score) : "unscored"
      ),
      spoken: scores.map((score) => (score ? colouring.spoken(score) : "not scored")),
      selected: pinned,
      highlight: this.pointed?.column ?? this.highlight,
      cursor: this.cursor.column,
      label: "Tokens of the text"
    })}
    ${this.#pinned(tokens[this.value ?? -1], scores[this.value ?? -1])}`;
  }

  #pinned(token: Token | undefined, score: TokenScore | null | undefined): unknown {
    if (!token || !score) return nothing;
    const {rank, probability, top} = score;
    return drawWords([
      {
        title: html`${drawInline(token)} rank ${count(rank)}, ${percent(probability)}; likeliest`,
        words: top.map((one) => ({...one, figure: percent(one.probability)}))
      }
    ]);
  }

  protected extent({tokens}: Data): Spot {
    return {row: 1, column: tokens.length};
  }

  protected tableOf(data: Data): TableData {
    return scoreTable(data);
  }

  protected summary({tokens, scores, totals}: Data): string {
    const most = scores.reduce<number>(
      (best, score, at) => (score && score.surprise > (scores[best]?.surprise ?? -1) ? at : best),
      -1
    );
    const token = tokens[most];
    const strongest = token
      ? `, most surprising ${spokenToken(token)}, ${bits(scores[most]!.surprise)}`
      : "";
    return `perplexity ${decimal(totals.perplexity)} over ${count(totals.tokens)} tokens${strongest}`;
  }

  protected pick({tokens}: Data, {column}: Spot): number | undefined {
    return column < tokens.length ? column : undefined;
  }

  protected positionOf(_data: Data, {column}: Spot): number {
    return column;
  }

  protected tipOf({tokens, scores}: Data, {column}: Spot): Tip | null {
    const token = tokens[column];
    if (!token) return null;
    const where = html`position ${column} ${drawInline(tokenText(token, "dot"))}`;
    const score = scores[column];
    if (!score) return {where, rows: [["not scored", "nothing predicts it"]]};
    const {probability, surprise, entropy, rank, top} = score;
    const likelier = top.filter((one) => one.rank < rank).slice(0, told);
    return {
      where,
      rows: [
        ["probability", percent(probability)],
        ["surprise", bits(surprise)],
        ["expected", bits(entropy)],
        ["rank", count(rank)],
        ...(likelier.length
          ? [
              [
                "likelier",
                likelier
                  .map((one) => `${tokenText(one, "dot")} ${percent(one.probability)}`)
                  .join(", ")
              ] as const
            ]
          : [])
      ]
    };
  }

  protected override legend(): unknown {
    return drawSteps(colourings[chosenColour(this.colour)]);
  }

  protected override facts({totals, windows, window, stride, order}: Data): readonly Fact[] {
    const {perplexity, bitsPerToken, bitsPerByte} = totals;
    return [
      {name: order === "masked" ? "pseudo-perplexity" : "perplexity", value: decimal(perplexity)},
      {name: "a token", value: bits(bitsPerToken)},
      ...(bitsPerByte === null ? [] : [{name: "a byte", value: bits(bitsPerByte)}]),
      ...(windows > 1
        ? [
            {
              name: "windows",
              value: `${count(windows)} of ${count(window)}, ${count(stride)} apart`
            }
          ]
        : [])
    ];
  }

  protected override knobs(): readonly Knob[] {
    return [
      {
        name: "colour",
        label: "Colour",
        kind: "pick",
        value: chosenColour(this.colour),
        options: Object.entries(colourings).map(([name, {word}]) => [name, word])
      },
      ...takenKnob(this.without, this.data, this.choices["without"])
    ];
  }

  protected override provenance({provenance}: Data): Provenance {
    return provenance;
  }
}
