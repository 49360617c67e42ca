/** Many prompts: shorter ones are padded at their end and masked, so that each gives the numbers it gives alone. */
import {largestOf} from "../lists.ts";
import type {BatchOptions, CandidatesOptions, ModelInput} from "../api.ts";
import {InputError} from "../errors.ts";
import type {Candidates} from "../results.ts";
import {distributionOf} from "./distribution.ts";
import type {Distribution} from "./distribution.ts";
import {encode, isIdOf, positionOf} from "./input.ts";
import type {Encoded} from "./input.ts";
import type {Batch} from "./feeds.ts";
import {candidatesFrom} from "./next.ts";
import type {Answer} from "./provenance.ts";
import {nextQuestion} from "./questions.ts";
import type {Meter, Question, Session} from "./session.ts";
import {rowOf, selectRows} from "./tensors.ts";

/** Where distributions are wanted in one prompt. */
export interface Places {
  readonly encoded: Encoded;
  readonly positions: readonly number[];
}

const lengthOf = ({batch}: Encoded): number => batch.ids[0]!.length;

/** Returns how many prompts are read at once at most; 8 unless the caller says. Throws InputError for an odd number. */
export function rowsOf({rows = 8}: BatchOptions): number {
  if (Number.isInteger(rows) && rows >= 1) return rows;
  throw new InputError(`rows: got ${rows}, expected a whole number of at least 1`);
}

/** Returns what comes next after each prompt, in their order. */
export async function candidatesBatch(
  session: Session,
  inputs: readonly ModelInput[],
  options: CandidatesOptions & BatchOptions,
  meter: Meter
): Promise<Answer<Candidates>[]> {
  const {top = 10} = options;
  const all = inputs.map((input): Places => {
    const encoded = encode(session, input);
    return {encoded, positions: [positionOf(session, encoded, options.position)]};
  });
  const distributions = await distributionsOfAll(session, all, options, meter);
  return all.map(({encoded, positions: [position]}, index) =>
    candidatesFrom(session, encoded, position!, distributions[index]![0]!, top)
  );
}

/** Returns, for each prompt, the distribution at each of its positions. */
export async function distributionsOfAll(
  session: Session,
  all: readonly Places[],
  options: BatchOptions,
  meter: Meter
): Promise<Distribution[][]> {
  const {signal, progress} = options;
  const question = nextQuestion(session.graph);
  const rows = all.map((places, index) => ({...places, index}));
  const found: Distribution[][] = [];
  let done = 0;
  for (const part of parts(session, question, rows, options)) {
    const batch = batchOf(
      session,
      part.map(({encoded}) => encoded)
    );
    const positions = part.map((row) => row.positions);
    const count = largestOf(positions.map((own) => own.length));
    const {length} = (batch.decoderIds ?? batch.ids)[0]!;
    const outputs = await session.ask(question, {
      batch,
      extra: new Map([["select", selectRows(positions, count, length)]]),
      dims: {P: count},
      meter,
      signal
    });
    const logits = outputs.get("logits")!;
    for (const [row, {index}] of part.entries())
      found[index] = positions[row]!.map((_, at) =>
        distributionOf(rowOf(logits, row * count + at))
      );
    progress?.((done += part.length), rows.length);
  }
  return found;
}

/**
 * Prompts of like length go together, as many as the caller says and a run takes in a second; what turns differently in
 * long texts does not stand beside short ones.
 */
export function parts<
  R extends {readonly encoded: Encoded; readonly positions?: Places["positions"]}
>(session: Session, question: Question, rows: readonly R[], options: BatchOptions): R[][] {
  const {turnsBeyond = Infinity} = session.graph;
  const asked = rowsOf(options);
  const made: R[][] = [];
  const turns = ({encoded}: R): boolean => lengthOf(encoded) > turnsBeyond;
  // The longest of a part comes last: the others are padded to its length.
  const most = ({encoded: {batch}, positions = []}: R): number =>
    Math.min(asked, session.rowsAtOnce(question, {batch, dims: {P: positions.length}}));
  for (const row of rows.toSorted((a, b) => lengthOf(a.encoded) - lengthOf(b.encoded))) {
    const last = made.at(-1);
    const fits = last && last.length < most(row) && turns(last[0]!) === turns(row);
    if (fits) last.push(row);
    else made.push([row]);
  }
  return made;
}

const padOf = ({tokenizer, config, graph}: Session): number => {
  const pad = tokenizer?.special.pad ?? config.pad_token_id;
  return isIdOf(graph, pad) ? pad : 0;
};

/** Returns prompts as the rows of one batch; without mask where nothing is padding. */
export function batchOf(session: Session, part: readonly Encoded[]): Batch {
  const pad = padOf(session);
  const batches = part.map(({batch}) => batch);
  const length = largestOf(part.map(lengthOf));
  const fill = (row: readonly number[], to: number, by: number): readonly number[] => [
    ...row,
    ...Array.from({length: to - row.length}, () => by)
  ];
  const decoders = batches.flatMap(({decoderIds}) => decoderIds ?? []);
  const read = largestOf(decoders.map((row) => row.length));
  const equal = part.every((row) => lengthOf(row) === length);
  const masked = !equal || batches.some(({mask}) => mask);
  const ones = (count: number): readonly number[] => Array.from({length: count}, () => 1);
  return {
    ids: batches.map(({ids}) => fill(ids[0]!, length, pad)),
    decoderIds: decoders.length > 0 ? decoders.map((row) => fill(row, read, pad)) : undefined,
    types: batches.some(({types}) => types)
      ? batches.map(({types}) => fill(types?.[0] ?? [], length, 0))
      : undefined,
    mask: masked
      ? batches.map(({ids, mask}) => fill(mask?.[0] ?? ones(ids[0]!.length), length, 0))
      : undefined,
    notices: [...new Set(batches.flatMap(({notices}) => notices ?? []))]
  };
}
