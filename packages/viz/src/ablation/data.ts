/** What the view of ablation draws: structurally the engine's `Ablation`. */
import type {AttributionTarget, Provenance, Token} from "../data.ts";

export interface Ablation {
  /** "residual", "attention", "mlp", "head", "query", "key", "value" or "neuron". */
  readonly site: string;
  /** Of encoder–decoder models: "decoder", "encoder" or "cross". */
  readonly stack: string;
  /** What stood in: "zero", "mean" or "resample". */
  readonly with: string;
  /** Rows of `effects`. */
  readonly layers: readonly number[];
  /** Columns: heads or neurons; [0] where a layer's part is one unit. */
  readonly units: readonly number[];
  /** How many query heads share a column; null where columns are no heads, absent in older records. */
  readonly queriesPerColumn?: number | null;
  /** Change of the target where that unit is taken out. */
  readonly effects: readonly (readonly number[])[];
  /** The target of the whole model. */
  readonly value: number;
  /** How many texts were resampled from; null without. */
  readonly draws: number | null;
  readonly seed: number | null;
  readonly target: Omit<AttributionTarget, "value">;
  readonly tokens: readonly Token[];
  readonly provenance: Provenance;
}
