/** The text of one kernel under construction: its bindings, and the statements of one function. */
import type {Dim, Node, Shape} from "../../../graph/node.ts";
import type {Place} from "../../../schedule/place.ts";
import type {WeightType} from "../../../weights/weights.ts";

/** How the numbers of a buffer are stored. */
export type Stored = "f32" | "i32" | Exclude<WeightType, "f64" | "f32">;

export interface Binding {
  readonly name: string;
  /** Key of the buffer: a storage's id, or a parameter's name. */
  readonly source: number | string;
  readonly stored: Stored;
  /** Which of the buffers a long parameter is parted into; 0 for the first or only one. */
  readonly part: number;
}

/** How a parameter lies in buffers: so many, each but the last of so many words. */
export interface Parts {
  readonly count: number;
  readonly words: number;
}

/** What a kernel's text needs to know of the plan and the device. */
export interface Context {
  readonly places: ReadonlyMap<Node, Place>;
  /** Returns how a parameter's numbers are stored. */
  readonly storedAs: (parameter: string) => Stored;
  /** Returns how many buffers a parameter takes. */
  readonly partsOf: (parameter: string) => Parts;
  /** Returns the place of a symbolic length among the uniforms. */
  readonly slotOf: (symbol: string) => number;
  /**
   * Whether the adapter is a processor in disguise. There a barrier costs more than the loads it saves, and kernels
   * with one compile ten times as long (measured on SwiftShader).
   */
  readonly software: boolean;
}

/** Returns WGSL for a length. */
export type LengthText = (dim: Dim) => string;

/** Statements of one function, in order; equal texts are computed once. */
export class Scope {
  readonly #lines: {readonly name: string; readonly text: string}[] = [];
  readonly #known = new Map<string, string>();
  readonly #names: () => string;

  constructor(names: () => string) {
    this.#names = names;
  }

  /** Returns the name of a value computed once. Names and literals are returned as they are. */
  let(text: string): string {
    if (/^[\w.[\]]+$/.test(text)) return text;
    const known = this.#known.get(text);
    if (known) return known;
    const name = this.#names();
    this.#lines.push({name, text});
    this.#known.set(text, name);
    return name;
  }

  get text(): string {
    return this.#lines.map(({name, text}) => `let ${name} = ${text};`).join("\n  ");
  }

  /** Whether a value divides what depends on a variable: else offsets grow evenly with it. */
  divides(variable: string): boolean {
    const depends = new Set([variable]);
    return this.#lines.some(({name, text}) => {
      if (!text.match(/[a-z_]\w*/gi)?.some((word) => depends.has(word))) return false;
      depends.add(name);
      return /[/%]/.test(text);
    });
  }
}

const ONE = "1u";
const ZERO = "0u";

export const times = (a: string, b: string): string =>
  a === ZERO || b === ZERO ? ZERO : a === ONE ? b : b === ONE ? a : `(${a} * ${b})`;
export const plus = (a: string, b: string): string =>
  a === ZERO ? b : b === ZERO ? a : `(${a} + ${b})`;

/** Returns WGSL for a number of elements: the fixed lengths multiplied here, the others there. */
export function sizeText(shape: Shape, length: LengthText): string {
  let fixed = 1;
  let text = ONE;
  for (const dim of shape) {
    if (typeof dim === "number") fixed *= dim;
    else text = times(text, length(dim));
  }
  return times(text, `${fixed}u`);
}
