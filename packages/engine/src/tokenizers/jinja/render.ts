/** Runs a parsed template, as Python's jinja2 does. */
import {Budget} from "./budget.ts";
import {Expressions} from "./expressions.ts";
import {Frame, Output} from "./frame.ts";
import {globals} from "./globals.ts";
import type {Expression, Parameter, Statement} from "./nodes.ts";
import {isEqual, itemsOf, kindOf, Namespace, truthOf, Tuple} from "./values.ts";
import type {Arguments, Callable, Options, Value} from "./values.ts";
import {textOf} from "./writing.ts";

/** How a loop is left, or goes on with the next item. */
class Leave {
  readonly kind: "Break" | "Continue";

  constructor(kind: "Break" | "Continue") {
    this.kind = kind;
  }
}

type For = Extract<Statement, {type: "For"}>;
type Statements = Exclude<Statement, Expression>;
type Doers = {
  readonly [K in Statements["type"]]: (
    node: Extract<Statements, {type: K}>,
    frame: Frame,
    output: Output
  ) => void;
};

/** Returns what a template writes with these names. Throws an error in words where it wants too much, or what is not known. */
export function render(program: Statement, names: Readonly<Record<string, Value>>): string {
  return new Run().template(program, names);
}

class Run {
  readonly #budget = new Budget();
  readonly #expressions = new Expressions(this.#budget);

  template(program: Statement, names: Readonly<Record<string, Value>>): string {
    const frame = new Frame(new Frame(null, Object.entries(globals)), Object.entries(names));
    return this.#written([program], frame);
  }

