/** What SmolLM2 must say on every backend: the reference implementation's numbers. */
import {expect} from "vitest";
import type {Model} from "../../packages/engine/src/index.ts";
import prompts from "../fixtures/real/smollm2.json";
import tokenizer from "../fixtures/real/smollm2-tokenizer.json";

/** A text whose answer a wrong reading of the file would spoil. */
export const heathrow: number = prompts.findIndex(({prompt}) => prompt.startsWith("Heathrow"));
export const promptCount: number = prompts.length;

/** Logits closer than this may change places in float32. */
const TIE = 2e-3;

export function sameTokens(model: Model): void {
  for (const {text, ids} of tokenizer)
    expect(
      model.tokenize(text).map(({id}) => id),
      JSON.stringify(text)
    ).toEqual(ids);
  for (const {prompt, ids} of prompts)
    expect(
      model.tokenize(prompt).map(({id}) => id),
      prompt
    ).toEqual(ids);
}

/** The ten likeliest tokens with their probabilities. */
export async function sameCandidates(model: Model, index: number): Promise<void> {
  const {prompt, next} = prompts[index]!;
  const {top} = await model.candidates(prompt, {top: next.length});
  next.forEach(({id, probability, logit}, rank) => {
    const found = top.find((candidate) => candidate.id === id);
    // The last of ten may change places with the eleventh.
    if (!found && next[rank - 1]!.logit - logit < TIE) return;
    expect(found, `${prompt}: candidate ${rank + 1}, #${id}`).toBeDefined();
    expect(Math.abs(found!.probability - probability), `#${id}`).toBeLessThan(1e-3);
  });
  expect(top[0]!.id).toBe(next[0]!.id);
}

export async function sameContinuation(model: Model, index: number): Promise<void> {
  const {prompt, greedy, text} = prompts[index]!;
  const made = await model.generate(prompt, {tokens: greedy.length, stopAtEnd: false});
  expect(made.steps.map(({token}) => token.id)).toEqual(greedy);
  expect(made.text).toBe(text);
}

/** The rank of each produced token by layer, exact but for ties: one in a thousand places. */
export async function sameRanks(model: Model, index: number): Promise<void> {
  const {prompt, greedy, ranks} = prompts[index]!;
  for (const mode of ["norm", "raw"] as const) {
    const {columns, layers} = await model.rankings(prompt, {mode, tokens: greedy.length});
    expect(layers.length).toBe(ranks[mode].length);
    ranks[mode].forEach((row, layer) => {
      row.forEach((rank, column) => {
        const gap = Math.abs(columns[column]!.ranks[layer]! - rank);
        expect(gap, `${prompt}: ${mode}, layer ${layer}, token ${column}`).toBeLessThanOrEqual(
          Math.ceil(rank / 1000) - 1 + (rank > 50 ? 1 : 0)
        );
      });
    });
  }
}
