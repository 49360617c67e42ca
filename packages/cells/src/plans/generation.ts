import type {GenerateOptions} from "@ecco/engine";
import {positionOfStep} from "@ecco/viz";
import type {GenerationData, GenerationStep} from "@ecco/viz";
import type {Plan, Request, Subject, Work} from "../elements/plan.ts";
import type {ConnectedGeneration} from "../elements/generation.ts";

export const planGeneration = (host: ConnectedGeneration): Plan<GenerationData> => ({
  request: () => ({...host.writing}),
  answer: write,
  arriving: (next, before) => {
    host.again = typeof next.seed === "number";
    // What was pinned was a token of another text.
    if (before && host.value && next.steps[host.value.step] === undefined) host.value = null;
  },
  // A decoder's tokens follow the encoder's, as in every strip.
  selection: (shown) => {
    const {value} = host;
    return value && shown ? positionOfStep(shown, value.step) : null;
  }
});

async function write(
  {model, prompt}: Subject,
  writing: Request,
  {signal, progress: far, partial}: Work<GenerationData>
): Promise<GenerationData> {
  const options = writing as GenerateOptions;
  const tokens = await model.tokenize(prompt);
  const steps: GenerationStep[] = [];
  return model.generate(prompt, {
    ...options,
    signal,
    progress(step, index, text) {
      far((index + 1) / (options.tokens ?? 1));
      // Which beam wins is known at the end, and which mask comes next is the surest.
      if ((options.beams ?? 1) > 1) return;
      steps.push(step);
      partial({tokens, steps: [...steps], text});
    }
  });
}
