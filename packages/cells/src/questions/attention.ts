/** Attention patterns of a text: all of a short one, of a long one what is shown and a figure of every head. */
import {InputError, UnsupportedError} from "@ecco/engine";
import type {Model, ModelInfo, ModelInput, Provenance, SiteValue, Token} from "@ecco/engine";
import {awayOf, meanOf} from "@ecco/viz";
import type {AttentionData, AttentionStack, AttentionWeights} from "@ecco/viz";

export interface AttentionQuestion {
  /** Defaults to the only stack there is; of an encoder and a decoder, to the decoder's look at the encoder. */
  readonly stack?: AttentionStack;
  /** The layer that is shown; of a long text, the only one whose patterns are kept. */
  readonly layer?: number;
  /** Checked only; all heads of a layer come together. */
  readonly head?: number;
  /** How many tokens to produce first; defaults to 0, for encoder–decoder models to 6. */
  readonly produce?: number;
  /** Whether the mean of every layer is wanted as well. */
  readonly flow?: boolean;
  /** What is known of the same text by the same model. */
  readonly before?: AttentionData | undefined;
}

interface Work {
  readonly signal?: AbortSignal;
  readonly progress?: (share: number) => void;
  readonly partial?: (data: AttentionData) => void;
}

/** How many weights are asked for at once, and of how many in all every pattern is kept. */
const atOnce = 4e6;
const keptInAll = 1e6;
const answer = 6;

const places: {readonly [S in AttentionStack]: RegExp} = {
  self: /^layers\.\d+\.attention\.pattern$/,
  cross: /^decoder\.layers\.\d+\.cross\.pattern$/,
  decoder: /^decoder\.layers\.\d+\.attention\.pattern$/,
  encoder: /^encoder\.layers\.\d+\.attention\.pattern$/
};

/** Returns the stacks a model has. */
export const stacksOf = ({sites}: ModelInfo): readonly AttentionStack[] =>
  (Object.keys(places) as AttentionStack[]).filter((stack) =>
    sites.some((site) => places[stack].test(site))
  );

/** Returns how many layers a stack has; the first stack's without a name. */
export const layersOf = (info: ModelInfo, stack = stacksOf(info)[0]): number =>
  info.sites.filter((site) => stack !== undefined && places[stack]?.test(site)).length;

/** Returns the sites of a stack, by layer. Throws where there is no such stack or layer. */
function sitesOf(info: ModelInfo, {stack, layer, head}: AttentionQuestion): readonly string[] {
  const stacks = stacksOf(info);
  if (!stacks.length)
    throw new UnsupportedError(`attention: ${info.name} (${info.architecture}) names no patterns`);
  if (stack !== undefined && !stacks.includes(stack))
    throw new InputError(
      `stack: got ${stack}, expected ${stacks.join(" or ")} for ${info.name}; leave it out to see ${stacks[0]}`
    );
  const sites = info.sites.filter((site) => places[stack ?? stacks[0]!].test(site));
  if (layer !== undefined && !(layer in sites))
    throw new InputError(
      `layer: got ${layer}, expected 0 to ${sites.length - 1} for ${info.name}; leave it out to let the view choose`
    );
  if (head !== undefined && !(head >= 0 && head < info.heads))
    throw new InputError(
      `head: got ${head}, expected 0 to ${info.heads - 1} or mean for ${info.name}; leave it out to let the view choose`
    );
  return sites;
}

/** Returns [head][query][key] of a captured pattern. */
function nested({shape, data}: SiteValue): readonly AttentionWeights[] {
  const [heads, queries, keys] = shape as [number, number, number];
  return Array.from({length: heads}, (_, head) =>
    Array.from({length: queries}, (_x, query) => {
      const from = (head * queries + query) * keys;
      return Array.from(data.subarray(from, from + keys));
    })
  );
}

/**
 * Returns the attention of one stack. `partial` hears of it layer by layer where they do not fit into one run, the
 * wanted one first.
 */
export async function attentionOf(
  model: {
    readonly info: ModelInfo;
    readonly tokenize: (input: ModelInput) => Promise<readonly Token[]> | readonly Token[];
    readonly run: Model["run"];
  },
  prompt: ModelInput,
  question: AttentionQuestion,
  {signal, progress, partial}: Work = {}
): Promise<AttentionData> {
  const {info} = model;
  const sites = sitesOf(info, question);
  const {layer: wanted, flow = false, before} = question;
  const stack = question.stack ?? stacksOf(info)[0]!;
  const decodes = info.kind === "encoder-decoder";
  const produce = question.produce ?? (decodes ? answer : 0);

  const length = (await model.tokenize(prompt)).length + produce;
  const size = info.heads * length ** 2;
  const keepsAll = size * sites.length <= keptInAll;
  const gathering = new Gathering({stack, layers: sites.length, wanted, flow, before, keepsAll});
  const missing = gathering.missing();
  const perRun = Math.max(1, Math.floor(atOnce / size));
  let input: ModelInput = prompt;
  for (let from = 0; from < missing.length; from += perRun) {
    const layers = missing.slice(from, from + perRun);
    const trace = await model.run(input, {
      capture: layers.map((layer) => sites[layer]!),
      ...(produce > 0 && input === prompt ? {generate: {tokens: produce}} : {}),
      ...(signal ? {signal} : {})
    });
    for (const layer of layers) gathering.add(layer, nested(trace.sites.get(sites[layer]!)!));
    gathering.ran(trace);
    if (produce > 0) input = again(trace.tokens, gathering.source, decodes);
    progress?.(Math.min(1, (from + perRun) / missing.length));
    if (from + perRun < missing.length) partial?.(gathering.data());
  }
  return gathering.data();
}

