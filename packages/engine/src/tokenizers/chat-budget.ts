/**
 * Runs a parsed chat template within bounds: templates come with models, and one of a line can ask for more steps and
 * more memory than there are. What a bound does not catch (one long step) the limit of time does.
 */
import {Environment, Interpreter, Template} from "@huggingface/jinja";

type Program = Template["parsed"];
type Evaluate = Interpreter["evaluate"];
type Value = ReturnType<Evaluate>;
type Node = {readonly type: string; readonly property?: {readonly type: string}};

/** Published templates take some fifty steps a message. */
const mostSteps = 1_000_000;
/** Items of one list. */
const mostItems = 100_000;
/** Characters of one text, and of all that lists within lists hold. */
const longest = 2 ** 24;
/** Characters and items that calls and filters make in all; what is put together shares its memory. */
const mostMade = 2 ** 28;
/** Expressions within each other, and calls. */
const deepest = 400;
export const tooDeep = "it is nested too deeply, or calls itself without end";
/** What an item takes beside a character, the loop over it included. */
const perItem = 512;

/** Nodes that give out what is there already. */
const references: ReadonlySet<string> = new Set(["Identifier", "MemberExpression", "Ternary"]);
/** Nodes that put texts together without copying them. */
const joining: ReadonlySet<string> = new Set([
  "BinaryExpression",
  "Program",
  "If",
  "For",
  "StringLiteral"
]);

/** Returns what a template writes with these names. Throws an error in words where it wants too much. */
export function renderWithin(program: Program, names: Readonly<Record<string, unknown>>): string {
  const {value} = new Bounded(environmentOf(names)).run(program);
  return value as string;
}

const kindOf = (node: Node | undefined): string =>
  node?.property?.type === "SliceExpression" ? "SliceExpression" : (node?.type ?? "");

class Bounded extends Interpreter {
  #steps = 0;
  #depth = 0;
  #made = 0;
  /** Characters and items within lists and objects, those of their items included. */
  readonly #held = new WeakMap<object, number>();

  override evaluate(...[node, environment]: Parameters<Evaluate>): Value {
    if (++this.#steps > mostSteps)
      throw new Error(`it takes more than ${mostSteps} steps, and may never end`);
    // Said here: deeper down, the library takes an end of the stack for a name that is not known.
    if (++this.#depth > deepest) throw new Error(tooDeep);
    try {
      const value = super.evaluate(node, environment);
      this.#check(kindOf(node), value);
      return value;
    } finally {
      this.#depth--;
    }
  }

  #check(type: string, value: Value): void {
    const held: unknown = value.value;
    if (typeof held === "string") {
      if (held.length > longest)
        throw new Error(`it makes a text of ${held.length} characters, at most ${longest}`);
      if (!references.has(type) && !joining.has(type)) this.#charge(held.length);
    } else if (Array.isArray(held) || held instanceof Map) {
      const items = Array.isArray(held) ? held.length : held.size;
      if (items > mostItems)
        throw new Error(`it makes a list of ${items} items, at most ${mostItems}`);
      if (!references.has(type)) this.#hold(value, held as readonly Value[] | Map<string, Value>);
    }
  }

  #charge(made: number): void {
    this.#made += made;
    if (this.#made > mostMade)
      throw new Error(`it makes more than ${mostMade} characters and items in all`);
  }

  #hold(value: Value, items: readonly Value[] | ReadonlyMap<string, Value>): void {
    let sum = 0;
    let count = 0;
    for (const item of items.values()) {
      count++;
      const inner: unknown = item?.value;
      sum += this.#held.get(item) ?? (typeof inner === "string" ? inner.length : 1);
    }
    this.#charge(count * perItem);
    if (sum > longest)
      throw new Error(`it makes lists within lists of ${sum} items, at most ${longest}`);
    this.#held.set(value, sum);
  }
}

/** What every template knows, as the library has it; its own `range` would make any list before it is looked at. */
function environmentOf(names: Readonly<Record<string, unknown>>): Environment {
  const environment = new Environment();
  const known = {
    false: false,
    true: true,
    none: null,
    False: false,
    True: true,
    None: null,
    raise_exception: (message: string): never => {
      throw new Error(message);
    },
    range,
    strftime_now: (format: string) => dates.render({format}),
    ...names
  };
  for (const [name, value] of Object.entries(known)) environment.set(name, value);
  return environment;
}

const dates = new Template("{{ strftime_now(format) }}");

/** Python's range. */
function range(first: number, end?: number, step = 1): number[] {
  const [from, to] = end === undefined ? [0, first] : [first, end];
  if (step === 0) throw new Error("range() step must not be zero");
  const count = Math.max(0, Math.ceil((to - from) / step)) || 0;
  if (count > mostItems) throw new Error(`it makes a list of ${count} items, at most ${mostItems}`);
  return Array.from({length: count}, (_, at) => from + at * step);
}
