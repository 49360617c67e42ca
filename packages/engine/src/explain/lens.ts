/**
 * The logit lens (nostalgebraist 2020): the residual stream after each block, read through the output head, with
 * the final norm (`norm`, each layer with its own statistics) or without (`raw`).
 */
import type {LensOptions, ModelInput, RankingsOptions} from "../api.ts";
import {InputError, UnsupportedError} from "../errors.ts";
import type {Lens, LensGrid, LensLayer, LensMode, Rankings, Token} from "../results.ts";
import {candidate, distributionOf, probability, rank, top} from "./distribution.ts";
import type {Distribution} from "./distribution.ts";
import {encode, positionOf, resolveToken, textOf} from "./input.ts";
import type {Encoded} from "./input.ts";
import {generate} from "./generation/generate.ts";
import type {Answer} from "./provenance.ts";
import {lensQuestion} from "./questions.ts";
import type {Meter, Session} from "./session.ts";
import {rowOf, select} from "./tensors.ts";

type Layer = number | "embedding";
const layersOf = ({graph}: Session): readonly Layer[] => [
  "embedding",
  ...Array.from({length: graph.layers}, (_, layer) => layer)
];

/** Ecco reads inner layers raw and without scales, and the last one as the model's output. */
interface Reading {
  readonly mode: LensMode;
  readonly ecco: boolean;
}

function readingOf({mode, compat}: {readonly mode?: LensMode; readonly compat?: "ecco"}): Reading {
  const ecco = compat === "ecco";
  const chosen = mode ?? (ecco ? "raw" : "norm");
  if (chosen !== "norm" && chosen !== "raw")
    throw new InputError(`unknown lens mode: ${String(chosen)}; one of norm, raw`);
  return {mode: chosen, ecco: ecco && chosen === "raw"};
}

/** Returns distributions [layer][position], the embedding's first. */
async function read(
  session: Session,
  encoded: Encoded,
  positions: readonly number[],
  {mode, ecco}: Reading,
  meter: Meter,
  signal?: AbortSignal
): Promise<Distribution[][]> {
  const {graph} = session;
  if (!graph.head)
    throw new UnsupportedError(
      `this model ${graph.kind === "encoder" ? "ends with its layers" : "classifies"}: it has no head over a vocabulary for a lens to read through`
    );
  const length = (encoded.batch.decoderIds ?? encoded.batch.ids)[0]!.length;
  const ask = async (norm: boolean): Promise<Distribution[][]> => {
    const outputs = await session.ask(lensQuestion(graph, norm, ecco), {
      batch: encoded.batch,
      extra: new Map([["select", select(positions, length)]]),
      dims: {P: positions.length},
      meter,
      signal
    });
    const logits = outputs.get("logits")!;
    return layersOf(session).map((_, layer) =>
      positions.map((_, index) => distributionOf(rowOf(logits, layer * positions.length + index)))
    );
  };
  const layers = await ask(mode === "norm");
  if (ecco) {
    const outputs = await session.ask(lensQuestion(graph, true, true), {
      batch: encoded.batch,
      extra: new Map([["select", select(positions, length)]]),
      dims: {P: positions.length},
      meter,
      signal
    });
    const logits = outputs.get("logits")!;
    layers[graph.layers] = positions.map((_, index) =>
      distributionOf(rowOf(logits, graph.layers * positions.length + index))
    );
  }
  return layers;
}

function layerOf(
  session: Session,
  layer: Layer,
  distribution: Distribution,
  count: number,
  watch: readonly Token[]
): LensLayer {
  return {
    layer,
    entropy: distribution.entropy,
    top: top(distribution, count, (id) => textOf(session, id)),
    watch: watch.map(({id, text}) => candidate(distribution, id, text))
  };
}

const watched = (session: Session, {watch = []}: LensOptions): readonly Token[] =>
  watch.map((name) => resolveToken(session, name));
const tokensOf = (session: Session, {tokens, decoderTokens}: Encoded): readonly Token[] =>
  session.graph.kind === "encoder-decoder" ? decoderTokens : tokens;

