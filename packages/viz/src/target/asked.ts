/** What a map says of its target, in a sentence: what raised and lowered it, how much each token moved it, or what it depends on. */
import {html} from "lit";
import type {TemplateResult} from "lit";
import {isSignedMethod, wordFor} from "../saliency/methods.ts";
import {calledOf} from "../saliency/shares.ts";
import {drawInline} from "../token/draw-tokens.ts";
import {spokenToken} from "../token/label.ts";
import type {Target} from "./ranked.ts";

type Named = Parameters<typeof drawInline>[0] & object;
/** A sentence in parts; tokens stand as they are drawn or said. */
type Parts<T> = readonly (string | T)[];
type Name<T> = (token: Named) => T;

export interface Asked {
  readonly method: string;
  /** Whether scores are shown with their sign. */
  readonly signed: boolean;
  /** What has a score of its own: "token", "word", "sentence". */
  readonly unit?: string;
}

/** How a sentence begins where a target is of no token. */
const wholes: Readonly<Record<string, string>> = {
  entropy: "the entropy",
  kl: "the divergence from ",
  expression: ""
};

/** Returns `the log-probability of ·Paris against ·London`. */
function targetParts<T>(target: Target, name: Name<T>): Parts<T> {
  const {id, of, text, foil} = target;
  if (id === null) {
    const whole = wholes[of] ?? `the ${wordFor(of)} `;
    return text === null ? [whole.replace(/ from $/, "")] : [whole, name(calledOf(target))];
  }
  const against = foil ? [" against ", name(foil)] : [];
  return [`the ${wordFor(of)} of `, name(calledOf(target)), ...against];
}

/** Methods that follow attention from where the target is read, and do not look at the target. */
const attended: Readonly<Record<string, string>> = {
  "attention-rollout": "What attention leads to from where ",
  "attention-flow": "What attention leads to from where ",
  "value-zeroing": "What the last layer depends on where "
};

function askedParts<T>(target: Target, asked: Asked, name: Name<T>): Parts<T> {
  const {method, signed, unit = "token"} = asked;
  const whole = targetParts(target, name);
  const start = attended[method];
  if (start !== undefined)
    return target.id === null
      ? [start.replace(/ (from )?where $/, "")]
      : [start, name(calledOf(target)), " is read"];
  if (!isSignedMethod(method)) return ["What ", ...whole, " depends on"];
  return signed
    ? ["What raised and what lowered ", ...whole]
    : [`How much each ${unit} moved `, ...whole, ", without signs"];
}

function groupParts<T>(target: Target, method: string, name: Name<T>): Parts<T> {
  const [begin, end] =
    attended[method] === undefined && isSignedMethod(method)
      ? ["Which groups of words raised and which lowered ", ""]
      : ["Which groups of words ", " depends on"];
  return [begin, ...targetParts(target, name), end];
}

/** Draws the question of a map whose scores are added up by group. */
export const drawAskedOfGroups = (target: Target, method: string): TemplateResult =>
  html`${groupParts(target, method, drawInline)}`;

/** Returns the same for speech and captions. */
export const spokenAskedOfGroups = (target: Target, method: string): string =>
  groupParts(target, method, spokenToken).join("");

/** Draws the question a map answers. */
export const drawAsked = (target: Target, asked: Asked): TemplateResult =>
  html`${askedParts(target, asked, drawInline)}`;

/** Returns the same for speech and captions. */
export const spokenAsked = (target: Target, asked: Asked): string =>
  askedParts(target, asked, spokenToken).join("");

/** Returns `the log-probability of Paris against London`. */
export const spokenWhole = (target: Target): string => targetParts(target, spokenToken).join("");
