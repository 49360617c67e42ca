/** A loaded model: the one door to everything the engine can say about it. */
import type {CommonOptions, LoadOptions, Model, ModelInfo, ModelInput, TokenName} from "./api.ts";
import type {ModelKind} from "./architectures/architecture.ts";
import {buildGraph, checkConfig} from "./architectures/index.ts";
import {unreadArrays} from "./architectures/unread.ts";
import {automatic, chooseBackend, firstOf, replacing, titleOf} from "./backends/choose.ts";
import type {Choice} from "./backends/choose.ts";
import {DeviceError, SourceError} from "./errors.ts";
import {explainAll} from "./explain/attribution/explain-all.ts";
import {explain} from "./explain/attribution/explain.ts";
import {candidatesBatch} from "./explain/batches.ts";
import {ablate} from "./explain/causal/ablate.ts";
import {edited} from "./explain/causal/edited-session.ts";
import {patch} from "./explain/causal/patch.ts";
import {pathPatch} from "./explain/causal/path-patch.ts";
import {encode, resolveToken} from "./explain/input.ts";
import {conductance} from "./explain/conductance/conductance.ts";
import {directLogits} from "./explain/direct/direct.ts";
import {writes} from "./explain/direct/writes.ts";
import {lens, lensGrid} from "./explain/lens/lens.ts";
import {rankings} from "./explain/lens/rankings.ts";
import {generate, generateBatch, stream} from "./explain/generation/generate.ts";
import {neurons} from "./explain/neurons/neurons.ts";
import {topTokens} from "./explain/neurons/top-tokens.ts";
import {candidates} from "./explain/next.ts";
import {needsInside} from "./explain/questions.ts";
import {run} from "./explain/run.ts";
import {score, scoreBatch} from "./explain/score/score.ts";
import {Session} from "./explain/session.ts";
import type {Meter} from "./explain/session.ts";
import {alike} from "./explain/sentences/alike.ts";
import {embed, similarities} from "./explain/sentences/embed.ts";
import {compare} from "./explain/spaces/compare.ts";
import {probe} from "./explain/spaces/probe.ts";
import {project} from "./explain/spaces/project.ts";
import type {Provenance, Token} from "./results.ts";
import {runtimeAhead} from "./runtime-ahead.ts";
import {topological} from "./graph/node.ts";
import {isExport} from "./sources/exports/export-names.ts";
import {openSource} from "./sources/index.ts";
import type {ModelSource, Source} from "./sources/index.ts";
import {version} from "./version.ts";
import {checkFinite} from "./weights/finite.ts";

const kinds: {readonly [K in ModelKind]: ModelInfo["kind"]} = {
  causal: "causal",
  masked: "masked",
  encoder: "encoder",
  "encoder-decoder": "encoder-decoder",
  "sequence-classifier": "classifier",
  "token-classifier": "classifier"
};

/**
 * Returns the model of an embedded name, a folder or .gguf file, an address, hf:owner/name or dropped files, ready to run;
 * with transformers: before it, of an ONNX export that transformers.js runs.
 *
 * Throws SourceError when it cannot be read, UnsupportedError for an architecture not known here, DeviceError when
 * no backend works, and the signal's reason when aborted.
 */
export async function loadModel(source: ModelSource, options: LoadOptions = {}): Promise<Model> {
  if (isExport(source)) {
    const {loadExport} = await import("./transformers/load-export.ts");
    const {source: opened, type, ...parts} = await loadExport(source, options);
    return new LoadedModel(opened, type, {...parts, preparing: options.preparing});
  }
  const {models, signal, token, hub, store, notice, fetched} = options;
  const progress = runtimeAhead(options);
  const about = {models, signal, progress, token, hub, store, notice, fetched};
  return createModel(await openSource(source, {...about, check: checkConfig}), options);
}

/** Returns a model of files that are already read. */
export async function createModel(source: Source, options: LoadOptions = {}): Promise<Model> {
  if (typeof source.config !== "object" || source.config === null || Array.isArray(source.config)) {
    throw new SourceError(`${source.name}: config.json is not an object`);
  }
  source.notices?.forEach((notice) => options.notice?.(notice));
  const config = source.config as Readonly<Record<string, unknown>>;
  const {type, graph, cached} = buildGraph(config, source.weights);
  // Only what is computed with: files carry masks of −∞ that nothing reads.
  checkFinite(
    topological([graph.logits]).flatMap((node) =>
      node.op === "parameter" ? [source.weights.get(node.attributes.name)!] : []
    )
  );
  const unread = unreadArrays(source.weights.keys(), graph);
  if (unread !== null) options.notice?.(unread);
  const {sentence} = source;
  const weights = sentence?.weights.size
    ? new Map([...source.weights, ...sentence.weights])
    : source.weights;
  const shared = {
    weights,
    ...(options.threads === undefined ? {} : {threads: options.threads})
  };
  let choice: Choice = await chooseBackend({
    ...shared,
    backend: options.backend,
    dtype: options.dtype,
    notice: options.notice
  });
  options.signal?.throwIfAborted();
  options.needs?.(choice.backend.memory);

  const session = new Session({
    graph,
    cached,
    weights,
    tokenizer: source.tokenizer,
    noTokenizer: source.noTokenizer,
    config,
    generation: source.generation,
    sentence,
    backend: choice.backend,
    async fallback(failed, reason) {
      const order = automatic();
      const rest = order.slice(order.indexOf(failed.name) + 1);
      if (rest.length === 0 || failed.name === "reference") return null;
      const next = await firstOf(rest, shared);
      choice = {
        backend: next.backend,
        reason: replacing(next.backend.name, `${titleOf(failed.name)} failed`, reason)
      };
      options.notice?.(choice.reason);
      return next.backend;
    }
  });
  return new LoadedModel(source, type, {
    session,
    choice: () => choice,
    preparing: options.preparing
  });
}

