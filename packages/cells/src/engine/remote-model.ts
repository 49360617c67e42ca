/** The engine as a page sees it: the same questions as the engine's own model, all of them answered later. */
import type {CompareOptions, Comparison, Model, ModelInfo} from "@ecco/engine";
import type {LoadRequest} from "./load-request.ts";

/** What can be asked of a model. */
export const questions = [
  "tokenize",
  "token",
  "run",
  "candidates",
  "candidatesBatch",
  "score",
  "scoreBatch",
  "generate",
  "chat",
  "generateBatch",
  "explain",
  "explainAll",
  "lens",
  "lensGrid",
  "rankings",
  "directLogits",
  "writes",
  "conductance",
  "neurons",
  "topTokens",
  "compare",
  "probe",
  "project",
  "embed",
  "similarities",
  "alike",
  "patch",
  "pathPatch",
  "ablate"
] as const;

export type Question = (typeof questions)[number];

/** Questions that run nothing. */
export const quiet: ReadonlySet<Question> = new Set<Question>(["tokenize", "token"]);

type Later<F> = F extends (...args: infer A) => infer R
  ? (...args: A) => Promise<Awaited<R>>
  : never;

/** A model of this page, open or yet to be opened. */
export type OtherModel =
  | {readonly source?: LoadRequest}
  | {readonly ready: () => Promise<{readonly source?: LoadRequest}>};

/** A question with what it is asked about; `signal` and callbacks are taken out on the way to the worker. */
export type Ask<Q extends Question = Question> = Q extends "compare"
  ? (
      inputs: Parameters<Model["compare"]>[0],
      options?: Omit<CompareOptions, "with"> & {readonly with?: OtherModel}
    ) => Promise<Comparison>
  : Later<Model[Q]>;

/** Questions about two inputs. */
const pairs: ReadonlySet<Question> = new Set<Question>(["patch", "pathPatch", "alike"]);

/** Returns what is asked about, and the options behind it. */
export function splitAsk<O extends object>(
  question: Question,
  args: readonly unknown[]
): {readonly inputs: readonly unknown[]; readonly options: O} {
  const count = pairs.has(question) ? 2 : 1;
  return {inputs: args.slice(0, count), options: (args[count] ?? {}) as O};
}

/** A loaded model that lives elsewhere. */
export interface RemoteModel extends Readonly<{[Q in Question]: Ask<Q>}> {
  /** Yields each token as it is produced; leaving the loop stops the work. */
  readonly stream: Model["stream"];
  /** As of the last answer: a lost backend is replaced, and then this says by which and why. */
  readonly info: ModelInfo;
  /** Where its worker has it from; what another model's worker opens to compare them. Absent where no worker has it. */
  readonly source?: LoadRequest;
  /** Fulfilled with the reason when it is gone and answers no more: its worker has died, say. Without it, never. */
  readonly lost?: Promise<Error>;
  /** Lets go of it; the last one who does frees it. */
  dispose(): void;
}

/** Hears the bytes of a model's files so far and in all (null when not known), bytes a second and seconds left. */
export type OpenProgress = (
  loaded: number,
  total: number | null,
  detail?: {readonly rate: number; readonly remaining: number | null}
) => void;

/** How a model is opened. */
export interface OpenOptions {
  /** Defaults to "auto": WebGPU where there is an adapter, else WebAssembly, else the reference. */
  readonly backend?: string | undefined;
  /** Address of the folder that holds the embedded models; defaults to `configure({models})`. */
  readonly models?: string | undefined;
  /** Called when a backend was passed over or lost, with the reason in words; also for what was said before. */
  readonly notice?: ((message: string) => void) | undefined;
  readonly progress?: OpenProgress | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type OpenModel = (src: string, options?: OpenOptions) => Promise<RemoteModel>;
