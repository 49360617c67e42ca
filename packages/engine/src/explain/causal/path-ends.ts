/** Senders and receivers of paths, as sites and places in them. */
import type {ModelGraph} from "../../architectures/architecture.ts";
import {InputError} from "../../errors.ts";
import type {PathEnd, CausalStack} from "./options.ts";
import {isInput, placesOf} from "./places.ts";

export interface End {
  readonly site: string;
  /** Returns the rows of the site that are meant, given its shape [1, …]. */
  readonly places: (shape: readonly number[]) => number[];
}

/** Returns the site of an end. Throws InputError for what the model does not have. */
export function endOf(
  graph: ModelGraph,
  end: PathEnd,
  stack: CausalStack,
  what: "from" | "to"
): End {
  const {site, layer, head, position} = end;
  const of = isInput(site);
  if (of && what === "from")
    throw new InputError(`from: got ${site}, expected residual, attention, mlp or head`);
  const {names, heads} = placesOf(graph, of ? "head" : site, stack, [
    "residual",
    "attention",
    "mlp",
    "head"
  ]);
  const name = names[layer];
  if (name === undefined)
    throw new InputError(
      `${what}: got layer ${layer}, expected a whole number from 0 to ${names.length - 1}`
    );
  const chosen = of ? name.replace(/heads$/, site) : name;
  const count = heads === null ? null : (graph.sites.get(chosen)!.node.shape[1] as number);
  if (head !== undefined) checkHead(head, heads, what);
  return {
    site: chosen,
    places: (shape) => {
      const length = shape.at(-2)!;
      const at = position === undefined ? null : positionIn(position, length, what);
      // In grouped attention some heads share their keys and values.
      const only = head === undefined ? null : Math.floor((head * (count ?? 1)) / (heads ?? 1));
      return Array.from({length: (count ?? 1) * length}, (_, place) => place).filter(
        (place) =>
          (at === null || place % length === at) &&
          (only === null || Math.floor(place / length) === only)
      );
    }
  };
}

function checkHead(head: number, heads: number | null, what: string): void {
  if (heads === null)
    throw new InputError(`${what}: got head ${head}, but this site has none; leave it out`);
  if (!Number.isInteger(head) || head < 0 || head >= heads)
    throw new InputError(
      `${what}: got head ${head}, expected a whole number from 0 to ${heads - 1}`
    );
}

/** Returns a position from the start. Throws InputError for one out of range. */
export function positionIn(position: number, length: number, what: string): number {
  const at = position < 0 ? length + position : position;
  if (Number.isInteger(at) && at >= 0 && at < length) return at;
  throw new InputError(
    `${what}: got position ${position}, expected a whole number from ${-length} to ${length - 1}`
  );
}

/** Returns the sites that add to the residual streams, in order of computation. */
export const writersOf = (graph: ModelGraph, withoutMlps: boolean): string[] =>
  [...graph.sites.keys()].filter(
    (name) =>
      /\.(attention|cross)\.output$/.test(name) || (!withoutMlps && name.endsWith(".mlp.output"))
  );

/** Returns whether a writer is what the sender itself is part of: the attention of a head. */
export const isWithin = (sender: string, writer: string): boolean =>
  sender.endsWith(".heads") && writer === sender.replace(/heads$/, "output");
