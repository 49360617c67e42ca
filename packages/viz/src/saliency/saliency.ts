import {html} from "lit";
import type {CSSResultGroup, TemplateResult} from "lit";
import type {Attribution, ProducedAttributions, Provenance} from "../data.ts";
import {count, decimal, percent, signed, signedDigits, spokenPercent} from "../format.ts";
import {drawInline} from "../token/draw-tokens.ts";
import {spokenToken, tokenText} from "../token/label.ts";
import {deltaFact, drawLegend} from "../view/foot.ts";
import type {Fact} from "../view/foot.ts";
import type {Knob} from "../view/head.ts";
import type {TableData} from "../view/table.ts";
import type {Tip} from "../view/tip.ts";
import {View} from "../view/view.ts";
import type {Spot} from "../view/walk.ts";
import {drawDetailed, drawSaliency, topOf} from "./draw-saliency.ts";
import {isSignedMethod, wordFor} from "./methods.ts";
import {saliencyStyles} from "./saliency.styles.ts";
import {calledOf, firstReal, sharesOf, toProduced} from "./shares.ts";
import type {Shares} from "./shares.ts";

export type SaliencyData = Attribution | ProducedAttributions;

/**
 * Shows which tokens of a text mattered for one that the model produced. `value` is the pinned position of the
 * produced token; null lets the view choose the first real one.
 */
export class Saliency extends View<SaliencyData, number> {
  static override properties = {
    ...View.properties,
    method: {},
    of: {},
    baseline: {},
    variant: {reflect: true},
    signed: {type: Boolean, reflect: true}
  };
  static override styles: CSSResultGroup = [View.styles, saliencyStyles];

  /** The attribution method asked for; the data's own when undefined. Offered as `choices.method`. */
  declare method: string | undefined;
  /** logit, logprob or probability; offered as `choices.of`. */
  declare of: string | undefined;
  /** What an absent token is replaced by; offered as `choices.baseline`. */
  declare baseline: string | undefined;
  /** "minimal" (text on its shares, default) or "detailed" (bars). A switch is shown when `choices.variant` names both. */
  declare variant: "minimal" | "detailed";
  /** Whether scores keep their sign; default false: shares of their size. */
  declare signed: boolean;

  protected override get name(): string {
    if (this.#bySign) return "Saliency, signed";
    return this.variant === "detailed" ? "Saliency, detailed" : "Saliency";
  }

  constructor() {
    super();
    this.variant = "minimal";
    this.signed = false;
  }

  #asProduced: {from: SaliencyData; to: ProducedAttributions} | undefined;
  #produced(data: SaliencyData): ProducedAttributions {
    if (this.#asProduced?.from !== data) this.#asProduced = {from: data, to: toProduced(data)};
    return this.#asProduced.to;
  }

  /** Which produced token is explained: pointed at, pinned here, selected elsewhere, else the first real one. */
  #index(data: ProducedAttributions): number {
    const {tokens, produced, attributions} = data;
    const start = tokens.length;
    const pointed = this.pointed?.column;
    const options = [pointed, this.value, this.selected].map((p) =>
      typeof p === "number" ? p - start : -1
    );
    const [preview = -1, ...settled] = options;
    if (preview >= 0 && attributions[preview]) return preview;
    // What is not computed yet keeps the old picture: the reader sees it change, not vanish.
    return settled.find((i) => i >= 0 && i < produced.length && attributions[i]) ?? firstReal(data);
  }

  #shares(data: SaliencyData): Shares | undefined {
    const all = this.#produced(data);
    return sharesOf(all, this.#index(all));
  }

