/** Vectors of whole texts, pooled as the model itself says, and how alike they are. */
import type {BatchOptions} from "../../api.ts";
import {InputError, SourceError, UnsupportedError} from "../../errors.ts";
import {batchOf, parts} from "../batches.ts";
import type {Answer} from "../provenance.ts";
import type {Meter, Question, Session} from "../session.ts";
import {listOf} from "../spaces/states.ts";
import type {Inputs} from "../spaces/states.ts";
import {rowOf} from "../tensors.ts";
import {readText} from "./encode-text.ts";
import type {ReadText} from "./encode-text.ts";
import {keyOf, vectorOf} from "./graph.ts";
import {moduleWords, modulesOf, poolingWords} from "./modules.ts";
import type {SentenceModules} from "./modules.ts";
import type {EmbedOptions} from "./options.ts";
import type {EmbeddedText, Embeddings, Pooled, Similarities} from "./results.ts";
import {poolFeeds} from "./weights.ts";

/** Returns one vector a text. Throws UnsupportedError for modules that are not known here, naming them. */
export async function embed(
  session: Session,
  inputs: Inputs,
  options: EmbedOptions,
  meter: Meter
): Promise<Answer<Embeddings>> {
  const modules = sentenceModules(session, options);
  const read = listOf(inputs).map((input) => readText(session, input, modules));
  const vectors = await vectorsOf(session, read, modules, options, meter);
  return {
    ...pooledOf(modules, read),
    texts: read.map(plainText),
    vectors: vectors.map((vector) => [...vector]),
    dimensions: vectors[0]!.length
  };
}

/** Returns the cosine of each text's vector with each other's. */
export async function similarities(
  session: Session,
  inputs: Inputs,
  options: EmbedOptions,
  meter: Meter
): Promise<Answer<Similarities>> {
  const list = listOf(inputs);
  if (list.length < 2)
    throw new InputError(`similarities: got ${list.length} text, expected at least 2`);
  const {vectors, dimensions: _, ...about} = await embed(session, list, options, meter);
  return {
    ...about,
    measure: "cosine",
    values: vectors.map((one) => vectors.map((other) => cosineOf(one, other)))
  };
}

/** Returns how the model pools. Throws UnsupportedError for models whose states are of no text. */
export function sentenceModules(session: Session, options: EmbedOptions): SentenceModules {
  if (session.graph.lookups.length === 0)
    throw new UnsupportedError("embed: this model reads no tokens");
  return modulesOf(session, options);
}

const embedQuestion = ({graph}: Session, modules: SentenceModules): Question => ({
  key: `embed:${keyOf(modules)}`,
  outputs: () => ({vector: vectorOf(graph, modules)})
});

/** Returns the vector of each text, in their order; several are read at once. */
export async function vectorsOf(
  session: Session,
  read: readonly ReadText[],
  modules: SentenceModules,
  {signal, progress, ...options}: BatchOptions,
  meter: Meter
): Promise<Float64Array[]> {
  const question = embedQuestion(session, modules);
  const found: Float64Array[] = [];
  let done = 0;
  const rows = read.map(({encoded, counted}, index) => ({encoded, counted, index}));
  for (const part of parts(session, question, rows, options)) {
    const batch = batchOf(
      session,
      part.map(({encoded}) => encoded)
    );
    const counted = part.map((row) => row.counted);
    const outputs = await session.ask(question, {
      batch,
      extra: poolFeeds(modules.poolings, counted, batch.ids[0]!.length),
      meter,
      signal
    });
    for (const [row, {index}] of part.entries()) {
      const vector = Float64Array.from(rowOf(outputs.get("vector")!, row));
      if (!vector.every((value) => Number.isFinite(value)))
        throw new SourceError(
          "the model answers with a vector that has NaN or infinite numbers, or no length to be divided by; its config.json or weights leave the range of numbers: load it again, or take another"
        );
      found[index] = vector;
    }
    progress?.((done += part.length), read.length);
  }
  return found;
}

export const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let total = 0;
  for (let at = 0; at < a.length; at++) total += a[at]! * b[at]!;
  return total;
};

/** Returns the cosine of two vectors; NaN where one has no length. */
export const cosineOf = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));

export const plainText = ({text, tokens, truncated}: ReadText): EmbeddedText => ({
  text,
  tokens,
  truncated
});

/** Returns what is said of texts that were pooled. */
export function pooledOf(modules: SentenceModules, read: readonly EmbeddedText[]): Pooled {
  const long = read.filter(({truncated}) => truncated > 0).length;
  const said = [
    ...(modules.assumed
      ? [
          "the model does not say how it pools (no modules.json): the mean of the last layer's tokens is assumed"
        ]
      : []),
    ...(long > 0
      ? [
          `${long === 1 ? "one text was" : `${long} texts were`} cut: this model reads ${modules.limit} tokens of a text`
        ]
      : [])
  ];
  return {
    pooling: poolingWords(modules),
    normalised: modules.after.at(-1)?.kind === "normalise",
    modules: moduleWords(modules),
    prompt: modules.prompt,
    warning: said.length > 0 ? {message: said.join("; ")} : null
  };
}
