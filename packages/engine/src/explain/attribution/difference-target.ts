/** The difference of two scalars of one input, each read in a run of its own. */
import {UnsupportedError} from "../../errors.ts";
import {combine} from "./methods/rows.ts";
import type {Target, Walked} from "./target.ts";

/** Returns a − b as a function of the embeddings that both explain. Throws UnsupportedError where inner sites are asked for: the runs differ in length. */
export function differenceOf(a: Target, b: Target): Target {
  return {
    embeddings: a.embeddings,
    width: a.width,
    async values(inputs, progress) {
      const first = await a.values(inputs, progress && ((done) => progress(done / 2)));
      const second = await b.values(
        inputs,
        progress && ((done) => progress((inputs.length + done) / 2))
      );
      return first.map((value, index) => value - second[index]!);
    },
    async walks(rules, feeds, {sites = [], progress} = {}) {
      if (sites.length > 0)
        throw new UnsupportedError(
          "this method reads inner values, which two continuations do not share; take a method that reads the input alone, such as occlusion or input-x-gradient"
        );
      const first = await a.walks(rules, feeds, {
        progress: progress && ((done) => progress(done / 2))
      });
      const second = await b.walks(rules, feeds, {
        progress: progress && ((done) => progress((feeds.length + done) / 2))
      });
      return first.map((walked, index): Walked => {
        const other = second[index]!;
        return {
          value: walked.value - other.value,
          other: walked.other - other.other,
          rest: walked.rest - other.rest,
          flow: combine(walked.flow, other.flow, (x, y) => x - y),
          sites: new Map()
        };
      });
    }
  };
}
