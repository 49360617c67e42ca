/** Variables of Observable's runtime for one cell: the cell, what it defines, and its own `display` and `view`. */
import type {Module, Variable} from "@observablehq/runtime";
import type {Gives} from "../compile/compilation.ts";
import {input} from "../library/generators/input.ts";
import {cellVariable, defineNames} from "./define-names.ts";
import type {NameObserver} from "./define-names.ts";
import {applyPolicy} from "./policy.ts";
import type {During} from "./policy.ts";
import type {CellState} from "./status.ts";

export interface CellDefinition {
  readonly id: number;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly gives?: Gives;
  readonly body: (this: unknown, ...inputs: unknown[]) => unknown;
}

export interface DefinedCell {
  /** Takes the cell out again. */
  readonly remove: () => void;
  /** Returns its last value. */
  readonly value: () => unknown;
  /** Returns the last value of each name it defines. */
  readonly outputs: () => ReadonlyMap<string, unknown>;
}

/** What becomes of a cell. */
export interface CellObserver extends NameObserver {
  /** Where the cell is shown, for `visibility`. */
  readonly node?: Element | undefined;
  readonly tell: (state: CellState, milliseconds?: number) => void;
  readonly during: During;
  /** Shows a value in this run; the first of a run makes place for the others. */
  readonly show: (value: unknown, run: number) => void;
  readonly fulfilled: (value: unknown, run: number) => void;
  readonly rejected: (error: unknown) => void;
}

/** Kind of a variable that no one defines by name; see Observable's runtime, variable.js. */
const implicit = 2;

/** Defines a cell. */
export function defineCell(
  module: Module,
  cell: CellDefinition,
  observer: CellObserver
): DefinedCell {
  const {id, outputs, gives = "names"} = cell;
  const variable: Variable = module.variable(
    {
      _node: observer.node,
      pending: () => observer.tell("waiting"),
      fulfilled: (value) => observer.fulfilled(value, variable._version),
      rejected: observer.rejected
    },
    {shadow: {}}
  );
  let gone = false;
  const shadows = shadowsOf(variable, cell, observer, () => gone);
  const {inputs, body} = applyPolicy({...cell, tell: observer.tell, during: observer.during});
  variable.define(outputs.length > 0 ? cellVariable(id) : null, inputs, body);
  const {named, between} = defineNames[gives]({module, id, outputs, observer});
  return {
    remove() {
      gone = true;
      for (const each of [variable, ...between, ...named.values(), ...shadows]) {
        // To delete alone computes it once more, as undefined.
        each.dispose();
        each.delete();
      }
    },
    value: () => (gives === "mutable" ? named.get(outputs[0]!)!._value : variable._value),
    outputs: () => new Map([...named].map(([output, {_value: value}]) => [output, value]))
  };
}

/** Gives the variable its own `display` and `view`, where the cell asks for them. */
function shadowsOf(
  variable: Variable,
  {inputs}: CellDefinition,
  {show}: CellObserver,
  isGone: () => boolean
): readonly Variable[] {
  if (!inputs.includes("display") && !inputs.includes("view")) return [];
  const {constructor: Create, _module: module, _shadow: shadow} = variable;
  const display = new Create(implicit, module);
  // It depends on what the cell depends on, so that it is new in every run.
  display.define(
    null,
    inputs.filter((name) => name !== "display" && name !== "view"),
    () => {
      const run = variable._version;
      return (value: unknown) => {
        if (isGone() || run !== variable._version)
          throw new Error("display is of a run that is over; got a value after the cell ran again");
        show(value, run);
        return value;
      };
    }
  );
  shadow.set("display", display);
  if (!inputs.includes("view")) return [display];
  const view = new Create(implicit, module, null, {shadow: {}});
  view._shadow.set("display", display);
  view.define(
    null,
    ["display"],
    (show: (value: Element) => Element) => (value: Element) => input(show(value))
  );
  shadow.set("view", view);
  return [view, display];
}
