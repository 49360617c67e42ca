/** A parsed template, as @huggingface/jinja writes it. */

interface Holds<K, V> {
  readonly type: K;
  readonly value: V;
}

export type Expression =
  | Holds<"IntegerLiteral", number>
  | Holds<"FloatLiteral", number>
  | Holds<"StringLiteral", string>
  | Holds<"Identifier", string>
  | Holds<"ArrayLiteral", readonly Expression[]>
  | Holds<"TupleLiteral", readonly Expression[]>
  | Holds<"ObjectLiteral", ReadonlyMap<Expression, Expression>>
  | {
      readonly type: "BinaryExpression";
      readonly operator: {readonly value: string};
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly type: "UnaryExpression";
      readonly operator: {readonly value: string};
      readonly argument: Expression;
    }
  | {readonly type: "FilterExpression"; readonly operand: Expression; readonly filter: Named}
  | {
      readonly type: "TestExpression";
      readonly operand: Expression;
      readonly negate: boolean;
      readonly test: {readonly value: string};
    }
  /** `a if b`, without an else; of a loop, which items it takes. */
  | {readonly type: "SelectExpression"; readonly lhs: Expression; readonly test: Expression}
  | {
      readonly type: "Ternary";
      readonly condition: Expression;
      readonly trueExpr: Expression;
      readonly falseExpr: Expression;
    }
  | {
      readonly type: "MemberExpression";
      readonly object: Expression;
      readonly property: Expression | Slice;
      /** Whether it is written object[property]. */
      readonly computed: boolean;
    }
  | Call;

export interface Slice {
  readonly type: "SliceExpression";
  readonly start: Expression | undefined;
  readonly stop: Expression | undefined;
  readonly step: Expression | undefined;
}

export interface Call {
  readonly type: "CallExpression";
  readonly callee: Expression;
  readonly args: readonly Argument[];
}

/** A filter, alone or with arguments. */
export type Named = Extract<Expression, {type: "Identifier"}> | Call;

export type Argument =
  | Expression
  | {
      readonly type: "KeywordArgumentExpression";
      readonly key: {readonly value: string};
      readonly value: Expression;
    }
  | {readonly type: "SpreadExpression"; readonly argument: Expression}
  | {readonly type: "KeywordSpreadExpression"; readonly argument: Expression};

/** What a macro takes: a name, or a name with what it is where it is not given. */
export type Parameter =
  | Holds<"Identifier", string>
  | Extract<Argument, {type: "KeywordArgumentExpression"}>;

export type Statement =
  | Expression
  | {readonly type: "Program"; readonly body: readonly Statement[]}
  | {
      readonly type: "If";
      readonly test: Expression;
      readonly body: readonly Statement[];
      readonly alternate: readonly Statement[];
    }
  | {
      readonly type: "For";
      readonly loopvar: Expression;
      readonly iterable: Expression;
      readonly body: readonly Statement[];
      readonly defaultBlock: readonly Statement[];
    }
  | {readonly type: "Break"}
  | {readonly type: "Continue"}
  | {readonly type: "Comment"}
  | {
      readonly type: "Set";
      readonly assignee: Expression;
      readonly value: Expression | null;
      readonly body: readonly Statement[];
    }
  | {
      readonly type: "Macro";
      readonly name: {readonly value: string};
      readonly args: readonly Parameter[];
      readonly body: readonly Statement[];
    }
  | {
      readonly type: "CallStatement";
      readonly call: Call;
      readonly callerArgs: readonly Parameter[] | null;
      readonly body: readonly Statement[];
    }
  | {
      readonly type: "FilterStatement";
      readonly filter: Named;
      readonly body: readonly Statement[];
    };
