import {signedDigits} from "../format.ts";
import type {Spot} from "../view/walk.ts";
import type {Ablation} from "./data.ts";

export interface AblationScale {
  /** The largest effect, without its sign, and where it is. */
  readonly top: number;
  readonly best: Spot;
  /** How many decimals effects need. */
  readonly digits: number;
}

const known = new WeakMap<Ablation, AblationScale>();

/** Returns the scale of an ablation. Of all neurons of a model there are many: they are looked through once. */
export function scaleOf(data: Ablation): AblationScale {
  let scale = known.get(data);
  if (!scale) known.set(data, (scale = make(data)));
  return scale;
}

function make({effects}: Ablation): AblationScale {
  let top = 0;
  let best: Spot = {row: 0, column: 0};
  for (const [row, cells] of effects.entries())
    for (const [column, effect] of cells.entries())
      if (Math.abs(effect) > top) {
        top = Math.abs(effect);
        best = {row, column};
      }
  return {top, best, digits: signedDigits([top])};
}
