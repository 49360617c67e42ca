/** Writing on: with the keys and values of what was read, and by reading the whole text anew for each token. */
import type {Model} from "@ecco/engine";
import {bench, describe} from "vitest";
import type {BenchOptions} from "vitest";

const prompt = "Heathrow airport is located in the city of";
export const tokens = 24;

/** Registers the comparison for a model; a fast wrong answer is no answer. */
export async function goOn(name: string, model: Model, options: BenchOptions): Promise<void> {
  const start = model.tokenize(prompt).map(({id}) => id);
  const cached = async (): Promise<number[]> =>
    (await model.generate({ids: start}, {tokens})).steps.map(({token}) => token.id);
  const anew = async (): Promise<number[]> => {
    const ids = [...start];
    while (ids.length < start.length + tokens)
      ids.push((await model.candidates({ids}, {top: 1})).top[0]!.id);
    return ids.slice(start.length);
  };
  const [a, b] = [await cached(), await anew()];
  if (a.join() !== b.join()) throw new Error(`${name}: got ${b.join()}, expected ${a.join()}`);
  describe(`${name}: ${tokens} tokens after ${start.length}`, () => {
    bench("one token, the first", async () => void (await model.candidates({ids: start})), options);
    bench(`${tokens} tokens, keys and values kept`, async () => void (await cached()), options);
    bench(`${tokens} tokens, the whole text anew`, async () => void (await anew()), options);
  });
}