  #read(node: Expression, frame: Frame): Value {
    return this.#expressions.read(node, frame);
  }

  /** Returns what statements write. */
  #written(body: readonly Statement[], frame: Frame): string {
    const output = new Output((length) => this.#budget.text(length));
    this.#body(body, frame, output);
    return output.text;
  }

  #body(body: readonly Statement[], frame: Frame, output: Output): void {
    for (const node of body) {
      const doer = Object.hasOwn(this.#doers, node.type)
        ? (this.#doers[node.type as Statements["type"]] as (
            node: Statement,
            frame: Frame,
            output: Output
          ) => void)
        : null;
      if (doer) this.#budget.step(() => doer(node, frame, output));
      else output.write(textOf(this.#read(node as Expression, frame)));
    }
  }

  readonly #doers: Doers = {
    Comment: () => {},
    Program: ({body}, frame, output) => this.#body(body, frame, output),
    If: ({test, body, alternate}, frame, output) =>
      this.#body(truthOf(this.#read(test, frame)) ? body : alternate, frame, output),
    For: (node, frame, output) => this.#loop(node, frame, output),
    Break: ({type}) => {
      throw new Leave(type);
    },
    Continue: ({type}) => {
      throw new Leave(type);
    },
    Set: ({assignee, value, body}, frame) =>
      this.#assign(assignee, value ? this.#read(value, frame) : this.#written(body, frame), frame),
    Macro: ({name, args, body}, frame) =>
      frame.set(name.value, this.#macro(name.value, args, body, frame)),
    CallStatement: ({call, callerArgs, body}, frame, output) => {
      const caller = this.#macro("caller", callerArgs ?? [], body, frame);
      const called = this.#read(call.callee, frame);
      if (typeof called !== "function")
        throw new Error(`it calls ${kindOf(called)} with a block of text`);
      const [args, options] = this.#expressions.arguments(call.args, frame);
      output.write(textOf(called(args, new Map([...options, ["caller", caller]]))));
    },
    FilterStatement: ({filter, body}, frame, output) =>
      output.write(textOf(this.#expressions.filter(this.#written(body, frame), filter, frame)))
  };

  #assign(to: Expression, value: Value, frame: Frame): void {
    if (to.type === "Identifier") return frame.set(to.value, value);
    if (to.type === "TupleLiteral") {
      const items = itemsOf(value);
      if (items.length !== to.value.length)
        throw new Error(`it parts ${items.length} values among ${to.value.length} names`);
      to.value.forEach((one, at) => this.#assign(one, items[at], frame));
      return;
    }
    if (to.type !== "MemberExpression" || to.property.type !== "Identifier")
      throw new Error("it sets what is no name");
    const object = this.#read(to.object, frame);
    if (!(object instanceof Namespace))
      throw new Error(`it sets a part of ${kindOf(object)}, expected a namespace`);
    object.names.set(to.property.value, value);
  }

  #loop({loopvar, iterable, body, defaultBlock}: For, frame: Frame, output: Output): void {
    const select = iterable.type === "SelectExpression" ? iterable : null;
    const all = itemsOf(this.#read(select ? select.lhs : iterable, frame));
    const items = select
      ? all.filter((item) => {
          const inner = new Frame(frame);
          this.#assign(loopvar, item, inner);
          return truthOf(this.#read(select.test, inner));
        })
      : all;
    let before: Value[] | null = null;
    // An item that the loop leaves early does not count, as in jinja2.
    let whole = false;
    for (const [at, item] of items.entries()) {
      const about = aboutLoop(items, at);
      about.names.set("changed", (args) => {
        const same = before !== null && isEqual(before, [...args]);
        before = [...args];
        return !same;
      });
      const inner = new Frame(frame, [["loop", about]]);
      this.#assign(loopvar, item, inner);
      try {
        this.#body(body, inner, output);
        whole = true;
      } catch (error) {
        if (!(error instanceof Leave)) throw error;
        if (error.kind === "Break") break;
      }
    }
    if (!whole) this.#body(defaultBlock, frame, output);
  }

  /** A macro reads the names around its own place, and those of a call only where they are given. */
  #macro(
    name: string,
    parameters: readonly Parameter[],
    body: readonly Statement[],
    around: Frame
  ): Callable {
    return (args: Arguments, options: Options): Value => {
      const frame = new Frame(around);
      const left = new Map(options);
      frame.set("caller", left.get("caller"));
      left.delete("caller");
      for (const [at, parameter] of parameters.entries()) {
        const own = parameter.type === "Identifier" ? parameter.value : parameter.key.value;
        const given = at < args.length ? args[at] : left.get(own);
        left.delete(own);
        const usual = parameter.type === "Identifier" ? undefined : parameter.value;
        frame.set(own, given === undefined && usual ? this.#read(usual, frame) : given);
      }
      const reads = (extra: string): boolean => readsName(body, extra);
      if (args.length > parameters.length && !reads("varargs"))
        throw new Error(`${name} takes ${parameters.length} values, got ${args.length}`);
      if (left.size > 0 && !reads("kwargs"))
        throw new Error(`${name} takes no ${[...left.keys()].join(", ")}`);
      frame.set("varargs", Tuple.from(args.slice(parameters.length)));
      frame.set("kwargs", left);
      return this.#budget.step(() => this.#written(body, frame));
    };
  }
}

/** Whether a name stands anywhere in these statements. */
function readsName(part: unknown, name: string): boolean {
  if (typeof part !== "object" || part === null) return false;
  if ("type" in part && part.type === "Identifier" && "value" in part) return part.value === name;
  const inner = part instanceof Map ? [...part.entries()].flat() : Object.values(part);
  return inner.some((one) => readsName(one, name));
}

/** What a loop says of where it is. */
function aboutLoop(items: readonly Value[], at: number): Namespace {
  const count = items.length;
  const cycle: Callable = (args) => args[at % args.length];
  return new Namespace(
    new Map<string, Value>([
      ["index", at + 1],
      ["index0", at],
      ["revindex", count - at],
      ["revindex0", count - at - 1],
      ["first", at === 0],
      ["last", at === count - 1],
      ["length", count],
      ["previtem", items[at - 1]],
      ["nextitem", items[at + 1]],
      ["depth", 1],
      ["depth0", 0],
      ["cycle", cycle]
    ])
  );
}
