/** What the expressions of a template are. */
import type {Budget} from "./budget.ts";
import {filtered} from "./filters.ts";
import type {Frame} from "./frame.ts";
import {memberOf, sliceOf, subscriptOf} from "./members.ts";
import type {Argument, Expression, Named} from "./nodes.ts";
import {operators} from "./operators.ts";
import {testOf} from "./tests.ts";
import {Float, isDict, isEqual, itemsOf, kindOf, numberIn, truthOf, Tuple} from "./values.ts";
import type {Arguments, Dict, Options, Value} from "./values.ts";
import {textOf} from "./writing.ts";

type Kinds = Expression["type"];
type Readers = {
  readonly [K in Kinds]: (node: Extract<Expression, {type: K}>, frame: Frame) => Value;
};

export class Expressions {
  readonly #budget: Budget;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  read(node: Expression, frame: Frame): Value {
    return this.#budget.step(() => {
      const reader = this.#readers[node.type] as
        | ((node: Expression, frame: Frame) => Value)
        | undefined;
      if (!reader) throw new Error(`it has ${node.type}, which is not known`);
      const slice = node.type === "MemberExpression" && node.property.type === "SliceExpression";
      return this.#budget.made(reader(node, frame), slice ? "SliceExpression" : node.type);
    });
  }

  /** Returns what a call is given, by place and by name. */
  arguments(given: readonly Argument[], frame: Frame): readonly [Arguments, Options] {
    const args: Value[] = [];
    const options = new Map<string, Value>();
    const name = (key: Value, value: Value): void => {
      if (typeof key !== "string" || options.has(key))
        throw new Error(`a call is given ${textOf(key)} twice, or not by a name`);
      options.set(key, value);
    };
    for (const one of given) {
      if (one.type === "KeywordArgumentExpression")
        name(one.key.value, this.read(one.value, frame));
      else if (one.type === "SpreadExpression")
        args.push(...itemsOf(this.read(one.argument, frame)));
      else if (one.type === "KeywordSpreadExpression") {
        const spread = this.read(one.argument, frame);
        if (!isDict(spread))
          throw new Error(`a call is given **${kindOf(spread)}, expected a dict`);
        for (const [key, value] of spread) name(key, value);
      } else args.push(this.read(one, frame));
    }
    return [args, options];
  }

  /** Returns what a filter makes of a value. */
  filter(value: Value, filter: Named, frame: Frame): Value {
    if (filter.type === "Identifier") return filtered(filter.value, value, [], new Map());
    if (filter.callee.type !== "Identifier") throw new Error("it has a filter without a name");
    return filtered(filter.callee.value, value, ...this.arguments(filter.args, frame));
  }

  readonly #readers: Readers = {
    IntegerLiteral: ({value}) => value,
    FloatLiteral: ({value}) => new Float(value),
    StringLiteral: ({value}) => value,
    Identifier: ({value}, frame) => frame.get(value),
    ArrayLiteral: ({value}, frame) => value.map((item) => this.read(item, frame)),
    TupleLiteral: ({value}, frame) => Tuple.from(value.map((item) => this.read(item, frame))),
    ObjectLiteral: ({value}, frame) => {
      const dict: Dict = new Map();
      for (const [key, item] of value) {
        const name = this.read(key, frame);
        dict.set(keyIn(dict, name), this.read(item, frame));
      }
      return dict;
    },
    BinaryExpression: ({operator: {value: sign}, left, right}, frame) => {
      const a = this.read(left, frame);
      if (sign === "and") return truthOf(a) ? this.read(right, frame) : a;
      if (sign === "or") return truthOf(a) ? a : this.read(right, frame);
      if (!Object.hasOwn(operators, sign)) throw new Error(`it has ${sign}, which is not known`);
      return operators[sign]!(a, this.read(right, frame));
    },
    UnaryExpression: ({operator: {value: sign}, argument}, frame) => {
      const value = this.read(argument, frame);
      if (sign === "not") return !truthOf(value);
      const number = numberIn(value);
      if (number === null) throw new Error(`${sign} stands before ${kindOf(value)}`);
      const signed = sign === "-" ? -number : number;
      return value instanceof Float ? new Float(signed) : signed;
    },
    FilterExpression: ({operand, filter}, frame) =>
      this.filter(this.read(operand, frame), filter, frame),
    TestExpression: ({operand, negate, test}, frame) =>
      testOf(test.value)(this.read(operand, frame), []) !== negate,
    SelectExpression: ({lhs, test}, frame) =>
      truthOf(this.read(test, frame)) ? this.read(lhs, frame) : undefined,
    Ternary: ({condition, trueExpr, falseExpr}, frame) =>
      this.read(truthOf(this.read(condition, frame)) ? trueExpr : falseExpr, frame),
    MemberExpression: ({object, property, computed}, frame) => {
      const value = this.read(object, frame);
      if (property.type === "SliceExpression") {
        const part = (node: Expression | undefined): Value => node && this.read(node, frame);
        return sliceOf(value, [part(property.start), part(property.stop), part(property.step)]);
      }
      if (!computed && property.type === "Identifier") return memberOf(value, property.value);
      return subscriptOf(value, this.read(property, frame));
    },
    CallExpression: ({callee, args}, frame) => {
      const called = this.read(callee, frame);
      if (typeof called !== "function")
        throw new Error(
          `it calls ${nameOf(callee)}, which is ${called === undefined ? "not known" : kindOf(called)}`
        );
      return called(...this.arguments(args, frame));
    }
  };
}

/** Returns a key as a dict has it already: 1, 1.0 and True are one. */
function keyIn(dict: Dict, key: Value): Value {
  if (typeof key === "string" || key === null) return key;
  return [...dict.keys()].find((known) => isEqual(known, key)) ?? key;
}

/** Returns what is called, as far as it has a name. */
function nameOf(callee: Expression): string {
  if (callee.type === "Identifier") return callee.value;
  const own = callee.type === "MemberExpression" && callee.property;
  return own && own.type === "Identifier" ? own.value : "something";
}
