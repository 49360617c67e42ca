/** What one token, or one channel, holds of the layers that are compared. */
import type {Samples} from "../../analysis/samples.ts";
import {dominanceOf} from "../dominance/measure.ts";
import type {Dominance} from "../dominance/results.ts";
import {dominanceWarnings, holderOf} from "../dominance/words.ts";
import type {SimilarityMeasure} from "./options.ts";
import type {Place, Places} from "./places.ts";
import type {Comparison} from "./results.ts";
import {placesIn} from "./states.ts";
import type {States} from "./states.ts";

interface Tables {
  readonly leftOut: Comparison["leftOut"];
  readonly own: readonly Samples[];
  readonly theirs: readonly Samples[] | null;
  readonly first: readonly States[];
  readonly second: readonly States[] | null;
  readonly rows: Places;
  readonly columns: Places | null;
  readonly measure: SimilarityMeasure;
  readonly other: string | undefined;
}

/** Measures that a linear map of the channels changes nothing of: to them no channel is larger than another. */
const scaleFree: ReadonlySet<SimilarityMeasure> = new Set(["cca", "pwcca"]);

/** Returns what the largest token and channel hold of each layer's states. */
export function heldBy({
  leftOut,
  own,
  theirs,
  first,
  second,
  rows,
  columns,
  measure,
  other
}: Tables): {
  readonly dominance: Comparison["dominance"];
  readonly warnings: readonly string[];
  readonly byToken: boolean;
} {
  const all = (tables: readonly Samples[], states: readonly States[]): (Dominance | null)[] => {
    const places = placesIn(states);
    return tables.map((table) => dominanceOf(table, places, {centred: true}));
  };
  const mine = all(own, first);
  const others = theirs ? all(theirs, second ?? first) : mine;
  const tokens = own[0]!.rows;
  const said = (
    layers: readonly Place[],
    found: readonly (Dominance | null)[],
    {columns: channels}: Samples,
    whose?: string
  ): string[] =>
    dominanceWarnings(
      layers.map(({layer}, at) => ({layer, dominance: found[at]!})),
      {
        tokens,
        channels,
        texts: first.length,
        leftOut,
        effect: measure.startsWith("cka-rbf")
          ? `so to ${measure} all the others are near each other`
          : measure.startsWith("cka")
            ? `so ${measure} compares where that lies and hardly sees the others`
            : `so one of the directions that ${measure} compares is that alone`,
        ...(scaleFree.has(measure)
          ? {}
          : {channelEffect: `so ${measure} compares this one number`}),
        ...(whose === undefined ? {} : {whose: `of ${whose}`})
      }
    );
  const warnings = other
    ? [...said(rows.places, mine, own[0]!), ...said(columns!.places, others, theirs![0]!, other)]
    : said(
        [...rows.places, ...(columns?.places ?? [])],
        columns ? [...mine, ...others] : mine,
        own[0]!
      );
  return {
    dominance: {rows: mine, columns: others},
    warnings,
    byToken: [...mine, ...others].some((one) => one && holderOf(one, tokens))
  };
}
