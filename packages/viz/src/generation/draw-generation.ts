import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {fill} from "../bins.ts";
import type {Candidate, Token} from "../data.ts";
import {bits, count, percent, spokenPercent} from "../format.ts";
import {classes, drawInline, drawTokens} from "../token/draw-tokens.ts";
import type {TokensOptions} from "../token/draw-tokens.ts";
import {tokenLabel} from "../token/label.ts";
import type {Generation, GenerationStep} from "./data.ts";
import {fillsMasks, positionOfStep} from "./places.ts";

type Options = Pick<TokensOptions, "selected" | "highlight" | "cursor">;

/** Draws the text as it was written: produced tokens on their probabilities, behind the prompt or where masks were. */
export function drawGeneration(data: Generation, options: Options = {}): TemplateResult {
  const {tokens, steps} = data;
  const inside = fillsMasks(data);
  const fills: string[] = [];
  const spoken: string[] = [];
  const text: Token[] = [...tokens];
  steps.forEach(({token, probability}, index) => {
    const position = positionOfStep(data, index);
    const shade = fill("sequential", probability);
    fills[position] = inside ? classes("made", shade) : shade;
    spoken[position] = spokenPercent(probability);
    const mask = inside && tokens[position];
    if (mask) text[position] = {...mask, id: token.id, text: token.text, special: token.special};
  });
  return drawTokens(text, {
    produced: inside ? [] : steps.map(({token}) => token),
    fills,
    spoken,
    label: "Text",
    ...options
  });
}

/** How many candidates stand beside a produced token. */
const shown = 6;

/** Returns the likeliest candidates of a step and, if it is not among them, the one that was taken. */
function listed({token, probability, candidates}: GenerationStep): readonly Candidate[] {
  const first = candidates.slice(0, shown);
  if (first.some(({id}) => id === token.id)) return first;
  const taken = candidates.find(({id}) => id === token.id) ?? {
    id: token.id,
    text: token.text,
    probability,
    logit: Number.NaN,
    rank: Number.NaN
  };
  return [...candidates.slice(0, shown - 1), taken];
}

/** Returns a produced token's rank: past the candidates that were kept, only that it is. */
export function rankOf({token, candidates}: GenerationStep): string {
  const found = candidates.find(({id}) => id === token.id);
  return found ? count(found.rank) : `> ${count(candidates.length)}`;
}

/** Returns how a token was chosen, in words. */
export function chosenHow(step: GenerationStep, {tree}: Pick<Generation, "tree">): string {
  if (step.sampled !== undefined) return `drawn at ${percent(step.sampled)} of what was left`;
  if (tree) return "by beam search";
  return step.candidates[0]?.id === step.token.id
    ? "the likeliest"
    : "the likeliest after a penalty";
}

/** Draws one produced token with what else could have stood there. */
export function drawStep(data: Generation, index: number): TemplateResult {
  const step = data.steps[index];
  if (!step) return html``;
  const rows = listed(step);
  const longest = Math.max(...rows.map((row) => row.probability)) || 1;
  return html`<div class="step">
    <div class="what">
      <p>Token ${count(index + 1)} of ${count(data.steps.length)} ${drawInline(step.token)}</p>
      <p>${percent(step.probability)}, rank ${rankOf(step)}, entropy ${bits(step.entropy)}</p>
      <p>${chosenHow(step, data)}</p>
    </div>
    <ol class="cand" translate="no">
      ${rows.map((row) => {
        const taken = row.id === step.token.id;
        return html`<li class=${classes("row", taken && "top")}>
          <span class="rk">${Number.isNaN(row.rank) ? rankOf(step) : count(row.rank)}</span>
          <span class="tx"
            ><bdi>${tokenLabel(row)}</bdi
            >${taken ? html`<span class="hidden">, taken</span>` : nothing}</span
          >
          <span class="track"
            ><i class="bar" .style=${`width:${((row.probability / longest) * 100).toFixed(2)}%`}></i
          ></span>
          <span class="v">${percent(row.probability)}</span>
        </li>`;
      })}
    </ol>
  </div>`;
}