export async function lens(
  session: Session,
  input: ModelInput,
  options: LensOptions,
  meter: Meter
): Promise<Answer<Lens>> {
  const reading = readingOf(options);
  const encoded = encode(session, input);
  const position = positionOf(session, encoded, options.position);
  const watch = watched(session, options);
  const rows = await read(session, encoded, [position], reading, meter, options.signal);
  const layers = layersOf(session).map((layer, index) =>
    layerOf(session, layer, rows[index]![0]!, options.top ?? 5, watch)
  );
  return {mode: reading.mode, tokens: tokensOf(session, encoded), position, layers};
}

export async function lensGrid(
  session: Session,
  input: ModelInput,
  options: LensOptions,
  meter: Meter
): Promise<Answer<LensGrid>> {
  const reading = readingOf(options);
  const encoded = encode(session, input);
  const tokens = tokensOf(session, encoded);
  const watch = watched(session, options);
  const rows = await read(
    session,
    encoded,
    tokens.map((_, position) => position),
    reading,
    meter,
    options.signal
  );
  const layers = layersOf(session);
  const cells = layers.map((layer, index) =>
    rows[index]!.map((cell) => layerOf(session, layer, cell, options.top ?? 5, watch))
  );
  return {mode: reading.mode, tokens, layers, cells};
}

/** Ranks by layer: of watched tokens at one position, or of each produced token at the position before it. */
export async function rankings(
  session: Session,
  input: ModelInput,
  options: RankingsOptions,
  meter: Meter
): Promise<Answer<Rankings>> {
  const reading = readingOf(options);
  const layers = layersOf(session);
  const columnsOf = (
    rows: Distribution[][],
    tokens: readonly Token[],
    positions: readonly number[],
    cell: (index: number) => number
  ): Rankings["columns"] =>
    tokens.map((token, index) => ({
      token,
      position: positions[cell(index)]!,
      ranks: layers.map((_, layer) => rank(rows[layer]![cell(index)]!, token.id)),
      probabilities: layers.map((_, layer) => probability(rows[layer]![cell(index)]!, token.id))
    }));

  if (options.watch) {
    const encoded = encode(session, input);
    const position = positionOf(session, encoded, options.position);
    const rows = await read(session, encoded, [position], reading, meter, options.signal);
    const columns = columnsOf(rows, watched(session, {watch: options.watch}), [position], () => 0);
    return {
      mode: reading.mode,
      kind: "watched",
      tokens: tokensOf(session, encoded),
      layers,
      columns
    };
  }

  const made = await generate(session, input, {...pick(options), top: 1}, meter);
  const produced = made.steps.map(({token}) => token);
  const before = encode(session, input);
  const masked = session.graph.kind === "masked";
  const decoder = session.graph.kind === "encoder-decoder";
  const given = (before.batch.decoderIds ?? before.batch.ids)[0]!;
  const ids = masked ? given : [...given, ...produced.slice(0, -1).map(({id}) => id)];
  const whole = typeof input === "string" ? {} : input;
  const {types: _types, mask: _mask, text: _text, ...rest} = whole;
  const encoded = masked
    ? before
    : encode(session, {
        ...rest,
        ids: decoder ? before.batch.ids[0]! : ids,
        ...(decoder ? {decoderIds: ids} : {})
      });
  const positions = made.steps.map(({position}) => position);
  const rows = await read(session, encoded, positions, reading, meter, options.signal);
  const shown = masked ? before.tokens : [...tokensOf(session, before), ...produced];
  return {
    mode: reading.mode,
    kind: "produced",
    tokens: shown,
    layers,
    columns: columnsOf(rows, produced, positions, (index) => index)
  };
}

const pick = ({tokens, signal}: RankingsOptions): {tokens?: number; signal?: AbortSignal} => ({
  ...(tokens === undefined ? {} : {tokens}),
  ...(signal ? {signal} : {})
});
