import {expect, test} from "vitest";
import type {Generation, GenerateOptions, GenerationStep} from "@ecco/engine";
import {streamed} from "../../packages/cells/src/questions/streamed.ts";

const stepOf = (id: number): GenerationStep => ({token: {id}}) as unknown as GenerationStep;
const all = [1, 2, 3].map(stepOf);
const whole = {steps: all, text: "abc"} as unknown as Generation;

/** Produces three tokens, one a turn, unless it is told to stop. */
const generate =
  (seen: string[], fails = false) =>
  async (_input: unknown, {progress, signal}: GenerateOptions = {}): Promise<Generation> => {
    for (const [index, step] of all.entries()) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (signal?.aborted) seen.push("stopped");
      signal?.throwIfAborted();
      progress?.(step, index, "abc".slice(0, index + 1));
      if (fails && index === 1) throw new Error("lost");
    }
    return whole;
  };

test("what comes is yielded as it comes, and all of it is returned", async () => {
  const stream = streamed(generate([]))("x");
  const texts: unknown[] = [];
  for (let next = await stream.next(); ; next = await stream.next()) {
    if (next.done) {
      expect(next.value).toBe(whole);
      break;
    }
    texts.push(next.value.text);
  }
  expect(texts).toEqual(["a", "ab", "abc"]);
});

test("beams are yielded when it is known which has won", async () => {
  const ids: number[] = [];
  for await (const {step, text} of streamed(generate([]))("x", {beams: 2})) {
    expect(text).toBeNull();
    ids.push(step.token.id);
  }
  expect(ids).toEqual([1, 2, 3]);
});

test("leaving the loop stops the work; what fails is thrown after what came", async () => {
  const seen: string[] = [];
  for await (const {text} of streamed(generate(seen))("x")) if (text === "a") break;
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(seen).toEqual(["stopped"]);
  const texts: unknown[] = [];
  const failing = async (): Promise<void> => {
    for await (const {text} of streamed(generate([], true))("x")) texts.push(text);
  };
  await expect(failing()).rejects.toThrow("lost");
  expect(texts).toEqual(["a", "ab"]);
});
