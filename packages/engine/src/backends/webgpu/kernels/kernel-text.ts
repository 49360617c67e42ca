/** One kernel's text under construction: its buffers and functions, and any node's number at any position. */
import type {Node, NodeOf} from "../../../graph/node.ts";
import {roleOf} from "../../../schedule/roles.ts";
import type {OpOf} from "../../../schedule/roles.ts";
import type {BlockType} from "../../../weights/weights.ts";
import {blockTexts, runOf, sharedBlockTexts} from "./blocks.ts";
import {helper, helperTexts} from "./functions.ts";
import type {HelperName} from "./functions.ts";
import {moved, narrow, reshaped, shifted, untransposed} from "./place-index.ts";
import type {Position} from "./place-index.ts";
import {isPoint, points} from "./points.ts";
import {Scope} from "./scope.ts";
import type {Binding, Context, LengthText, Stored} from "./scope.ts";

/** Everything else lies in words. */
const wgslTypes: {readonly [S in Stored]?: string} = {f32: "f32", i32: "i32"};
const typeOf = (stored: Stored): string => wgslTypes[stored] ?? "u32";

type Whole = "f32" | "i32" | "f16" | "bf16";
type Word = (at: string) => string;
type Use = (name: HelperName) => string;

const elements: {readonly [S in Whole]: (word: Word, at: string, use: Use) => string} = {
  f32: (word, at) => word(at),
  i32: (word, at) => word(at),
  f16: (word, at, use) => `${use("half")}(${word(`${at} >> 1u`)}, ${at})`,
  bf16: (word, at, use) => `${use("brain")}(${word(`${at} >> 1u`)}, ${at})`
};
const pairs: {readonly [S in Whole]?: HelperName} = {f16: "halves", bf16: "brains"};
const isWhole = (stored: Stored): stored is Whole => Object.hasOwn(elements, stored);

/** Where one function of the kernel computes numbers. */
export interface Evaluation {
  readonly scope: Scope;
  readonly length: LengthText;
  /** Numbers already at hand, at any position. */
  readonly known: ReadonlyMap<Node, string>;
  readonly memo: Map<string, string>;
}

/** A number in a buffer. */
export interface Located extends Binding {
  readonly at: string;
}

/** How numbers in blocks are read, four neighbours at a time. */
export interface Fours {
  /** How many neighbours, from a multiple of it, have one scale. */
  readonly run: number;
  /** Returns WGSL for the scale of the number at a place. */
  readonly scale: (at: string) => string;
  /** Returns WGSL for four neighbours as vec4, the first at a multiple of 4, given the name of their scale. */
  readonly four: (at: string, scale: string) => string;
}

export class KernelText {
  readonly #context: Context;
  readonly #bindings: Binding[] = [];
  readonly #helpers = new Set<HelperName>();
  readonly #functions: string[] = [];
  readonly #defined = new Set<string>();
  readonly #named = new Map<Node, string>();
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

  /**
   * Returns the name of the node's own function, which `make` defines the first time it is asked for. Names count
   * within the kernel: the same work on other layers is the same text, and compiled once.
   */
  functionOf(node: Node, make: (name: string) => void): string {
    const known = this.#named.get(node);
    if (known) return known;
    const name = `own${this.#named.size}`;
    this.#named.set(node, name);
    make(name);
    return name;
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

  /** Returns the buffer and offset of a node's number that is only read, through views; undefined for one computed. */
  locate(evaluation: Evaluation, node: Node, position: Position): Located | undefined {
    const place = this.#own.has(node) ? undefined : this.#context.places.get(node);
    if (place) {
      const at = moved(evaluation, position, place.path).offset();
      return {...this.#bind(place.storage.id, node.dtype), at};
    }
    if (node.op === "parameter") {
      const {name} = node.attributes;
      return {...this.#bind(name, this.#context.storedAs(name)), at: position.offset()};
    }
    const behind = behindView(evaluation, node, position);
    return behind && this.locate(evaluation, behind.node, behind.position);
  }

  /** Returns WGSL for a number in a buffer. */
  read(binding: Omit<Located, "at">, at: string): string {
    const {name, stored} = binding;
    if (isWhole(stored))
      return elements[stored](
        (place) => this.#word(binding, place),
        at,
        (helper) => this.use(helper)
      );
    this.#defineBlocks(binding, stored);
    return `${name}_at(${at})`;
  }

  /** Returns a function to WGSL for two neighbours, the first at an even place; null where they share no word. */
  pair(binding: Omit<Located, "at">): ((at: string) => string) | null {
    const helper = isWhole(binding.stored) ? pairs[binding.stored] : undefined;
    return helper ? (at) => `${this.use(helper)}(${this.#word(binding, `${at} >> 1u`)})` : null;
  }

  /** Returns how blocks are read four numbers at a time; null where the numbers do not lie in blocks. */
  fours(binding: Omit<Located, "at">): Fours | null {
    const {name, stored} = binding;
    if (isWhole(stored)) return null;
    this.#defineBlocks(binding, stored);
    return {
      run: runOf(stored),
      scale: (at) => `${name}_scale(${at})`,
      four: (at, scale) => `${name}_four(${at}, ${scale})`
    };
  }

  #word({name, source}: Omit<Located, "at">, at: string): string {
    const parted = typeof source === "string" && this.#context.partsOf(source).count > 1;
    return parted ? `${name}_word(${at})` : `${name}[${at}]`;
  }

  #defineBlocks(binding: Omit<Located, "at">, stored: BlockType): void {
    const {name} = binding;
    this.#once("blocks", () => sharedBlockTexts);
    this.#once(`${name} blocks`, () => blockTexts(stored, name, (at) => this.#word(binding, at)));
  }

  #once(key: string, text: () => string): void {
    if (this.#defined.has(key)) return;
    this.#defined.add(key);
    this.#functions.unshift(text());
  }

  #compute(evaluation: Evaluation, node: Node, position: Position): string {
    const behind = this.#isStored(node) ? undefined : behindView(evaluation, node, position);
    if (behind) return this.value(evaluation, behind.node, behind.position);
    const located = this.locate(evaluation, node, position);
    if (located) return this.read(located, located.at);
    if (!isPoint(node)) throw new Error(`${node.op} has no number of its own: planned wrongly`);
    const emit = points[node.op] as (k: KernelText, e: Evaluation, n: Node, p: Position) => string;
    return emit(this, evaluation, node, position);
  }

