/** How likely the model finds what a view is about: rank and probability of target and foil. */
import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import type {AttributionTarget, RankedToken} from "../data.ts";
import {count, percent} from "../format.ts";
import {drawInline} from "../token/draw-tokens.ts";
import {spokenToken, tokenLabel} from "../token/label.ts";

export type Target = Omit<AttributionTarget, "value">;

/** What a view is about; *lead* says of which side. */
export interface About {
  readonly lead?: string;
  readonly target: Target;
}

type Figures = Omit<RankedToken, "likelier">;

/** A token with its figures, and what stands before it. */
interface Entry {
  readonly lead: string;
  readonly token: RankedToken;
}

const known = ({probability, rank}: RankedToken): boolean =>
  typeof probability === "number" || typeof rank === "number";

/** Returns what is known of target and foil; nothing of records of before, and of what is of no token. */
function entriesOf({lead = "", target}: About): readonly Entry[] {
  const {id, foil} = target;
  const all: readonly Entry[] = [
    ...(id === null ? [] : [{lead, token: {...target, id}}]),
    ...(foil ? [{lead: "against", token: foil}] : [])
  ];
  return all.filter(({token}) => known(token));
}

/** Returns `rank 3, 1.25 %`. */
export function figures(
  {rank, probability}: Pick<Figures, "rank" | "probability">,
  share: (p: number) => string = percent
): string {
  return [
    ...(typeof rank === "number" ? [`rank ${count(rank)}`] : []),
    ...(typeof probability === "number" ? [share(probability)] : [])
  ].join(", ");
}

const spacing = ({text}: Figures): string =>
  text?.startsWith(" ") ? "with a space before it" : "without a space before it";

/** Draws rank and probability of each target and foil, and the spelling that is far likelier, if there is one. */
export function drawRanks(abouts: readonly About[]): TemplateResult | typeof nothing {
  const all = abouts.map(entriesOf).filter(({length}) => length > 0);
  if (!all.length) return nothing;
  const named = ({lead, token}: Entry): TemplateResult =>
    html`<span>${lead ? `${lead} ` : ""}${drawOne(token)}</span>`;
  return html`<div class="ranks">
    ${all.map(
      (entries) =>
        html`<span>${entries.map(named)}${entries.map(({token}) => drawLikelier(token))}</span>`
    )}
  </div>`;
}

// As in a list of tokens: here the space before a word is what matters.
const drawOne = (token: Figures): TemplateResult =>
  html`${drawInline(tokenLabel(token, "dot"))} ${figures(token)}`;

function drawLikelier({likelier}: RankedToken): TemplateResult | typeof nothing {
  if (!likelier) return nothing;
  return html`<span class="likelier"
    ><span aria-hidden="true">⚠</span> far likelier ${spacing(likelier)}: ${drawOne(likelier)}</span
  >`;
}

/** Returns the same in words, for speech, captions and exports: one sentence a target. */
export function ranksInWords(
  abouts: readonly About[],
  share: (p: number) => string = percent
): readonly string[] {
  const one = (token: Figures): string => `${spokenToken(token)} ${figures(token, share)}`;
  return abouts.flatMap((about) => {
    const entries = entriesOf(about);
    const said = entries.map(({lead, token}) => `${lead ? `${lead} ` : ""}${one(token)}`);
    const others = entries.flatMap(({token: {likelier}}) =>
      likelier ? [`far likelier ${spacing(likelier)}: ${one(likelier)}`] : []
    );
    return said.length ? [[said.join(" "), ...others].join("; ")] : [];
  });
}
