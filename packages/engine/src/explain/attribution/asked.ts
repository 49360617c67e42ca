/** A question about an output, and what it comes to: a scalar, and where it is read. */
import type {Tensor} from "../../backends/backend.ts";
import type {Distribution} from "../distribution.ts";
import type {Encoded} from "../input.ts";
import type {Meter, Session} from "../session.ts";
import type {ExplainOptions} from "./options.ts";
import type {AttributionTarget, TargetKind} from "./results.ts";
import type {Scalar} from "./scalar.ts";

/** A scalar of one run. */
export interface Reader {
  /** The input, and behind it what of a span is fed. */
  readonly encoded: Encoded;
  readonly scalar: Scalar;
  readonly positions: readonly number[];
  readonly weights?: Float64Array;
  readonly offset?: number;
  readonly extra?: ReadonlyMap<string, Tensor>;
  /** The distributions at the positions, where they were read. */
  readonly distributions?: readonly Distribution[];
}

export interface Subject extends Reader {
  readonly about: Omit<AttributionTarget, "value">;
  /** A continuation that is contrasted: its own run, whose scalar is taken off. */
  readonly less?: Reader;
}

export interface Asked {
  readonly session: Session;
  readonly encoded: Encoded;
  readonly options: ExplainOptions;
  readonly of: TargetKind;
  readonly meter: Meter;
}
