import type {Candidates, ModelInfo} from "@ecco/engine";
import type {OpenModel} from "@ecco/cells";

/** One question under way, to be answered when a test likes. */
export interface Asked {
  readonly prompt: string;
  readonly signal: AbortSignal | undefined;
  readonly answer: () => void;
  readonly fail: (message: string) => void;
}

const info = {
  name: "fake",
  backend: "webgpu",
  reason: "made for a test",
  weights: 7
} as unknown as ModelInfo;

/** Returns candidates that can be told by their first text. */
export const candidatesFor = (prompt: string): Candidates => ({
  tokens: [],
  position: 0,
  top: [{id: 1, text: `after ${prompt}`, probability: 0.5, logit: 1, rank: 1}],
  entropy: 1,
  vocabulary: 10,
  provenance: {
    model: "fake",
    revision: null,
    architecture: "gpt2",
    backend: "webgpu",
    dtype: "float32",
    ecco: "0",
    milliseconds: 3,
    forwards: 1,
    backwards: 0
  }
});

/** A model that waits to be told what to answer. */
export class FakeModel {
  readonly asked: Asked[] = [];
  /** How often it was loaded. */
  loads = 0;
  /** Settles when the weights are there. */
  arrives = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 5));
  /** What loading fails with, while set. */
  broken: string | undefined;

  readonly load: OpenModel = async (_src, options = {}) => {
    this.loads++;
    options.progress?.(5, 10);
    await this.arrives();
    if (this.broken !== undefined) throw new Error(this.broken);
    const candidates = (
      prompt: string,
      {signal}: {signal?: AbortSignal} = {}
    ): Promise<Candidates> =>
      new Promise((resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason as Error));
        this.asked.push({
          prompt,
          signal,
          answer: () => resolve(candidatesFor(prompt)),
          fail: (message) => reject(new Error(message))
        });
      });
    return {info, candidates, dispose: () => undefined} as unknown as Awaited<
      ReturnType<OpenModel>
    >;
  };

  /** Returns the last question. */
  get last(): Asked {
    return this.asked.at(-1)!;
  }
}
