/** What the view of activation patching draws: structurally the engine's `Patching`. */
import type {AttributionTarget, Provenance, Token} from "../data.ts";

/** [row][column]. */
type Numbers = readonly (readonly number[])[];

export interface Patching {
  /** "residual", "attention", "mlp", "head", "query", "key" or "value". */
  readonly site: string;
  /** Of encoder–decoder models: "decoder", "encoder" or "cross". */
  readonly stack: string;
  /** The target in the corrupt run with the clean run's value put in there: rows layers, columns positions, heads, or groups of heads. */
  readonly values: Numbers;
  /** (values − corrupt) / (clean − corrupt); null where both are the same. */
  readonly recovered: Numbers | null;
  /** How many query heads share a column; null where columns are positions, absent in older records. */
  readonly queriesPerColumn?: number | null;
  /** The target in the clean run, and in the corrupt one. */
  readonly clean: number;
  readonly corrupt: number;
  readonly target: Omit<AttributionTarget, "value">;
  /** Of the corrupt run. */
  readonly tokens: readonly Token[];
  readonly cleanTokens: readonly Token[];
  /** The first-order guess at `values`; null unless asked for. */
  readonly approximation: Numbers | null;
  /** Correlation of values and approximation over all cells; null without, or where one is constant. */
  readonly agreement: number | null;
  readonly provenance: Provenance;
}
