/** Many prompts: shorter ones are padded at their end and masked, so that each gives the numbers it gives alone. */
import type {BatchOptions, CandidatesOptions, ModelInput} from "../api.ts";
import {InputError} from "../errors.ts";
import type {Candidates} from "../results.ts";
import {distributionOf} from "./distribution.ts";
import {encode, positionOf} from "./input.ts";
import type {Encoded} from "./input.ts";
import {candidatesFrom} from "./next.ts";
import type {Answer} from "./provenance.ts";
import {nextQuestion} from "./questions.ts";
import type {Meter, Session} from "./session.ts";
import {rowOf, selectRows} from "./tensors.ts";

interface Row {
  readonly index: number;
  readonly encoded: Encoded;
  readonly position: number;
}

const lengthOf = ({encoded: {batch}}: Row): number => batch.ids[0]!.length;

/** Returns what comes next after each prompt, in their order. */
export async function candidatesBatch(
  session: Session,
  inputs: readonly ModelInput[],
  options: CandidatesOptions & BatchOptions,
  meter: Meter
): Promise<Answer<Candidates>[]> {
  const {rows: most = 8, top = 10, signal, progress} = options;
  if (!Number.isInteger(most) || most < 1)
    throw new InputError(`rows: got ${most}, expected a whole number of at least 1`);
  const rows = inputs.map((input, index): Row => {
    const encoded = encode(session, input);
    return {index, encoded, position: positionOf(session, encoded, options.position)};
  });
  const answers: Answer<Candidates>[] = [];
  let done = 0;
  for (const part of parts(rows, most, session.graph.turnsBeyond)) {
    const {batch, selected} = padded(part, padOf(session));
    const extra = new Map([["select", selected]]);
    const question = nextQuestion(session.graph);
    const outputs = await session.ask(question, {batch, extra, dims: {P: 1}, meter, signal});
    const logits = outputs.get("logits")!;
    part.forEach((row, at) => {
      const distribution = distributionOf(rowOf(logits, at));
      answers[row.index] = candidatesFrom(session, row.encoded, row.position, distribution, top);
    });
    progress?.((done += part.length), rows.length);
  }
  return answers;
}

/** Prompts of like length go together; what turns differently in long texts does not stand beside short ones. */
function parts(rows: readonly Row[], most: number, turnsBeyond = Infinity): Row[][] {
  const made: Row[][] = [];
  for (const row of rows.toSorted((a, b) => lengthOf(a) - lengthOf(b))) {
    const last = made.at(-1);
    const fits =
      last &&
      last.length < most &&
      lengthOf(last[0]!) > turnsBeyond === lengthOf(row) > turnsBeyond;
    if (fits) last.push(row);
    else made.push([row]);
  }
  return made;
}

const padOf = ({tokenizer, config}: Session): number => {
  const pad = tokenizer?.special.pad ?? config.pad_token_id;
  return typeof pad === "number" && pad >= 0 ? pad : 0;
};

function padded(
  part: readonly Row[],
  pad: number
): {readonly batch: Encoded["batch"]; readonly selected: ReturnType<typeof selectRows>} {
  const batches = part.map(({encoded}) => encoded.batch);
  const length = Math.max(...part.map(lengthOf));
  const fill = (row: readonly number[], to: number, by: number): readonly number[] => [
    ...row,
    ...Array.from({length: to - row.length}, () => by)
  ];
  const decoders = batches.flatMap(({decoderIds}) => decoderIds ?? []);
  const read = decoders.length > 0 ? Math.max(...decoders.map((row) => row.length)) : length;
  const equal = part.every((row) => lengthOf(row) === length);
  const masked = !equal || batches.some(({mask}) => mask);
  const ones = (count: number): readonly number[] => Array.from({length: count}, () => 1);
  return {
    batch: {
      ids: batches.map(({ids}) => fill(ids[0]!, length, pad)),
      decoderIds: decoders.length > 0 ? decoders.map((row) => fill(row, read, pad)) : undefined,
      types: batches.some(({types}) => types)
        ? batches.map(({types}) => fill(types?.[0] ?? [], length, 0))
        : undefined,
      mask: masked
        ? batches.map(({ids, mask}) => fill(mask?.[0] ?? ones(ids[0]!.length), length, 0))
        : undefined
    },
    selected: selectRows(
      part.map(({position}) => position),
      read
    )
  };
}
