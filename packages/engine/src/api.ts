/** The engine as the rest of the project sees it. */
import type {
  BackendName,
  Candidates,
  Generation,
  GenerationStep,
  Provenance,
  Token
} from "./results.ts";
import type {ExplainAllOptions, ExplainOptions} from "./explain/attribution/options.ts";
import type {Attribution, AttributionMatrix, TargetKind} from "./explain/attribution/results.ts";
import type {
  CompareOptions,
  ProbeExample,
  ProbeOptions,
  ProjectOptions
} from "./explain/spaces/options.ts";
import type {AlikeOptions, EmbedOptions} from "./explain/sentences/options.ts";
import type {Alike, Embeddings, Similarities} from "./explain/sentences/results.ts";
import type {Comparison, Probing, Projection} from "./explain/spaces/results.ts";
import type {
  AblateOptions,
  InterventionOptions,
  PatchOptions,
  PathPatchOptions
} from "./explain/causal/options.ts";
import type {Ablation, Patching, PathPatching} from "./explain/causal/results.ts";
import type {Memory} from "./backends/memory.ts";
import type {ConductanceOptions} from "./explain/conductance/options.ts";
import type {Conductance} from "./explain/conductance/results.ts";
import type {DirectOptions, WritesOptions} from "./explain/direct/options.ts";
import type {DirectLogits, Writes} from "./explain/direct/results.ts";
import type {LensOptions, RankingsOptions} from "./explain/lens/options.ts";
import type {Lens, LensGrid, Rankings} from "./explain/lens/results.ts";
import type {NeuronsOptions, TopTokensOptions} from "./explain/neurons/options.ts";
import type {NeuronFactors, TopTokens} from "./explain/neurons/results.ts";
import type {ScoreOptions} from "./explain/score/options.ts";
import type {Score} from "./explain/score/results.ts";
import type {Store} from "./sources/remote/store.ts";

/** What somebody says in a chat; roles are the template's: system, user, assistant. */
export interface ChatMessage {
  readonly role: string;
  readonly content: string;
}

/** What goes in: a text, a chat, or ids (and then a model without tokenizer will do). */
export type ModelInput =
  | string
  | {
      readonly text?: string;
      /** A conversation, written as the model's chat template has it, up to where the assistant begins. */
      readonly messages?: readonly ChatMessage[];
      /** The last message is an answer that is begun: it is not closed, and no other is opened; defaults to false. */
      readonly continue?: boolean;
      /** Control tokens in what is said are taken as the text they are written with; defaults to false. */
      readonly literal?: boolean;
      readonly ids?: readonly number[];
      /** Encoder–decoder models: what the decoder was fed, start token included; defaults to the start token. */
      readonly decoderIds?: readonly number[];
      /** Segment of each token (BERT); defaults to 0. */
      readonly types?: readonly number[];
      /** 1 = real, 0 = padding; defaults to all real. */
      readonly mask?: readonly number[];
    };

/** A program that the runtime makes ready for a question, once for each kind of question. */
export interface Preparing {
  /** Operations of the program: ONNX nodes, kernels of a GPU, or nodes of the graph. */
  readonly nodes: number;
  /** What is prepared, in words: "forward", "gradient", "DeepLift". */
  readonly what: string;
  /** False just before the runtime begins, which may take seconds; true when the program is ready. */
  readonly done: boolean;
}

export interface CommonOptions {
  /** Stops the work, preparing too; the call rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called where the question needs a program that is not ready: before it is prepared, and when it is. */
  readonly preparing?: (state: Preparing) => void;
}

