/** Positions of a view that shows an encoder–decoder's output, in those of the whole text. */
import type {RemoteModel} from "../engine/remote-model.ts";
import type {PromptInput} from "./conversation.ts";

export interface Places {
  /** Finds out how long the input is; other models' positions stay as they are. */
  learn(model: RemoteModel, prompt: PromptInput): Promise<void>;
  outward(position: number): number | null;
  inward(position: number): number | null;
}

/** The decoder's position 0 is its start token, which is not in the text; position 1 is what was produced first. */
export function decoderPlaces(): Places {
  let encoder = 0;
  let decodes = false;
  return {
    async learn(model, prompt) {
      decodes = model.info.kind === "encoder-decoder";
      encoder = decodes ? (await model.tokenize(prompt)).length : 0;
    },
    outward: (position) => (decodes ? (position > 0 ? encoder + position - 1 : null) : position),
    inward: (position) =>
      decodes ? (position >= encoder ? position - encoder + 1 : null) : position
  };
}

/** Parts of a layer that attention to the source has. */
const crossed: ReadonlySet<string> = new Set(["attention", "head", "query", "key", "value"]);

/** Offers what only encoder–decoder models have: stacks, and of attention to the source its own sites. */
export function offerStacks(
  host: {choices: Readonly<Record<string, readonly string[]>>; readonly stack: string | undefined},
  {info}: RemoteModel,
  sites: readonly string[]
): void {
  if (info.kind !== "encoder-decoder") return;
  host.choices = {
    ...host.choices,
    stack: ["decoder", "encoder", "cross"],
    site: host.stack === "cross" ? sites.filter((site) => crossed.has(site)) : sites
  };
}
