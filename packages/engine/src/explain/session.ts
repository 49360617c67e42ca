/** A graph on a backend: compiles each question once, runs it, counts what it costs, changes backend when one is lost. */
import type {ModelGraph} from "../architectures/architecture.ts";
import type {Backend, Dims, Tensor, Weights} from "../backends/backend.ts";
import {DeviceError} from "../errors.ts";
import type {Node} from "../graph/node.ts";
import type {Preparing} from "../api.ts";
import type {SentenceFiles} from "../sources/sentence-files.ts";
import type {Tokenizer} from "../tokenizers/tokenizer.ts";
import {feedsOf} from "./feeds.ts";
import type {Batch} from "./feeds.ts";
import {operationsOf} from "./operations.ts";
import type {Operations} from "./operations.ts";
import {Programs} from "./programs.ts";

/** Tokens in a run at most: bounds memory. */
const TOKENS_AT_ONCE = 1024;

/** What one answer has cost so far. */
export interface Meter {
  forwards: number;
  backwards: number;
  /** What is to be said with the answer. */
  notices?: readonly string[];
  /** Who is told of programs that are not ready. */
  readonly preparing?: ((state: Preparing) => void) | undefined;
}

export interface Question {
  /** The same key always means the same outputs. */
  readonly key: string;
  readonly outputs: () => Readonly<Record<string, Node>>;
  /** Whether it walks back too. */
  readonly gradient?: boolean;
  /** What is computed, in words; defaults to "forward", or "gradient" where it walks back. */
  readonly what?: string;
}

export interface Ask {
  readonly batch: Batch;
  /** Tensors for inputs that are neither ids nor derived: embeddings, choices, targets. */
  readonly extra?: ReadonlyMap<string, Tensor>;
  /** Lengths beyond B, T and S. */
  readonly dims?: Dims;
  /** Rows of the batch, where `extra` decides and not the ids. */
  readonly rows?: number;
  readonly meter: Meter;
  readonly signal?: AbortSignal | undefined;
}

export interface SessionParts {
  readonly graph: ModelGraph;
  /** Returns the graph of what follows a text that was read before. */
  readonly cached: () => ModelGraph;
  readonly weights: Weights;
  readonly tokenizer: Tokenizer | null;
  /** Why there is no tokenizer, where there is none. */
  readonly noTokenizer?: string | undefined;
  readonly config: Readonly<Record<string, unknown>>;
  /** What generation_config.json says; defaults to nothing. */
  readonly generation?: Readonly<Record<string, unknown>> | undefined;
  /** What lies beside a sentence encoder; defaults to nothing. */
  readonly sentence?: SentenceFiles | null | undefined;
  readonly backend: Backend;
  /** Returns the next backend to try after this one, with the reason told to the reader; null when there is none. */
  readonly fallback: (failed: Backend, reason: string) => Promise<Backend | null>;
}

export class Session {
  readonly graph: ModelGraph;
  readonly weights: Weights;
  readonly tokenizer: Tokenizer | null;
  readonly noTokenizer: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly generation: Readonly<Record<string, unknown>>;
  readonly sentence: SentenceFiles | null;
  readonly #cached: () => ModelGraph;
  #cachedGraph: ModelGraph | undefined;
  #backend: Backend;
  #programs: Programs;
  readonly #operations = new Map<string, Operations>();
  readonly #fallback: SessionParts["fallback"];
  #replacing: Promise<Backend | null> | null = null;

  constructor(parts: SessionParts) {
    this.graph = parts.graph;
    this.#cached = parts.cached;
    this.weights = parts.weights;
    this.tokenizer = parts.tokenizer;
    this.noTokenizer = parts.noTokenizer ?? "none was given";
    this.config = parts.config;
    this.generation = parts.generation ?? {};
    this.sentence = parts.sentence ?? null;
    this.#backend = parts.backend;
    this.#programs = new Programs(parts.backend.mostPrograms);
    this.#fallback = parts.fallback;
  }

  /** Returns the graph of what follows a text whose keys and values are given, built once. */
  cachedGraph(): ModelGraph {
    return (this.#cachedGraph ??= this.#cached());
  }

  get backend(): Backend {
    return this.#backend;
  }

  /** Returns the question's outputs for this input. Falls back to the next backend when this one's device fails. */
  async ask(question: Question, ask: Ask): Promise<Map<string, Tensor>> {
    ask.signal?.throwIfAborted();
    note(ask.meter, ask.batch.notices ?? []);
    const backend = this.#backend;
    try {
      const dims = dimsOf(ask);
      const outputs = await this.#programs.use(
        question.key,
        async (waiting) => {
          const program = await backend.compile(question.outputs(), waiting);
          await program.prepare?.(dims);
          return program;
        },
        (program) => {
          const feeds = feedsOf(program.inputs, ask.batch, dims, ask.extra ?? new Map());
          return program.run(feeds, dims, ask.signal);
        },
        {
          what: question.what ?? (question.gradient ? "gradient" : "forward"),
          preparing: ask.meter.preparing,
          signal: ask.signal
        }
      );
      ask.meter.forwards += dims.B!;
      if (question.gradient) ask.meter.backwards += dims.B!;
      return outputs;
    } catch (error) {
      if (!(error instanceof DeviceError) || !(await this.#replace(backend, error.message)))
        throw error;
      return this.ask(question, ask);
    }
  }

  /**
   * Returns how many rows as long as these one run takes: it lasts about a second, longer only where a single row does,
   * for a run cannot be broken off. Counted from the graph, so that the same question has the same batches.
   */
  rowsAtOnce(question: Question, ask: Pick<Ask, "batch" | "dims">): number {
    const dims: Dims = {...dimsOf(ask), B: 1};
    const operations = this.#operations.get(question.key) ?? operationsOf(question.outputs());
    this.#operations.set(question.key, operations);
    const {operationsPerSecond: second = Infinity} = this.backend;
    const tokens = dims.T! + (dims.S ?? 0);
    return Math.max(1, Math.floor(Math.min(TOKENS_AT_ONCE / tokens, second / operations(dims))));
  }

  async #replace(failed: Backend, reason: string): Promise<boolean> {
    if (failed !== this.#backend) return true;
    this.#replacing ??= this.#fallback(failed, reason)
      .then((next) => {
        if (next) {
          this.#programs = new Programs(next.mostPrograms);
          this.#backend = next;
          failed.dispose();
        }
        return next;
      })
      .finally(() => {
        this.#replacing = null;
      });
    return (await this.#replacing) !== null;
  }

  dispose(): void {
    this.#programs.dispose();
    this.#backend.dispose();
  }
}

/** Adds what is to be said with the answer, once. */
export function note(meter: Meter, notices: readonly string[]): void {
  const fresh = notices.filter((notice) => !meter.notices?.includes(notice));
  if (fresh.length > 0) meter.notices = [...(meter.notices ?? []), ...fresh];
}

/** B rows; T positions of a decoder or only stack; S of an encoder before a decoder. */
export function dimsOf({batch, dims, rows}: Pick<Ask, "batch" | "dims" | "rows">): Dims {
  const first = batch.ids[0]!.length;
  const answer = batch.decoderIds?.[0]?.length;
  const lengths = answer === undefined ? {T: first} : {T: answer, S: first};
  return {B: rows ?? batch.ids.length, ...lengths, ...dims};
}