export interface LoadOptions extends CommonOptions {
  /** Defaults to "auto": webgpu in a browser with an adapter, else onnx, else reference. */
  readonly backend?: BackendName | "auto";
  /** "float64" means the reference backend; default "float32". */
  readonly dtype?: "float32" | "float64";
  /** Where embedded models lie: a URL or folder that holds atlas/, cloze/, critic/. */
  readonly models?: string | URL;
  /**
   * Called while loading: bytes so far and in all (null while that is not known) of all the model's files, and in a page
   * of the WebAssembly runtime where that will run it; of downloads also how fast.
   */
  readonly progress?: (
    loaded: number,
    total: number | null,
    detail?: {readonly rate: number; readonly remaining: number | null; readonly file: string}
  ) => void;
  /** Access token of the hub; defaults to HF_TOKEN or HUGGING_FACE_HUB_TOKEN (Node). Sent to no other host. */
  readonly token?: string | undefined;
  /** Address of the hub; defaults to ECCO_HUB or HF_ENDPOINT, else https://huggingface.co. */
  readonly hub?: string | undefined;
  /** Where downloaded models are kept; defaults to this computer's cache, or the browser's storage. */
  readonly store?: Store | undefined;
  /** Called with what the weights take, before they are put on the backend. */
  readonly needs?: (memory: Memory) => void;
  /** Called with each file that came from a host and is kept nowhere: given as the source, they load without it. */
  readonly fetched?: ((file: File) => void) | undefined;
  /** Hears of what is prepared for questions that bring no `preparing` of their own. */
  readonly preparing?: (state: Preparing) => void;
  /** Called when a backend was passed over or lost, or a file does not say something, with the reason in words. */
  readonly notice?: (message: string) => void;
  /** Threads of the onnx backend; defaults to the runtime's choice. */
  readonly threads?: number;
}

export interface CandidatesOptions extends CommonOptions, InterventionOptions {
  /** How many; defaults to 10. */
  readonly top?: number;
  /** Defaults to the last position (masked models: the first mask, else the last). */
  readonly position?: number;
}

export interface BatchOptions extends CommonOptions {
  /** How many prompts are read at once at most: fewer where they are long; defaults to 8. */
  readonly rows?: number;
  /** Called as prompts are done. */
  readonly progress?: (done: number, total: number) => void;
}

/**
 * How a text is written on. What changes the distribution comes in this order, as in transformers: repetition penalty,
 * temperature, top-k, top-p, min-p; each sees what the one before has left.
 */
export interface GenerateOptions extends CommonOptions, InterventionOptions {
  /** How many new tokens at most; defaults to 8. */
  readonly tokens?: number;
  /** 0, the default, takes the likeliest token; 1 draws from the model's own distribution. */
  readonly temperature?: number;
  /** Draws from so many of the likeliest; defaults to all. */
  readonly topK?: number;
  /** Draws from the fewest of the likeliest that hold this share; defaults to 1. */
  readonly topP?: number;
  /** Draws from what is at least this share of the likeliest's probability; defaults to 0. */
  readonly minP?: number;
  /** Above 1 makes tokens of the prompt and the output less likely; defaults to 1. */
  readonly repetitionPenalty?: number;
  /** The same seed gives the same text on one backend; drawn itself, and told, without one. */
  readonly seed?: number;
  /** Live continuations of beam search; defaults to 1. */
  readonly beams?: number;
  /** Beams are compared by log-probability / length^penalty; defaults to 1. */
  readonly lengthPenalty?: number;
  /** Texts that end the output, themselves left out. */
  readonly stop?: readonly string[];
  /** Whether an end token of the model (generation_config.json, config.json, GGUF) ends it; defaults to true. */
  readonly stopAtEnd?: boolean;
  /** Several masks: "at once", the default, or "one by one", the surest first. */
  readonly fill?: "at once" | "one by one";
  /** Candidates kept a step; defaults to 10. */
  readonly top?: number;
  /** Called after each produced token, with what of the text may be shown; null for beams, masks and ids. */
  readonly progress?: (step: GenerationStep, index: number, text: string | null) => void;
}

/** `progress` hears of prompts, not of tokens. */
export type GenerateBatchOptions = Omit<GenerateOptions, "progress"> & BatchOptions;

