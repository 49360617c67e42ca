import type {Pooling, PoolingOptions} from "@ecco/engine";
import {InvalidArgumentError, Option} from "commander";

const poolings: readonly Pooling[] = [
  "cls",
  "max",
  "mean",
  "mean_sqrt_len_tokens",
  "weightedmean",
  "lasttoken"
];

/** Options that say how texts become vectors. */
export type PoolingFlags = PoolingOptions;

/** Returns poolings of a list: cls,mean. */
function poolingList(text: string): Pooling[] {
  return text.split(",").map((part) => {
    const found = poolings.find((name) => name === part.trim());
    if (found) return found;
    throw new InvalidArgumentError(`expected some of ${poolings.join(", ")}.`);
  });
}

export const poolingOption = (): Option =>
  new Option(
    "--pooling <list>",
    "how the states become one vector: cls, mean, lasttoken, …; defaults to what the model says"
  ).argParser(poolingList);

export const poolingOptions = (): readonly Option[] => [
  poolingOption(),
  new Option("--normalise", "divide each vector by its length; defaults to what the model says"),
  new Option("--no-normalise", "leave vectors at their lengths"),
  new Option("--prompt <text>", "written before each text; defaults to the model's own"),
  new Option("--prompt-name <name>", "one of the model's own prompts: query")
];