/** Returns the input of a run that has written on, as it stands now. */
function again(tokens: readonly Token[], source: number, decodes: boolean): ModelInput {
  const ids = tokens.map(({id}) => id);
  return decodes ? {ids: ids.slice(0, source), decoderIds: ids.slice(source)} : {ids};
}

interface GatheringOptions {
  readonly stack: AttentionStack;
  readonly layers: number;
  readonly wanted: number | undefined;
  readonly flow: boolean;
  /** Whether every pattern is kept, not only that of the wanted layer. */
  readonly keepsAll: boolean;
  readonly before: AttentionData | undefined;
}

const most = (list: readonly (number | null)[] | null): number =>
  Math.max(-1, ...(list ?? []).map((value) => value ?? -1));

/** What has been captured so far. */
class Gathering {
  readonly #stack: AttentionStack;
  readonly #wanted: number | undefined;
  readonly #flow: boolean;
  readonly #keepsAll: boolean;
  readonly #away: (readonly (number | null)[] | null)[];
  readonly #patterns: (readonly AttentionWeights[] | null)[];
  readonly #means: (AttentionWeights | null)[];
  #told: Pick<AttentionData, "tokens" | "keys" | "produced" | "heads" | "provenance"> | undefined;
  #shape: readonly [heads: number, queries: number, keys: number] = [0, 0, 0];
  /** How many tokens an encoder reads. */
  source = 0;

  constructor({stack, layers, wanted, flow, keepsAll, before}: GatheringOptions) {
    const none = (): null[] => Array.from({length: layers}, () => null);
    this.#stack = stack;
    this.#wanted = wanted;
    this.#flow = flow;
    this.#keepsAll = keepsAll;
    this.#away = [...(before?.away ?? none())];
    this.#patterns = [...(before?.patterns ?? none())];
    this.#means = [...(before?.means ?? none())];
    this.#told = before;
  }

  /** Returns the layers that are to be captured, the wanted one first. */
  missing(): readonly number[] {
    const layers = this.#away.flatMap((away, layer) => {
      const pattern = this.#patterns[layer];
      const lacks =
        !away ||
        (!pattern &&
          (this.#keepsAll || layer === this.#wanted || (this.#flow && !this.#means[layer])));
      return lacks ? [layer] : [];
    });
    return layers.toSorted((a, b) => Number(b === this.#wanted) - Number(a === this.#wanted));
  }

  add(layer: number, pattern: readonly AttentionWeights[]): void {
    const away = awayOf(pattern);
    this.#shape = [pattern.length, pattern[0]!.length, pattern[0]![0]!.length];
    this.#away[layer] = away;
    if (this.#flow && !this.#keepsAll) this.#means[layer] = meanOf(pattern);
    // Of a long text one layer is kept: the wanted one, else that of the head that looks around most.
    const shown = this.#patterns.findIndex(Boolean);
    const keeps =
      this.#wanted === undefined
        ? shown < 0 || most(away) > most(this.#away[shown]!)
        : layer === this.#wanted;
    if (keeps && !this.#keepsAll) this.#patterns.fill(null);
    if (keeps || this.#keepsAll) this.#patterns[layer] = pattern;
  }

  /** Takes over what a run says of its tokens and its cost. */
  ran({
    tokens,
    produced,
    provenance
  }: {
    readonly tokens: readonly Token[];
    readonly produced: number;
    readonly provenance: Provenance;
  }): void {
    const [heads, queries, keys] = this.#shape;
    const encoder = this.#stack === "encoder";
    const lookers = encoder ? tokens.slice(0, queries) : tokens.slice(tokens.length - queries);
    this.source = encoder ? queries : tokens.length - queries;
    const cost = this.#told?.provenance;
    this.#told = {
      heads,
      tokens: lookers,
      keys: this.#stack === "cross" ? tokens.slice(0, keys) : lookers,
      produced: encoder ? 0 : Math.max(produced, this.#told?.produced ?? 0),
      provenance: cost
        ? {
            ...provenance,
            milliseconds: provenance.milliseconds + cost.milliseconds,
            forwards: provenance.forwards + cost.forwards
          }
        : provenance
    };
  }

  data(): AttentionData {
    return {
      stack: this.#stack,
      ...this.#told!,
      away: [...this.#away],
      patterns: [...this.#patterns],
      ...(this.#means.some(Boolean) ? {means: [...this.#means]} : {})
    };
  }
}