/** A token named by the exact text of one token (" London") or by id (3576 or "#3576"). */
export type TokenName = string | number;

/** A captured value. */
export interface SiteValue {
  readonly site: string;
  /** e.g. ["head", "query", "key"]. */
  readonly axes: readonly string[];
  readonly shape: readonly number[];
  readonly data: Float64Array | Float32Array;
}

export interface RunOptions extends CommonOptions, InterventionOptions {
  /** Continues the text first, and captures what was produced too; without it the prompt alone. */
  readonly generate?: Omit<GenerateOptions, "signal" | "interventions">;
  /** Names or patterns: "layers.*.residual", "logits", "embeddings". Defaults to ["logits"], or the last layer without a head. */
  readonly capture?: readonly string[];
  /** Also the gradient of this target by the embeddings: "gradient.embeddings" (and "gradient.decoder.embeddings"). */
  readonly gradientOf?: {
    readonly target: TokenName;
    readonly of?: TargetKind;
    readonly position?: number;
  };
}

/** The immutable record of one run. */
export interface Trace {
  /** The input, then what was produced. */
  readonly tokens: readonly Token[];
  /** How many of them were produced. */
  readonly produced: number;
  readonly sites: ReadonlyMap<string, SiteValue>;
  readonly backend: BackendName;
  readonly milliseconds: number;
  readonly provenance: Provenance;
}

export interface ModelInfo {
  readonly name: string;
  readonly revision: string | null;
  readonly architecture: string;
  readonly kind: "causal" | "masked" | "encoder" | "encoder-decoder" | "classifier";
  readonly layers: number;
  readonly heads: number;
  readonly width: number;
  readonly vocabulary: number;
  /** The longest input, in tokens; null where positions are relative and nothing limits it. */
  readonly context: number | null;
  readonly weights: number;
  readonly bytes: number;
  /** Of its weights, as the backend holds them. */
  readonly memory: number;
  readonly backend: BackendName;
  /** Why this backend, in words. */
  readonly reason: string;
  /** Every site's name, in order of computation. */
  readonly sites: readonly string[];
}

