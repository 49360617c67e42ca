/** What the views of an open notebook hold. */
import type {
  Attribution,
  Candidates,
  LensGrid,
  NeuronFactors,
  Patching,
  Rankings
} from "@ecco/engine";
import type {EditorPage} from "./editor-host.ts";

/** What the views of the page hold, by their tags. */
export interface Shown {
  readonly "ecco-candidates": Candidates;
  readonly "ecco-factors": NeuronFactors;
  readonly "ecco-logit-lens": LensGrid;
  readonly "ecco-patching": Patching;
  readonly "ecco-rankings": Rankings;
  readonly "ecco-saliency": {readonly attributions: readonly (Attribution | null)[]};
}

/** Returns what the first view with that tag holds. */
export async function shown<T extends keyof Shown>(editor: EditorPage, tag: T): Promise<Shown[T]> {
  const data = await editor.frame.evaluate(
    (name) => (document.querySelector(name) as unknown as {data: unknown}).data,
    tag
  );
  return data as Shown[T];
}
