import type {AttributionMethod, ExplainAllOptions, TargetKind} from "@ecco/engine";
import type {AttributionMatrixData} from "@ecco/viz";
import {given} from "../elements/plan.ts";
import type {Plan, Request, Subject, Work} from "../elements/plan.ts";
import type {ConnectedAttributionMatrix} from "../elements/attribution-matrix.ts";

class MatrixPlan implements Plan<AttributionMatrixData> {
  readonly #host: ConnectedAttributionMatrix;

  constructor(host: ConnectedAttributionMatrix) {
    this.#host = host;
  }

  #options(): ExplainAllOptions {
    const {method, of, baseline, steps, produce, continuation, which} = this.#host;
    return given({
      method: method as AttributionMethod | undefined,
      of: of as TargetKind | undefined,
      baseline,
      steps,
      tokens: produce,
      continuation,
      which: which as ExplainAllOptions["which"]
    });
  }

  request(): Request {
    return {...this.#options()};
  }

  answer(
    {model, prompt}: Subject,
    _request: Request,
    {signal, progress}: Work<AttributionMatrixData>
  ): Promise<AttributionMatrixData> {
    return model.explainAll(prompt, {
      ...this.#options(),
      signal,
      progress: (done, total) => progress(done / total)
    });
  }

  // A decoder's start token stands in the matrix, and not in the text.
  outward(position: number, shown: AttributionMatrixData | undefined): number | null {
    const start = startOf(shown);
    if (start === null || position < start) return position;
    return position === start ? null : position - 1;
  }

  inward(position: number, shown: AttributionMatrixData | undefined): number | null {
    const start = startOf(shown);
    return start === null || position < start ? position : position + 1;
  }

  selection(shown: AttributionMatrixData | undefined): number | null {
    const {value} = this.#host;
    return value ? this.outward(value.explained, shown) : null;
  }
}

/** Where a decoder's start token stands; null without a decoder. */
const startOf = (shown: AttributionMatrixData | undefined): number | null =>
  shown && shown.encoderLength < shown.tokens.length ? shown.encoderLength : null;

export const planAttributionMatrix = (
  host: ConnectedAttributionMatrix
): Plan<AttributionMatrixData> => new MatrixPlan(host);