/** A loaded model. Calls may overlap; each sees its own input. */
export interface Model {
  readonly info: ModelInfo;
  /** Tokens of a text, special tokens added and marked. Throws InputError without a tokenizer. */
  tokenize(input: ModelInput): readonly Token[];
  /** The one token of that exact text, or of that id. Throws InputError naming the tokens when there are several. */
  token(name: TokenName): Token;
  run(input: ModelInput, options?: RunOptions): Promise<Trace>;
  candidates(input: ModelInput, options?: CandidatesOptions): Promise<Candidates>;
  /**
   * Returns the candidates after each prompt, in their order: prompts are read together, padded and masked, and give
   * the numbers of each alone. The provenance is that of the whole batch.
   */
  candidatesBatch(
    inputs: readonly ModelInput[],
    options?: CandidatesOptions & BatchOptions
  ): Promise<readonly Candidates[]>;
  /**
   * Returns how probable every token of a given text is: log-probability, rank, entropy, perplexity. Long texts are read
   * in windows. Throws InputError where nothing is scored, UnsupportedError for models that predict no tokens.
   */
  score(input: ModelInput, options?: ScoreOptions): Promise<Score>;
  /** Returns the scores of texts, in their order; the provenance is that of the whole batch. */
  scoreBatch(inputs: readonly ModelInput[], options?: ScoreOptions): Promise<readonly Score[]>;
  generate(input: ModelInput, options?: GenerateOptions): Promise<Generation>;
  /** Returns what the assistant says next: `generate` of a chat. */
  chat(messages: readonly ChatMessage[], options?: GenerateOptions): Promise<Generation>;
  /**
   * Returns what is produced for each prompt, in their order, as it would be for each alone; a seed is every prompt's.
   * Prompts of one length are written on together, those an encoder reads whatever their length. The provenance is
   * that of the whole batch.
   */
  generateBatch(
    inputs: readonly ModelInput[],
    options?: GenerateBatchOptions
  ): Promise<readonly Generation[]>;
  /** Yields each token as it is produced, with the text so far; leaving the loop stops the work. */
  stream(
    input: ModelInput,
    options?: GenerateOptions
  ): AsyncGenerator<{readonly step: GenerationStep; readonly text: string | null}, Generation>;
  explain(input: ModelInput, options?: ExplainOptions): Promise<Attribution>;
  /** Explains every produced token, or every token of the prompt, by those before it. */
  explainAll(input: ModelInput, options?: ExplainAllOptions): Promise<AttributionMatrix>;
  lens(input: ModelInput, options?: LensOptions): Promise<Lens>;
  lensGrid(input: ModelInput, options?: LensOptions): Promise<LensGrid>;
  rankings(input: ModelInput, options?: RankingsOptions): Promise<Rankings>;
  /** Returns a logit (or the difference of two) as a sum over layers, heads or neurons. */
  directLogits(input: ModelInput, options?: DirectOptions): Promise<DirectLogits>;
  /**
   * Returns the tokens that a layer, its attention, a head, its MLP or a neuron speaks for and against at a position, by
   * what it adds to their logits directly. Throws InputError for a part there is none of.
   */
  writes(input: ModelInput, options: WritesOptions): Promise<Writes>;
  /** Returns how much of a target's change, on the way from a baseline, comes through each layer, position and neuron. */
  conductance(input: ModelInput, options?: ConductanceOptions): Promise<Conductance>;
  /** Returns the factors of what neurons do at the tokens of a text, or of several together. */
  neurons(
    input: ModelInput | readonly ModelInput[],
    options?: NeuronsOptions
  ): Promise<NeuronFactors>;
  /** Returns where one neuron fires most and least in these texts, and which tokens it speaks for. */
  topTokens(
    input: ModelInput | readonly ModelInput[],
    options: TopTokensOptions
  ): Promise<TopTokens>;
  /** Returns how alike the states of layers are on these texts; of two models with `with`. */
  compare(
    inputs: ModelInput | readonly ModelInput[],
    options?: CompareOptions
  ): Promise<Comparison>;
  /** Returns how well each layer tells the labels of held-out texts or tokens (linear probes, cross-validated). */
  probe(examples: readonly ProbeExample[], options?: ProbeOptions): Promise<Probing>;
  /** Returns each layer's states as points of a picture. */
  project(
    inputs: ModelInput | readonly ModelInput[],
    options?: ProjectOptions
  ): Promise<Projection>;
  /**
   * Returns one vector a text, pooled as the model's modules.json says; without one the mean of the last layer's tokens,
   * and the result says that it is assumed. Texts are read together, and give the numbers of each alone; what is too long
   * is cut, and said. Throws UnsupportedError naming a module that is not known here.
   */
  embed(inputs: ModelInput | readonly ModelInput[], options?: EmbedOptions): Promise<Embeddings>;
  /** Returns the cosine of each text's vector with each other's. Throws InputError for fewer than two. */
  similarities(inputs: readonly ModelInput[], options?: EmbedOptions): Promise<Similarities>;
  /** Returns which words of two texts make their vectors alike, and where: docs/sentences.md. */
  alike(a: ModelInput, b: ModelInput, options?: AlikeOptions): Promise<Alike>;
  /** Puts values of the clean run into the corrupt one, place by place. Throws InputError where their lengths differ. */
  patch(clean: ModelInput, corrupt: ModelInput, options?: PatchOptions): Promise<Patching>;
  /** Patches the direct path from one place to another. */
  pathPatch(
    clean: ModelInput,
    corrupt: ModelInput,
    options: PathPatchOptions
  ): Promise<PathPatching>;
  /** Takes units out, one at a time, and tells how the target changes. */
  ablate(input: ModelInput, options?: AblateOptions): Promise<Ablation>;
  dispose(): void;
}
