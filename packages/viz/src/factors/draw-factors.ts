import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {repeat} from "lit/directives/repeat.js";
import {decimal} from "../format.ts";
import type {NeuronData, NeuronFactors, NeuronName} from "../neurons/data.ts";
import {detailOf, drawDetail} from "../neurons/draw-detail.ts";
import {columnOf, drawNeurons} from "../neurons/draw-neurons.ts";
import {drawTexts} from "../neurons/draw-texts.ts";
import {factorName, spokenFactor} from "../neurons/names.ts";
import {omittedOf} from "../neurons/omitted.ts";
import {drawSparkline} from "../neurons/sparkline.ts";
import {colourOf, colours, loadingsOf, strongestOf, topsOf} from "../neurons/strongest.ts";
import {classes, drawInline} from "../token/draw-tokens.ts";
import {spokenToken, tokenText} from "../token/label.ts";
import type {Spot} from "../view/walk.ts";

export interface FactorsOptions {
  readonly names?: readonly string[];
  readonly pinned?: number | null;
  /** The factor on the tokens, pinned or pointed at; null: each token by its strongest. */
  readonly shown?: number | null;
  readonly neuron?: NeuronName | null;
  /** The position whose factors are told. */
  readonly position?: number | null;
  readonly selected?: number | null;
  readonly highlight?: number | null;
  readonly cursor?: Spot;
  /** The room in px; sparklines stand beside the tokens where there is some. */
  readonly width?: number;
  /** Called with a new name. */
  readonly rename?: (factor: number, name: string) => void;
}

const start: Spot = {row: 0, column: 0};

/** Draws factors: a sparkline each on one scale, and the tokens tinted by the strongest. Row 0 of the marks are tokens. */
export function drawFactors(data: NeuronData, options: FactorsOptions = {}): TemplateResult {
  const {names = [], shown = null, neuron = null, selected = null, highlight = null} = options;
  const {cursor = start, width = 800, position = null} = options;
  const told = shown ?? 0;
  const belongings = shown === null ? strongestOf(data) : loadingsOf(data, shown);
  const detail = detailOf(data.detail, neuron);
  return html`<div class=${classes("nmf", width > 560 && "beside")}>
    ${drawSparklines(data, options)}
    <div class="texts">
      ${drawTexts(data, belongings, {names, selected, highlight, cursor: cursor.row === 0 ? cursor.column : -1})}
      ${position === null ? nothing : drawPosition(data, position, names)}
      ${
        data.factors[told]
          ? html`<p class="caption">
                ${spokenFactor(names, told).replace(/^f/, "F")}: strongest neurons by weight, and
                their activations
              </p>
              ${drawNeurons(data.factors[told].neurons, {factor: told, row: data.factors.length + 1, pinned: neuron, cursor, marked: highlight, omitted: omittedOf(data)})}`
          : nothing
      }
      ${detail ? drawDetail(detail) : nothing}
    </div>
  </div>`;
}

/** The keys of a name's field: Enter keeps it, Escape does not; both go back to the factor. */
const fieldKeys: Readonly<Record<string, (field: HTMLInputElement) => void>> = {
  Enter: (field) => field.closest<HTMLElement>("[data-row]")?.focus(),
  Escape(field) {
    field.value = field.defaultValue;
    field.closest<HTMLElement>("[data-row]")?.focus();
  }
};

function drawSparklines(data: NeuronFactors, options: FactorsOptions): TemplateResult {
  const {names = [], pinned = null, highlight = null, cursor = start, rename} = options;
  const top = Math.max(0, ...topsOf(data));
  const name = (event: Event, factor: number): void =>
    rename?.(factor, (event.target as HTMLInputElement).value.trim());
  return html`<div class="factors" role="grid" aria-label="Factors">
    ${repeat(
      data.factors,
      (_, factor) => factor,
      ({loadings}, factor) => {
        const row = factor + 1;
        const column = columnOf(loadings, row, cursor);
        const here = cursor.row === row;
        const token = data.tokens[column];
        return html`<div
          class=${classes("factor", colourOf(factor), pinned === factor && "on")}
          role="row"
          aria-selected=${pinned === factor ? "true" : "false"}
          aria-label=${`${spokenFactor(names, factor)}, ${decimal(loadings[column])} at ${token ? spokenToken(token) : ""}`}
          aria-keyshortcuts="F2"
          tabindex=${here ? 0 : -1}
          data-row=${row}
          data-column=${column}
          @keydown=${(event: KeyboardEvent) => {
            if (event.key !== "F2") return;
            event.preventDefault();
            const field = (event.currentTarget as HTMLElement).querySelector("input");
            field?.focus();
            field?.select();
          }}
        >
          <span class="fnum" role="gridcell">${row}</span>
          <span class="line" role="gridcell"
            >${drawSparkline(loadings, {top, dashed: factor >= colours, marked: highlight})}</span
          >
          <span class="named" role="gridcell"
            ><input
              class="fn"
              aria-label=${`name of factor ${row}`}
              placeholder=${factorName([], factor)}
              value=${names[factor] ?? ""}
              .value=${names[factor] ?? ""}
              tabindex=${here ? nothing : -1}
              autocomplete="off"
              spellcheck="false"
              @click=${(event: Event) => event.stopPropagation()}
              @change=${(event: Event) => name(event, factor)}
              @keydown=${(event: KeyboardEvent) => fieldKeys[event.key]?.(event.target as HTMLInputElement)}
          /></span>
        </div>`;
      }
    )}
  </div>`;
}

/** How many factors of a token are told. */
const most = 5;

function drawPosition(
  {tokens, factors}: NeuronFactors,
  position: number,
  names: readonly string[]
): TemplateResult {
  const parts = factors
    .map(({loadings}, factor) => ({factor, loading: loadings[position] ?? 0}))
    .filter(({loading}) => loading > 0)
    .toSorted((a, b) => b.loading - a.loading)
    .slice(0, most);
  return html`<p class="parts">
    <span class="caption">position ${position}</span>
    ${drawInline(tokenText(tokens[position]!, "dot"))}
    ${parts.map(({factor, loading}) => html`<span class="part ${colourOf(factor)}"><b class="fnum">${factor + 1}</b> ${names[factor] ?? ""} ${decimal(loading)}</span>`)}
    ${parts.length ? nothing : "in no factor"}
  </p>`;
}
