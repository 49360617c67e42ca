import type {AttributionMethod, ExplainAllOptions, TargetKind} from "@ecco/engine";
import {AttributionMatrix, methodFamilies} from "@ecco/viz";
import type {AttributionMatrixData} from "@ecco/viz";
import {readAttributionMatrix} from "../recorded/read-attribution-matrix.ts";
import {connected} from "./connected.ts";
import {Connection} from "./connection.ts";
import type {PromptInput} from "./conversation.ts";
import {given} from "./plan.ts";
import type {Plan, Request, Subject, Work} from "./plan.ts";
import type {ModelLike} from "./source.ts";

/** Every method of the engine, by what it does. */
const methods: readonly AttributionMethod[] = Object.values(methodFamilies).flat();

/**
 * Shows how much each token counts for every later one, live: the tokens the model produces, or those of the prompt,
 * explained by what stands before them. One explanation a row: there is a bar, and Stop.
 */
export class ConnectedAttributionMatrix extends AttributionMatrix {
  static override properties = {
    ...AttributionMatrix.properties,
    ...connected,
    steps: {type: Number},
    produce: {type: Number},
    continuation: {},
    which: {}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** Steps of integrated gradients; defaults to 50. */
  declare steps: number | undefined;
  /** How many tokens to produce and explain; defaults to 6. */
  declare produce: number;
  /** What is explained instead of what the model would say: the text that follows. */
  declare continuation: string | undefined;
  /** "produced" (default), "prompt" (its own tokens, causal models), or "all". */
  declare which: string | undefined;

  constructor() {
    super();
    this.produce = 6;
    this.choices = {method: methods};
    new Connection<AttributionMatrixData>(this, new MatrixPlan(this));
  }
}

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

  read = readAttributionMatrix;
}

/** Where a decoder's start token stands; null without a decoder. */
const startOf = (shown: AttributionMatrixData | undefined): number | null =>
  shown && shown.encoderLength < shown.tokens.length ? shown.encoderLength : null;
