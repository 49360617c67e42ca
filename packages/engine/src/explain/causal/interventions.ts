/** What interventions mean for a graph and for one run of it: a factor and an addend for every number of a site. */
import type {ModelGraph, Site} from "../../architectures/architecture.ts";
import type {Dims, Tensor} from "../../backends/backend.ts";
import {InputError} from "../../errors.ts";
import {input, add, mul} from "../../graph/ops.ts";
import type {Node} from "../../graph/node.ts";
import {matchSites} from "../run.ts";
import type {Intervention} from "./options.ts";

/** An intervention at one site, checked: value · scale + addend, where it applies. */
interface Step {
  readonly scale: number;
  /** For each of `entries`. */
  readonly addend: (index: number) => number;
  readonly positions: readonly number[] | null;
  readonly heads: readonly number[] | null;
  readonly entries: readonly number[];
}

/** All that is done at one site. */
export interface Edit {
  readonly site: string;
  readonly place: Site;
  readonly steps: readonly Step[];
}

const factorName = (site: string): string => `factor.${site}`;
const addendName = (site: string): string => `addend.${site}`;

/** Returns what is done at each site, in the order given. Throws InputError for what does not fit the model. */
export function editsOf(graph: ModelGraph, interventions: readonly Intervention[]): Edit[] {
  const edits = new Map<string, Step[]>();
  for (const one of interventions)
    for (const site of matchSites(graph.sites.keys(), [one.site]))
      edits.set(site, [...(edits.get(site) ?? []), stepOf(site, graph.sites.get(site)!, one)]);
  return [...edits].map(([site, steps]) => ({site, place: graph.sites.get(site)!, steps}));
}

function stepOf(site: string, {node, axes}: Site, intervention: Intervention): Step {
  const {scale = 1, add: added = 0, coefficient = 1, set, positions = null} = intervention;
  const fail = (what: string): never => {
    throw new InputError(`intervention at ${site}: ${what}`);
  };
  if (site === "logits") fail("this is what comes out; edit the layers before it");
  if (set === undefined && intervention.scale === undefined && intervention.add === undefined)
    fail("got none of scale, add and set, expected one");
  const width = node.shape.at(-1)!;
  if (node.shape.length < 3 || typeof width === "string")
    fail(`its axes are ${axes.join(", ")}, expected positions and a row of fixed length`);
  const count = width as number;
  if (set !== undefined && (intervention.scale !== undefined || intervention.add !== undefined))
    fail(
      "got set together with scale or add; set leaves nothing of the value, leave the others out"
    );
  const heads = intervention.heads ?? null;
  if (heads && axes[0] !== "head") fail("got heads, but this site has none; leave them out");
  const whole = (name: string, list: readonly number[], most: number): void => {
    for (const at of list)
      if (!Number.isInteger(at) || at < 0 || at >= most)
        fail(
          `${name}: got ${at}, expected whole numbers from 0${most === Infinity ? "" : ` to ${most - 1}`}`
        );
  };
  whole("positions", positions ?? [], Infinity);
  whole("heads", heads ?? [], heads ? (node.shape[1] as number) : 0);
  const entries = intervention.neurons ?? Array.from({length: count}, (_, at) => at);
  whole("neurons", entries, count);
  const row = set ?? added;
  const factor = set === undefined ? coefficient : 1;
  if (typeof row !== "number" && row.length !== entries.length)
    fail(
      `got a row of ${row.length} numbers, expected ${entries.length}, one for each ${intervention.neurons ? "of neurons" : axes.at(-1)}`
    );
  const addend = (index: number): number => factor * (typeof row === "number" ? row : row[index]!);
  if (![scale, ...entries.map((_, index) => addend(index))].every(Number.isFinite))
    fail("got a number that is not finite");
  return {scale: set === undefined ? scale : 0, addend, positions, heads, entries};
}

/** Returns the change of a site's node: value · factor + addend, both fed, the same for every row of the batch. */
export function changeOf({site, place}: Edit): (value: Node) => Node {
  const shape = [1, ...place.node.shape.slice(1)];
  return (value) => add(mul(value, input(factorName(site), shape)), input(addendName(site), shape));
}

/** Returns factors and addends of a run that begins behind so many positions of its stack. */
export function feedsOf(edits: readonly Edit[], dims: Dims, past: number): Map<string, Tensor> {
  const feeds = new Map<string, Tensor>();
  for (const {site, place, steps} of edits) {
    const axis = place.node.shape.length - 2;
    const symbol = place.node.shape[axis] as string;
    const [heads, length] = [axis === 2 ? (place.node.shape[1] as number) : 1, dims[symbol]!];
    const width = place.node.shape.at(-1) as number;
    const shape = [1, ...(axis === 2 ? [heads] : []), length, width];
    const factor = new Float64Array(heads * length * width).fill(1);
    const addend = new Float64Array(heads * length * width);
    // Only what a decoder reads goes on; an encoder's input is read once, as a whole.
    const start = symbol === "T" ? past : 0;
    for (const step of steps)
      for (let head = 0; head < heads; head++) {
        if (step.heads && !step.heads.includes(head)) continue;
        for (let t = 0; t < length; t++) {
          if (step.positions && !step.positions.includes(start + t)) continue;
          step.entries.forEach((entry, index) => {
            const at = (head * length + t) * width + entry;
            factor[at] = factor[at]! * step.scale;
            addend[at] = addend[at]! * step.scale + step.addend(index);
          });
        }
      }
    feeds.set(factorName(site), {shape, data: factor});
    feeds.set(addendName(site), {shape, data: addend});
  }
  return feeds;
}
