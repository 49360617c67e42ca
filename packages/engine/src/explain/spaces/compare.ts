/** How alike the states of layers are: of one model, or of two that read the same texts. */
import {largestOf, smallestOf} from "../../lists.ts";
import {ckaLeast} from "../../analysis/cka.ts";
import {pausesOf} from "../../analysis/pauses.ts";
import type {Samples} from "../../analysis/samples.ts";
import {InputError} from "../../errors.ts";
import {member} from "../attribution/settings.ts";
import type {Answer} from "../provenance.ts";
import type {Meter, Session} from "../session.ts";
import {aligned} from "./align.ts";
import {heldBy} from "./held.ts";
import {measures, stepsOf} from "./measures.ts";
import type {CompareOptions, SimilarityMeasure} from "./options.ts";
import {placesOf} from "./places.ts";
import type {Places} from "./places.ts";
import type {Comparison} from "./results.ts";
import {joined, keptStates, leftOutOf, listOf, readStates, readStatesOf} from "./states.ts";
import type {Inputs, States} from "./states.ts";

const names = Object.keys(measures) as SimilarityMeasure[];

export async function compare(
  session: Session,
  inputs: Inputs,
  options: CompareOptions,
  meter: Meter
): Promise<Answer<Comparison>> {
  const list = listOf(inputs);
  const {with: other, signal, progress, dims, compat} = options;
  const measure = member("measure", options.measure ?? "cka", names);
  checkUse(measure, options);
  const rows = placesOf(session.graph.sites.keys(), options);
  const columns = columnsOf(session, rows, options);
  const total =
    list.length * (other ? 2 : 1) + stepsOf(rows.places.length, columns?.places.length ?? null);
  let done = 0;
  const step = (): void => progress?.(++done, total);

  // One pass reads this model's states, wherever they stand in the table.
  const both = columns && !other ? {...rows, places: [...rows.places, ...columns.places]} : rows;
  const read = await readStates(session, list, both, options, meter, step);
  const {by, first, second} = other
    ? aligned(read, await readStatesOf(other, list, columns!, options, step))
    : {by: "token" as const, first: keptStates(read), second: null};
  const spaces = joined(first);
  const own = spaces.slice(0, rows.places.length);
  const theirs = second ? joined(second) : columns ? spaces.slice(rows.places.length) : null;
  checkTokens(own[0]!.rows);
  const kept = measure === "svcca" ? (dims ?? usualDims([...own, ...(theirs ?? [])])) : null;
  const pause = pausesOf(signal);
  const values = await measures[measure](
    own,
    theirs,
    {dims: kept, ecco: compat === "ecco"},
    async () => {
      step();
      await pause();
    }
  );
  const leftOut = leftOutOf(read);
  const held = heldBy({
    leftOut,
    own,
    theirs,
    first,
    second,
    rows,
    columns,
    measure,
    other: other?.info.name
  });
  return {
    measure,
    site: rows.site,
    stack: rows.stack,
    rows: rows.places.map(({layer}) => layer),
    columns: (columns ?? rows).places.map(({layer}) => layer),
    values,
    tokens: first.flatMap(({tokens}: States) => tokens),
    alignment: by,
    dims: kept,
    with: other
      ? {model: other.info.name, revision: other.info.revision, backend: other.info.backend}
      : null,
    without: options.without ?? null,
    leftOut,
    dominance: held.dominance,
    warnings: held.warnings,
    warning: warningOf({
      measure,
      by,
      rows: own,
      columns: theirs ?? own,
      dims: kept,
      held: held.byToken
    })
  };
}

const usualDims = (all: readonly Samples[]): number =>
  Math.min(20, smallestOf(all.map(({rows, columns}) => Math.min(rows, columns))));

/** Throws InputError for options that the measure would not heed. */
function checkUse(measure: SimilarityMeasure, {dims, compat}: CompareOptions): void {
  if (dims !== undefined && measure !== "svcca")
    throw new InputError(`dims: ${measure} keeps all directions; leave it out, or take svcca`);
  if (compat !== undefined && compat !== "ecco")
    throw new InputError(`unknown compat: ${String(compat)}; one of ecco`);
}

/** Returns the places of the columns; null where they are the rows. */
function columnsOf(session: Session, rows: Places, options: CompareOptions): Places | null {
  const {with: other, columns, site, stack} = options;
  if (!other && columns === undefined) return null;
  const asked = {...(site ? {site} : {}), ...(columns ? {layers: columns} : {})};
  if (!other) return placesOf(session.graph.sites.keys(), {...asked, ...(stack ? {stack} : {})});
  const {sites} = other.info;
  // What one stack reads of a text is what the encoder of two reads.
  const two = sites.includes("decoder.embeddings");
  return placesOf(sites, {...asked, ...(two ? {stack: rows.stack ?? "encoder"} : {})});
}

function checkTokens(count: number): void {
  if (count < 2)
    throw new InputError(
      `compare: got ${count} token, expected at least 2; give a longer text, several, or (for a decoder) decoder ids`
    );
}

interface Compared {
  readonly measure: SimilarityMeasure;
  readonly by: Comparison["alignment"];
  readonly rows: readonly Samples[];
  readonly columns: readonly Samples[];
  readonly dims: number | null;
  /** Whether one token holds a layer: then debiasing does not help. */
  readonly held: boolean;
}

/** Says when few tokens make a measure 1 whatever the states, or push it towards 1. */
function warningOf({measure, by, rows, columns, dims, held}: Compared): Comparison["warning"] {
  if (measure === "cka-debiased") return null;
  const count = rows[0]!.rows;
  const widest = (list: readonly Samples[]): number =>
    dims ?? largestOf(list.map(({columns: width}) => width));
  const [own, other] = [widest(rows), widest(columns)];
  const what = dims === null ? "neurons" : "directions";
  // Of fewer there is no such estimate, and of one token that holds a layer it knows as little as the others.
  const instead: readonly SimilarityMeasure[] =
    held || count < ckaLeast.debiased ? [] : ["cka-debiased"];
  const message = (fact: string): Comparison["warning"] => ({
    message: `${count} ${by}s: ${fact}; give more text${instead.map((name) => `, or take ${name}`).join("")}`,
    instead
  });
  if (measure.startsWith("cka"))
    return count > Math.max(own, other)
      ? null
      : message(`no more than the ${Math.max(own, other)} neurons, and ${measure} leans towards 1`);
  // Two spaces of so many directions among count − 1 have these in common.
  const sure = Math.min(own + other - (count - 1), own, other);
  if (sure <= 0) return null;
  const shown = `${own} and ${other} ${what}`;
  return message(
    sure === Math.min(own, other)
      ? `too few for ${shown}, so that ${measure} is 1 whatever the states`
      : `too few for ${shown}: ${sure} of the correlations are 1 whatever the states`
  );
}
