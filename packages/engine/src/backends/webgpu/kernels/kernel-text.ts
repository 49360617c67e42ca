/** One kernel's text under construction: its buffers and functions, and any node's number at any position. */
import type {Node} from "../../../graph/node.ts";
import {helper, helperTexts} from "./functions.ts";
import type {HelperName} from "./functions.ts";
import {moved, narrow, reshaped, shifted, untransposed} from "./place-index.ts";
import type {Position} from "./place-index.ts";
import {isPoint, points} from "./points.ts";
import {Scope} from "./scope.ts";
import type {Binding, Context, LengthText, Stored} from "./scope.ts";

const wgslType: {readonly [S in Stored]: string} = {
  f32: "f32",
  i32: "i32",
  f16: "u32",
  bf16: "u32"
};

const element: {
  readonly [S in Stored]: (buffer: string, at: string, use: (name: HelperName) => string) => string;
} = {
  f32: (buffer, at) => `${buffer}[${at}]`,
  i32: (buffer, at) => `${buffer}[${at}]`,
  f16: (buffer, at, use) => `${use("half")}(${buffer}[${at} >> 1u], ${at})`,
  bf16: (buffer, at, use) => `${use("brain")}(${buffer}[${at} >> 1u], ${at})`
};

/** Where one function of the kernel computes numbers. */
export interface Evaluation {
  readonly scope: Scope;
  readonly length: LengthText;
  /** Numbers already at hand, at any position. */
  readonly known: ReadonlyMap<Node, string>;
  readonly memo: Map<string, string>;
}

export class KernelText {
  readonly #context: Context;
  readonly #bindings: Binding[] = [];
  readonly #helpers = new Set<HelperName>();
  readonly #functions: string[] = [];
  #count = 0;
  /** Results this kernel computes: not to be read from where they will be. */
  readonly #own: ReadonlySet<Node>;

  constructor(context: Context, own: ReadonlySet<Node>) {
    this.#context = context;
    this.#own = own;
  }

  readonly length: LengthText = (dim) => {
    if (typeof dim === "number") return `${dim}u`;
    const slot = this.#context.slotOf(dim);
    return `lengths[${slot >> 2}].${"xyzw"[slot & 3]}`;
  };

  get bindings(): readonly Binding[] {
    return this.#bindings;
  }

  evaluation(known: ReadonlyMap<Node, string> = new Map()): Evaluation {
    const scope = new Scope(() => `v${this.#count++}`);
    return {scope, length: this.length, known, memo: new Map()};
  }

  use(name: HelperName): string {
    this.#helpers.add(name);
    return helper(name);
  }

  /** Adds a function; `body` returns the text of its result after the evaluation's statements. */
  define(
    signature: string,
    body: (evaluation: Evaluation) => string,
    known?: ReadonlyMap<Node, string>
  ): void {
    const evaluation = this.evaluation(known);
    const result = body(evaluation);
    this.#functions.push(`${signature} {\n  ${evaluation.scope.text}\n  ${result}\n}`);
  }

  /** Returns WGSL for the node's number at the position. */
  value(evaluation: Evaluation, node: Node, position: Position): string {
    const known = evaluation.known.get(node);
    if (known) return known;
    if (node.op === "constant") return literal(node.attributes.value);
    const key = `${node.id}${position.key}`;
    const before = evaluation.memo.get(key);
    if (before) return before;
    const text = evaluation.scope.let(this.#compute(evaluation, node, position));
    evaluation.memo.set(key, text);
    return text;
  }

  #compute(evaluation: Evaluation, node: Node, position: Position): string {
    const place = this.#own.has(node) ? undefined : this.#context.places.get(node);
    if (place) {
      const at = moved(evaluation, position, place.path).offset();
      return this.#read(place.storage.id, node.dtype, at);
    }
    switch (node.op) {
      case "parameter": {
        const {name} = node.attributes;
        return this.#read(name, this.#context.storedAs(name), position.offset());
      }
      case "reshape":
        return this.value(
          evaluation,
          node.inputs[0]!,
          reshaped(evaluation, position, node.inputs[0]!.shape)
        );
      case "broadcast":
        return this.value(
          evaluation,
          node.inputs[0]!,
          narrow(evaluation, position, node.inputs[0]!.shape)
        );
      case "transpose": {
        const {permutation} = node.attributes;
        const inner = untransposed(evaluation, position, permutation, node.inputs[0]!.shape);
        return this.value(evaluation, node.inputs[0]!, inner);
      }
      case "slice": {
        const {axis, start} = node.attributes;
        const inner = shifted(evaluation, position, axis, start, node.inputs[0]!.shape);
        return this.value(evaluation, node.inputs[0]!, inner);
      }
      default:
        if (isPoint(node)) {
          const emit = points[node.op] as (
            kernel: KernelText,
            e: Evaluation,
            n: Node,
            p: Position
          ) => string;
          return emit(this, evaluation, node, position);
        }
        throw new Error(`${node.op} has no number of its own: planned wrongly`);
    }
  }

  #read(source: number | string, stored: Stored, at: string): string {
    let binding = this.#bindings.find((other) => other.source === source);
    if (!binding) {
      binding = {name: `in${this.#bindings.length}`, source, stored};
      this.#bindings.push(binding);
    }
    return element[stored](binding.name, at, (name) => this.use(name));
  }

  /** Returns the whole shader. `results` names the buffers written, after those read. */
  text(results: readonly string[], main: string): string {
    const reads = this.#bindings.map(
      ({name, stored}, index) =>
        `@group(0) @binding(${index}) var<storage, read> ${name}: array<${wgslType[stored]}>;`
    );
    const writes = results.map(
      (name, index) =>
        `@group(0) @binding(${reads.length + index}) var<storage, read_write> ${name}: array<f32>;`
    );
    const uniform = `@group(0) @binding(${reads.length + results.length}) var<uniform> lengths: array<vec4<u32>, 4>;`;
    return [
      ...reads,
      ...writes,
      uniform,
      helperTexts(this.#helpers),
      ...this.#functions,
      main
    ].join("\n");
  }
}

/** Returns a float as WGSL reads it; numbers beyond float32 become its largest. */
export function literal(value: number): string {
  const nearest = Math.fround(value);
  const finite = Number.isFinite(nearest) ? nearest : Math.sign(value) * 3.4028234663852886e38;
  const text = String(finite);
  return finite < 0 ? `(${decimal(text)})` : decimal(text);
}
const decimal = (text: string): string => (/[.e]/.test(text) ? `${text}f` : `${text}.0f`);