  #isStored(node: Node): boolean {
    return !this.#own.has(node) && this.#context.places.has(node);
  }

  #bind(source: number | string, stored: Stored): Binding {
    const known = this.#bindings.find((other) => other.source === source);
    if (known) return known;
    const name = `in${this.#bindings.length}`;
    const {count, words} =
      typeof source === "string" ? this.#context.partsOf(source) : {count: 1, words: 0};
    for (let part = 0; part < count; part++)
      this.#bindings.push({name: part === 0 ? name : `${name}_${part}`, source, stored, part});
    if (count > 1)
      this.#once(`${name} parts`, () => {
        const cases = Array.from({length: count - 1}, (_, part) => {
          const own = part === 0 ? name : `${name}_${part}`;
          return `if (at < ${(part + 1) * words}u) { return ${own}[at - ${part * words}u]; }`;
        });
        const last = `return ${name}_${count - 1}[at - ${(count - 1) * words}u];`;
        return `fn ${name}_word(at: u32) -> ${typeOf(stored)} { ${cases.join(" ")} ${last} }`;
      });
    return this.#bindings.find((other) => other.source === source)!;
  }

  /** Returns the whole shader. `results` names the buffers written, after those read. */
  text(results: readonly string[], main: string): string {
    const reads = this.#bindings.map(
      ({name, stored}, index) =>
        `@group(0) @binding(${index}) var<storage, read> ${name}: array<${typeOf(stored)}>;`
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

type View = OpOf<"view">;
type Behind = {readonly node: Node; readonly position: Position};

const behind: {
  readonly [O in View]: (
    evaluation: Evaluation,
    node: NodeOf<O>,
    position: Position,
    x: Node
  ) => Position;
} = {
  reshape: (evaluation, _, position, {shape}) => reshaped(evaluation, position, shape),
  broadcast: (evaluation, _, position, {shape}) => narrow(evaluation, position, shape),
  transpose: (evaluation, {attributes: {permutation}}, position, {shape}) =>
    untransposed(evaluation, position, permutation, shape),
  slice: (evaluation, {attributes: {axis, start}}, position, {shape}) =>
    shifted(evaluation, position, axis, start, shape)
};

/** Returns what a view shows at a position; undefined for a node that is no view. */
function behindView(evaluation: Evaluation, node: Node, position: Position): Behind | undefined {
  if (roleOf(node) !== "view") return undefined;
  const [x] = node.inputs as readonly [Node];
  const move = behind[node.op as View] as (
    e: Evaluation,
    n: Node,
    p: Position,
    x: Node
  ) => Position;
  return {node: x, position: move(evaluation, node, position, x)};
}

/** Returns a float as WGSL reads it; numbers beyond float32 become its largest. */
export function literal(value: number): string {
  const nearest = Math.fround(value);
  const finite = Number.isFinite(nearest) ? nearest : Math.sign(value) * 3.4028234663852886e38;
  const text = String(finite);
  return finite < 0 ? `(${decimal(text)})` : decimal(text);
}
const decimal = (text: string): string => (/[.e]/.test(text) ? `${text}f` : `${text}.0f`);
