import {html} from "lit";
import type {CSSResultGroup, TemplateResult} from "lit";
import type {Candidates as Data, Provenance} from "../data.ts";
import {bits, count, decimal, percent, spokenPercent} from "../format.ts";
import {drawInline, lastWords} from "../token/draw-tokens.ts";
import {spokenToken, tokenText} from "../token/label.ts";
import type {Fact} from "../view/foot.ts";
import type {Knob} from "../view/head.ts";
import type {TableData} from "../view/table.ts";
import type {Tip} from "../view/tip.ts";
import {View} from "../view/view.ts";
import type {Spot} from "../view/walk.ts";
import {candidatesStyles} from "./candidates.styles.ts";
import {drawCandidates, othersOf} from "./draw-candidates.ts";

/** Shows what could come next (or fill a mask), with probabilities. `value` is the pinned token's id. */
export class Candidates extends View<Data, number> {
  static override properties = {...View.properties, top: {type: Number}};
  static override styles: CSSResultGroup = [View.styles, candidatesStyles];

  /** How many to draw; defaults to 8. */
  declare top: number;
  protected override readonly name: string = "Candidates";
  protected override readonly invitation: string = "Nothing to continue yet. Write a prompt.";

  constructor() {
    super();
    this.top = 8;
  }

  protected subtitle({tokens, position, provenance, classes = false}: Data): TemplateResult {
    const text = drawInline(lastWords(tokens));
    if (classes)
      return position >= tokens.length - 1
        ? html`Class of ${text}`
        : html`Class of ${drawInline(tokens[position]!)} at position ${position} of ${text}`;
    // A decoder's positions are of the answer, which is not in the text.
    if (/t5|bart|marian|pegasus/.test(provenance.architecture))
      return position === 0
        ? html`First token of the answer to ${text}`
        : html`Token ${position + 1} of the answer to ${text}`;
    if (position >= tokens.length - 1) return html`Next token after ${text}`;
    const token = tokens[position];
    return token?.special
      ? html`In place of ${drawInline(token)} at position ${position} of ${text}`
      : html`At position ${position} of ${text}`;
  }

  protected draw(data: Data): TemplateResult {
    return drawCandidates(data, {top: this.top, selected: this.value, cursor: this.cursor.row});
  }

  protected extent({top}: Data): Spot {
    return {row: Math.max(1, Math.min(this.top, top.length)), column: 1};
  }

  protected tableOf(data: Data): TableData {
    const others = othersOf(data, data.top.length);
    return {
      caption: `Candidates at position ${data.position}; ${count(others.count)} others share ${percent(others.probability)}; entropy ${bits(data.entropy)}`,
      columns: [
        {label: "token", mono: true},
        {label: "rank"},
        {label: "id"},
        {label: "probability"},
        {label: "logit"}
      ],
      rows: data.top.map((candidate) => [
        {text: tokenText(candidate, "dot"), value: candidate.text},
        {text: count(candidate.rank), value: candidate.rank},
        {text: String(candidate.id), value: candidate.id},
        {text: percent(candidate.probability), value: candidate.probability},
        {text: decimal(candidate.logit), value: candidate.logit}
      ])
    };
  }

  protected summary({top}: Data): string {
    const first = top[0];
    return first ? `${spokenToken(first)}, ${spokenPercent(first.probability)}` : "no candidates";
  }

  protected pick({top}: Data, {row}: Spot): number | undefined {
    return top[row]?.id;
  }

  protected positionOf({position}: Data): number {
    return position;
  }

  protected tipOf({top}: Data, {row}: Spot): Tip | null {
    const candidate = top[row];
    if (!candidate) return null;
    return {
      where: html`rank ${count(candidate.rank)} ${drawInline(tokenText(candidate, "dot"))}`,
      rows: [
        ["probability", percent(candidate.probability)],
        ["logit", decimal(candidate.logit)],
        ["id", String(candidate.id)]
      ]
    };
  }

  protected override facts({entropy}: Data): readonly Fact[] {
    return [{name: "entropy", value: bits(entropy)}];
  }

  protected override knobs(): readonly Knob[] {
    const known = this.data?.top.length ?? 0;
    const sizes = [5, 8, 12, 20].filter((size) => size <= Math.max(known, this.top));
    return sizes.length > 1
      ? [
          {
            name: "top",
            label: "How many",
            kind: "pick",
            value: String(this.top),
            options: sizes.map((n) => [String(n), `top ${n}`])
          }
        ]
      : [];
  }

  protected override change(name: string, value: string): void {
    if (name === "top") this.top = Number(value);
    else super.change(name, value);
  }

  protected override provenance({provenance}: Data): Provenance {
    return provenance;
  }
}
