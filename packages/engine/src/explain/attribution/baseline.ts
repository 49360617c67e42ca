/** What absent tokens are: rows to put in the place of each token's own. */
import {InputError} from "../../errors.ts";
import {baselineRow, rowsOf} from "../embeddings.ts";
import {encode} from "../input.ts";
import type {Encoded} from "../input.ts";
import {randomOf} from "../generation/random.ts";
import type {Session} from "../session.ts";
import type {Baseline} from "./options.ts";
import type {Embeddings} from "./target.ts";

export interface Baselines {
  /** In words, as the result tells it. */
  readonly name: string;
  /** At least one. */
  readonly sets: readonly Embeddings[];
}

export interface BaselineOptions {
  readonly session: Session;
  readonly encoded: Encoded;
  /** The rows that are explained: the baselines have their form. */
  readonly embeddings: Embeddings;
  readonly width: number;
  /** How many prompts "samples" draws. */
  readonly samples: number;
  readonly seed: number;
}

/** Returns the rows of one baseline or of several. Throws InputError for an unknown token or a prompt of another length. */
export function baselinesOf(
  baseline: Baseline | readonly Baseline[],
  options: BaselineOptions
): Baselines {
  const list: readonly Baseline[] = Array.isArray(baseline) ? baseline : [baseline as Baseline];
  if (list.length === 0) throw new InputError("baseline: got an empty list, expected at least one");
  const made = list.map((one) => oneOf(one, options));
  return {
    name: made.map(({name}) => name).join(", "),
    sets: made.flatMap(({sets}) => sets)
  };
}

function oneOf(baseline: Baseline, options: BaselineOptions): Baselines {
  if (typeof baseline === "object") return prompt(baseline, options);
  if (baseline === "samples") return samples(options);
  const {session, embeddings, width} = options;
  const rows = embeddings.map((_, index) =>
    baselineRow(session, session.graph.lookups[index]!, baseline)
  );
  const set = embeddings.map((block, index) => block.map((_, at) => rows[index]!.row[at % width]!));
  return {name: rows[0]!.name, sets: [set]};
}

/** The token of another prompt in the same place. A decoder's own rows stay: the other prompt is the encoder's. */
function prompt(
  given: Exclude<Baseline, string>,
  {session, embeddings, width}: BaselineOptions
): Baselines {
  const {tokens} = encode(session, given);
  const wanted = embeddings[0]!.length / width;
  if (tokens.length !== wanted)
    throw new InputError(
      `baseline prompt: got ${tokens.length} tokens, expected ${wanted}, as many as are explained; change its words until they match`
    );
  const ids = tokens.map(({id}) => id);
  const rows = rowsOf(session, session.graph.lookups[0]!, ids);
  return {
    name: "text" in given ? JSON.stringify(given.text) : "another prompt",
    sets: [[rows, ...embeddings.slice(1)]]
  };
}

/** Prompts of random tokens, special ones stay in their places. */
function samples({
  session,
  encoded,
  embeddings,
  width,
  samples: count,
  seed
}: BaselineOptions): Baselines {
  const random = randomOf(seed);
  const given = [encoded.tokens, encoded.decoderTokens];
  const sets = Array.from({length: count}, () =>
    embeddings.map((block, index) => {
      const lookup = session.graph.lookups[index]!;
      const entries = session.weights.get(lookup.table)!.shape[0]!;
      const ids = given[index]!.slice(0, block.length / width).map(({id, special}) =>
        special ? id : Math.floor(random() * entries)
      );
      return rowsOf(session, lookup, ids);
    })
  );
  return {name: `${count} prompts of random tokens`, sets};
}
