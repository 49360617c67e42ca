/**
 * Activation patching (Vig et al. 2020; Meng et al. 2022, "causal tracing"; Heimersheim & Nanda 2024): the corrupt run
 * gets a value of the clean run at one place, and the target says how much of the clean run comes back.
 */
import type {ModelInput} from "../../api.ts";
import {pearson} from "../../analysis/rank-correlation.ts";
import type {Answer} from "../provenance.ts";
import type {Meter, Session} from "../session.ts";
import {isSame, valuesWith} from "./cells.ts";
import type {Cell} from "./cells.ts";
import {approximationOf} from "./approximation.ts";
import {patchSites} from "./options.ts";
import type {PatchOptions} from "./options.ts";
import {placesOf, queriesPer} from "./places.ts";
import type {Places} from "./places.ts";
import type {Grid, Patching} from "./results.ts";
import {shareOf, tokensOf, twoRuns} from "./two-runs.ts";
import type {TwoRuns} from "./two-runs.ts";

/** Returns the target for each cell of the grid, patched from the clean run into the corrupt one. */
export async function patch(
  session: Session,
  prompts: readonly [clean: ModelInput, corrupt: ModelInput],
  options: PatchOptions,
  meter: Meter
): Promise<Answer<Patching>> {
  const {site = "residual", stack = "decoder"} = options;
  const places = placesOf(session.graph, site, stack, patchSites);
  const runs = await twoRuns(session, prompts, places.names, options, meter);
  const {clean, corrupt, work} = runs;
  const tokens = tokensOf(corrupt.encoded, stack, site);
  const {length} = tokens;
  const cells = places.names.map((name) => cellsOf(name, places.heads, length));
  const single = options.byPosition && places.heads ? byPositionOf(places, length) : [];
  const all = [...cells.flat(), ...single];
  const found = await patched(runs, all, options.progress);
  const values = grouped(found, cells[0]!.length).slice(0, cells.length);
  const approximation = options.gradient
    ? await approximationOf(runs, places.names, (index) => cells[index]!)
    : null;
  return {
    site,
    stack,
    values,
    recovered:
      clean.value === corrupt.value
        ? null
        : values.map((row) => row.map((value) => shareOf(value, runs)!)),
    byPosition:
      single.length > 0
        ? grouped(grouped(found.slice(cells.flat().length), length), places.heads!)
        : null,
    clean: clean.value,
    corrupt: corrupt.value,
    target: work.subject.about,
    queriesPerColumn: queriesPer(session.graph, places),
    tokens,
    cleanTokens: tokensOf(clean.encoded, stack, site),
    approximation,
    agreement: approximation && agreementOf(values, approximation)
  };
}

/** Returns the cells of one site: its positions, or its heads with all their positions [heads, T]. */
const cellsOf = (site: string, heads: number | null, length: number): Cell[] =>
  Array.from({length: heads ?? length}, (_, at) => ({
    site,
    places: heads === null ? [at] : Array.from({length}, (_value, t) => at * length + t)
  }));

const byPositionOf = ({names, heads}: Places, length: number): Cell[] =>
  names.flatMap((site) =>
    Array.from({length: heads! * length}, (_, place) => ({site, places: [place]}))
  );

/** Returns the target of each run; where both runs have the same numbers, there is nothing to run. */
async function patched(
  {work, clean, corrupt}: TwoRuns,
  cells: readonly Cell[],
  progress: PatchOptions["progress"]
): Promise<number[]> {
  const differs = ({site, places}: Cell): boolean =>
    !isSame(clean.sites.get(site)!, corrupt.sites.get(site)!, places);
  const asked = cells.filter(differs);
  const idle = cells.length - asked.length;
  const found = await valuesWith(work, asked, {
    encoded: corrupt.encoded,
    sources: clean.sites,
    progress: progress && ((done) => progress(idle + done, cells.length))
  });
  let next = 0;
  return cells.map((cell) => (differs(cell) ? found[next++]! : corrupt.value));
}

function grouped<T>(list: readonly T[], size: number): T[][] {
  return Array.from({length: Math.ceil(list.length / size)}, (_, row) =>
    list.slice(row * size, (row + 1) * size)
  );
}

function agreementOf(values: Grid, approximation: Grid): number | null {
  const found = pearson(values.flat(), approximation.flat());
  return Number.isNaN(found) ? null : found;
}