interface Opened {
  readonly session: Session;
  readonly choice: () => Choice;
  /** What the graph does not say, where another library runs the model. */
  readonly known?: Partial<ModelInfo>;
  /** Hears of what questions prepare that have nobody of their own to tell. */
  readonly preparing: CommonOptions["preparing"] | undefined;
}

class LoadedModel implements Model {
  /** Not the whole source: whoever still has a model that was disposed shall not hold its weights. */
  readonly #source: Pick<Source, "name" | "revision" | "bytes">;
  readonly #type: string;
  #open: Opened | null;
  #last: ModelInfo | undefined;

  constructor({name, revision, bytes}: Source, type: string, opened: Opened) {
    this.#source = {name, revision, bytes};
    this.#type = type;
    this.#open = opened;
  }

  get #session(): Session {
    if (!this.#open) throw new DeviceError("this model was disposed; load it again");
    return this.#open.session;
  }

  /** Returns the session for a question about inner values. Throws UnsupportedError where only outputs can be asked for. */
  #inside(what: string): Session {
    const session = this.#session;
    needsInside(session.graph, what);
    return session;
  }

  get info(): ModelInfo {
    if (!this.#open) return this.#last!;
    const {graph, weights} = this.#session;
    let count = 0;
    for (const {shape} of weights.values())
      count += shape.reduce((product, length) => product * length, 1);
    return {
      name: this.#source.name,
      revision: this.#source.revision,
      architecture: this.#type,
      kind: kinds[graph.kind],
      layers: graph.layers,
      heads: graph.heads,
      width: graph.width,
      vocabulary: graph.vocabulary,
      context: Number.isFinite(graph.context) ? graph.context : null,
      weights: count,
      bytes: this.#source.bytes,
      memory: this.#session.backend.memory.bytes,
      backend: this.#session.backend.name,
      reason: this.#open.choice().reason,
      sites: [...graph.sites.keys()],
      ...this.#open.known
    };
  }

  tokenize(input: ModelInput): readonly Token[] {
    // Counting is no run: who has written too much shall learn how much.
    const {tokens, decoderTokens, decoderGiven} = encode(this.#session, input, Infinity);
    return decoderGiven ? [...tokens, ...decoderTokens] : tokens;
  }

  token(name: TokenName): Token {
    return resolveToken(this.#session, name);
  }

  async run(...[input, options = {}]: Parameters<Model["run"]>): ReturnType<Model["run"]> {
    const {result, provenance} = await this.#measured(options, (meter) =>
      run(edited(this.#session, options), input, options, meter)
    );
    const {backend, milliseconds} = provenance;
    return Object.freeze({...result, backend, milliseconds, provenance});
  }

  readonly candidates: Model["candidates"] = (input, options = {}) =>
    this.#answer(options, (meter) =>
      candidates(edited(this.#session, options), input, options, meter)
    );
  readonly candidatesBatch: Model["candidatesBatch"] = (inputs, options = {}) =>
    this.#answers(options, (meter) =>
      candidatesBatch(edited(this.#session, options), inputs, options, meter)
    );
  readonly score: Model["score"] = (input, options = {}) =>
    this.#answer(options, (meter) => score(edited(this.#session, options), input, options, meter));
  readonly scoreBatch: Model["scoreBatch"] = (inputs, options = {}) =>
    this.#answers(options, (meter) =>
      scoreBatch(edited(this.#session, options), inputs, options, meter)
    );
  readonly generate: Model["generate"] = (input, options = {}) =>
    this.#answer(options, (meter) =>
      generate(edited(this.#session, options), input, options, meter)
    );
  readonly chat: Model["chat"] = (messages, options) => this.generate({messages}, options);
  readonly generateBatch: Model["generateBatch"] = (inputs, options = {}) =>
    this.#answers(options, (meter) =>
      generateBatch(edited(this.#session, options), inputs, options, meter)
    );
  async *stream(
    ...[input, options = {}]: Parameters<Model["stream"]>
  ): ReturnType<Model["stream"]> {
    const meter = this.#meter(options);
    const started = performance.now();
    const made = yield* stream(edited(this.#session, options), input, options, meter);
    return Object.freeze({...made, provenance: this.#provenance(meter, started)});
  }
  readonly explain: Model["explain"] = (input, options = {}) =>
    this.#answer(options, (meter) => explain(this.#session, input, options, meter));
  readonly explainAll: Model["explainAll"] = (input, options = {}) =>
    this.#answer(options, (meter) => explainAll(this.#session, input, options, meter));
  readonly lens: Model["lens"] = (input, options = {}) =>
    this.#answer(options, (meter) => lens(this.#inside("lens"), input, options, meter));
  readonly lensGrid: Model["lensGrid"] = (input, options = {}) =>
    this.#answer(options, (meter) => lensGrid(this.#inside("lens"), input, options, meter));
  readonly rankings: Model["rankings"] = (input, options = {}) =>
    this.#answer(options, (meter) => rankings(this.#inside("rankings"), input, options, meter));
  readonly directLogits: Model["directLogits"] = (input, options = {}) =>
    this.#answer(options, (meter) =>
      directLogits(this.#inside("directLogits"), input, options, meter)
    );
  readonly writes: Model["writes"] = (input, options) =>
    this.#answer(options, (meter) => writes(this.#inside("writes"), input, options, meter));
  readonly conductance: Model["conductance"] = (input, options = {}) =>
    this.#answer(options, (meter) =>
      conductance(this.#inside("conductance"), input, options, meter)
    );
  readonly neurons: Model["neurons"] = (input, options = {}) =>
    this.#answer(options, (meter) => neurons(this.#inside("neurons"), input, options, meter));
  readonly topTokens: Model["topTokens"] = (input, options) =>
    this.#answer(options, (meter) => topTokens(this.#inside("topTokens"), input, options, meter));
  readonly compare: Model["compare"] = (inputs, options = {}) =>
    this.#answer(options, (meter) => compare(this.#inside("compare"), inputs, options, meter));
  readonly probe: Model["probe"] = (examples, options = {}) =>
    this.#answer(options, (meter) => probe(this.#inside("probe"), examples, options, meter));
  readonly project: Model["project"] = (inputs, options = {}) =>
    this.#answer(options, (meter) => project(this.#inside("project"), inputs, options, meter));

  readonly embed: Model["embed"] = (inputs, options = {}) =>
    this.#answer(options, (meter) => embed(this.#inside("embed"), inputs, options, meter));
  readonly similarities: Model["similarities"] = (inputs, options = {}) =>
    this.#answer(options, (meter) =>
      similarities(this.#inside("similarities"), inputs, options, meter)
    );
  readonly alike: Model["alike"] = (a, b, options = {}) =>
    this.#answer(options, (meter) => alike(this.#inside("alike"), [a, b], options, meter));

  readonly patch: Model["patch"] = (clean, corrupt, options = {}) =>
    this.#answer(options, (meter) =>
      patch(this.#inside("patch"), [clean, corrupt], options, meter)
    );
  readonly pathPatch: Model["pathPatch"] = (clean, corrupt, options) =>
    this.#answer(options, (meter) =>
      pathPatch(this.#inside("pathPatch"), [clean, corrupt], options, meter)
    );
  readonly ablate: Model["ablate"] = (input, options = {}) =>
    this.#answer(options, (meter) => ablate(this.#inside("ablate"), input, options, meter));

  dispose(): void {
    if (!this.#open) return;
    this.#last = this.info;
    this.#open.session.dispose();
    this.#open = null;
  }

  async #measured<T>(
    options: CommonOptions,
    work: (meter: Meter) => Promise<T>
  ): Promise<{
    result: T;
    provenance: Provenance;
  }> {
    const meter = this.#meter(options);
    const started = performance.now();
    const result = await work(meter);
    return {result, provenance: this.#provenance(meter, started)};
  }

  #meter({preparing = this.#open?.preparing}: CommonOptions): Meter {
    return {forwards: 0, backwards: 0, ...(preparing ? {preparing} : {})};
  }

  #provenance({preparing: _, ...spent}: Meter, started: number): Provenance {
    const backend = this.#session.backend.name;
    return {
      model: this.#source.name,
      revision: this.#source.revision,
      architecture: this.#type,
      backend,
      dtype: backend === "reference" ? "float64" : "float32",
      ecco: version,
      milliseconds: performance.now() - started,
      ...spent
    };
  }

  async #answers<T extends object>(
    options: CommonOptions,
    work: (meter: Meter) => Promise<readonly T[]>
  ): Promise<readonly (T & {provenance: Provenance})[]> {
    const {result, provenance} = await this.#measured(options, work);
    return result.map((answer) => Object.freeze({...answer, provenance}));
  }

  async #answer<T extends object>(
    options: CommonOptions,
    work: (meter: Meter) => Promise<T>
  ): Promise<T & {provenance: Provenance}> {
    const {result, provenance} = await this.#measured(options, work);
    return Object.freeze({...result, provenance});
  }
}