  get #bySign(): boolean {
    const method =
      this.data === undefined ? this.method : this.#shares(this.data)?.attribution.method;
    return this.signed && isSignedMethod(method ?? "");
  }

  protected subtitle(data: SaliencyData): TemplateResult {
    const target = this.#shares(data)?.attribution.target;
    if (!target) return html`What mattered`;
    const against = target.foil ? html` against ${drawInline(target.foil)}` : "";
    if (this.variant === "minimal")
      return html`What in the prompt raised ${drawInline(calledOf(target))}${against}`;
    return this.#bySign
      ? html`Change of the ${wordFor(target.of)} of ${drawInline(calledOf(target))}${against}, from
        the baseline`
      : html`Share of the attribution of ${drawInline(calledOf(target))}${against}`;
  }

  protected draw(data: SaliencyData): TemplateResult {
    const all = this.#produced(data);
    const index = this.#index(all);
    const draw = this.variant === "detailed" ? drawDetailed : drawSaliency;
    const inside = all.produced.length ? null : (all.attributions[0]?.target.position ?? null);
    return draw(all, sharesOf(all, index), {
      signed: this.#bySign,
      explained: inside ?? all.tokens.length + index,
      highlight: this.pointed?.column ?? this.highlight,
      cursor: this.cursor.column,
      width: this.room.value || 800
    });
  }

  protected override willUpdate(
    changed: Parameters<View<SaliencyData, number>["willUpdate"]>[0]
  ): void {
    super.willUpdate(changed);
    if (
      changed.has("data") &&
      this.data !== undefined &&
      this.pointed === null &&
      !this.matches(":focus-within")
    ) {
      const all = this.#produced(this.data);
      // The tab stop is on what is explained.
      this.cursor = {
        row: 0,
        column:
          this.variant === "detailed"
            ? 0
            : Math.max(0, all.tokens.length - (all.produced.length ? 0 : 1)) +
              (all.produced.length ? this.#index(all) : 0)
      };
    }
  }

  protected extent(data: SaliencyData): Spot {
    const {tokens, produced} = this.#produced(data);
    if (this.variant === "minimal") return {row: 1, column: tokens.length + produced.length};
    const scores = this.#shares(data)?.scores ?? [];
    return {row: 1, column: Math.max(1, scores.filter((score) => score !== undefined).length)};
  }

  protected tableOf(data: SaliencyData): TableData {
    const shares = this.#shares(data);
    if (!shares) return {caption: "No attribution yet", columns: [{label: "token"}], rows: []};
    const {attribution} = shares;
    const {tokens, scores, norms, target, delta, baseline, steps} = attribution;
    const total = scores.reduce((sum, score) => sum + Math.abs(score), 0);
    const digits = signedDigits(scores);
    const made = [
      `value ${decimal(target.value)}`,
      ...(delta === null
        ? []
        : deltaFact(delta, attribution.change).map(({name, value}) => `${name} ${value}`)),
      ...(baseline === null ? [] : [`baseline ${baseline}`]),
      ...(steps === null ? [] : [`${steps} steps`]),
      `${attribution.provenance.backend}, ${decimal(attribution.provenance.milliseconds, 0)} ms, ${attribution.provenance.forwards} forward and ${attribution.provenance.backwards} backward passes`
    ];
    return {
      caption: `Attribution of ${spokenToken(calledOf(target))} (${wordFor(target.of)}) by ${wordFor(attribution.method).toLowerCase()}: ${made.join(", ")}`,
      columns: [
        {label: "token", mono: true},
        {label: "position"},
        {label: "share"},
        {label: isSignedMethod(attribution.method) ? "signed" : "score"},
        {label: "norm"}
      ],
      rows: tokens.map((token, i) => {
        const share = total > 0 ? Math.abs(scores[i]!) / total : 0;
        const score = isSignedMethod(attribution.method)
          ? signed(scores[i], digits)
          : decimal(scores[i], digits);
        return [
          {text: tokenText(token, "dot"), value: token.text},
          {text: count(i), value: i},
          {text: percent(share), value: share},
          {text: score, value: scores[i] ?? null},
          {text: decimal(norms[i]), value: norms[i] ?? null}
        ];
      })
    };
  }

  protected summary(data: SaliencyData): string {
    const shares = this.#shares(data);
    if (!shares) return "no attribution yet";
    const {attribution} = shares;
    const best = shares.shares.reduce<number>(
      (top, share, i) => ((share ?? 0) > (shares.shares[top] ?? 0) ? i : top),
      0
    );
    const all = this.#produced(data);
    const token = [...all.tokens, ...all.produced][best];
    const strongest = token
      ? `, strongest ${spokenToken(token)} ${spokenPercent(shares.shares[best])}`
      : "";
    return `${spokenToken(calledOf(attribution.target))} by ${wordFor(attribution.method).toLowerCase()}, ${attribution.tokens.length} tokens${strongest}`;
  }

  protected pick(data: SaliencyData, {column}: Spot): number | undefined {
    return column >= this.#produced(data).tokens.length ? column : undefined;
  }

  protected positionOf(_data: SaliencyData, {column}: Spot): number {
    return column;
  }

  protected tipOf(data: SaliencyData, {column}: Spot): Tip | null {
    const all = this.#produced(data);
    const token = [...all.tokens, ...all.produced][column];
    if (!token) return null;
    const shares = this.#shares(data);
    const score = shares?.scores[column];
    const where = html`position ${column} ${drawInline(tokenText(token, "dot"))}`;
    // What is explained has no share of itself, and what comes later was not seen.
    if (score === undefined || !shares) return null;
    const {attribution} = shares;
    const digits = signedDigits(attribution.scores);
    const figure = isSignedMethod(attribution.method)
      ? signed(score, digits)
      : decimal(score, digits);
    return {
      where,
      rows: [
        ["share", percent(shares.shares[column])],
        [isSignedMethod(attribution.method) ? "signed" : "score", figure]
      ]
    };
  }

  protected override legend(data: SaliencyData): unknown {
    const shares = this.#shares(data);
    if (!shares) return "";
    const top = topOf(shares, this.#bySign);
    if (!this.#bySign) return drawLegend("sequential", "0", percent(top));
    return drawLegend("diverging", `${signed(-top)} lowers`, `raises ${signed(top)}`);
  }

  protected override facts(data: SaliencyData): readonly Fact[] {
    const attribution = this.#shares(data)?.attribution;
    if (!attribution) return [];
    const {delta, change, baseline, steps} = attribution;
    return [
      ...deltaFact(delta, change),
      ...(baseline === null ? [] : [{name: "baseline", value: baseline}]),
      ...(steps === null ? [] : [{name: "steps", value: count(steps)}])
    ];
  }

  protected override knobs(): readonly Knob[] {
    const attribution = this.data === undefined ? undefined : this.#shares(this.data)?.attribution;
    const method = this.method ?? attribution?.method;
    const picker = (name: string, label: string, value: string | undefined): Knob[] => {
      const choices = this.choices[name] ?? [];
      return value !== undefined && choices.length > 1
        ? [{name, label, kind: "pick", value, options: choices.map((c) => [c, wordFor(c)])}]
        : [];
    };
    const single: Knob[] = method
      ? [
          {
            name: "method",
            label: "Method",
            kind: "pick",
            value: method,
            options: [[method, wordFor(method)]]
          }
        ]
      : [];
    const methods = picker("method", "Method", method);
    const sized: Knob[] = isSignedMethod(method ?? "saliency")
      ? [
          {
            name: "signed",
            label: "Values",
            kind: "switch",
            value: String(this.signed),
            options: [
              ["false", "size"],
              ["true", "signed"]
            ]
          }
        ]
      : [];
    return [
      ...(methods.length ? methods : single),
      ...picker("of", "Target", this.of ?? attribution?.target.of),
      ...picker("baseline", "Baseline", this.baseline ?? attribution?.baseline ?? undefined),
      ...sized,
      ...((this.choices["variant"]?.length ?? 0) > 1
        ? [
            {
              name: "variant",
              label: "Detail",
              kind: "switch",
              value: this.variant,
              options: [
                ["minimal", "text"],
                ["detailed", "bars"]
              ]
            } as const
          ]
        : [])
    ];
  }

  protected override change(name: string, value: string): void {
    if (name === "signed") this.signed = value === "true";
    else super.change(name, value);
  }

  protected override provenance(data: SaliencyData): Provenance | undefined {
    return this.#shares(data)?.attribution.provenance;
  }
}
