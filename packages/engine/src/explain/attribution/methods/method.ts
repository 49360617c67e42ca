/** What a method is given, and what it finds. */
import type {Encoded} from "../../input.ts";
import type {Meter, Session} from "../../session.ts";
import type {Baselines} from "../baseline.ts";
import type {Decomposition, RelevanceRule} from "../options.ts";
import type {Players} from "../players.ts";
import type {QuadratureRule} from "../quadrature.ts";
import type {Target} from "../target.ts";

/** Numbers a caller may turn, all of them known. */
export interface Settings {
  readonly steps: number;
  readonly accuracy: number | null;
  readonly quadrature: QuadratureRule;
  /** null: as many as the method thinks right. */
  readonly samples: number | null;
  readonly seed: number;
  readonly noise: number;
  readonly window: number;
  readonly layer: number | null;
  readonly rule: RelevanceRule;
  readonly epsilon: number;
  readonly gamma: number;
  readonly decomposition: Decomposition;
}

/** The model itself, for methods that look inside. */
export interface Inside {
  readonly session: Session;
  readonly encoded: Encoded;
  /** Where the target is read. */
  readonly position: number;
  readonly meter: Meter;
  readonly signal: AbortSignal | undefined;
}

export interface Task {
  readonly target: Target;
  readonly baselines: Baselines;
  readonly players: Players;
  readonly settings: Settings;
  readonly inside: Inside;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((done: number, total: number) => void) | undefined;
}

export interface Found {
  /** f on the input as it is. */
  readonly value: number;
  /** One per token: of the embedding's width, or of width 1. */
  readonly rows: readonly Float64Array[];
  /** One per player, where players were scored and not tokens. */
  readonly shares?: readonly number[];
  /** Standard error of each token's score. */
  readonly errors?: readonly number[];
  /** What the sum of all scores is to be measured against, where the method knows it. */
  readonly change?: number;
  /** Whether the sum is promised: by theory, by theory for many draws, or not at all; defaults to "no". */
  readonly sum?: "exact" | "expected" | "no";
  /** Whether it read the baseline. */
  readonly baseline?: boolean;
  readonly steps?: number;
}

export type Method = (task: Task) => Promise<Found>;
