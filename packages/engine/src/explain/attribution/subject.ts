/** What is explained, from what the caller says: a scalar, where it is read, and how its target is called. */
import type {ModelInput} from "../../api.ts";
import {InputError} from "../../errors.ts";
import {encode, positionOf} from "../input.ts";
import type {Encoded} from "../input.ts";
import {distributionsAt} from "../next.ts";
import type {Meter, Session} from "../session.ts";
import type {Asked, Subject} from "./asked.ts";
import type {ExplainOptions} from "./options.ts";
import type {TargetKind} from "./results.ts";
import {classesOf, kinds, readings} from "./readings.ts";
import {scalarOf} from "./scalar.ts";
import {contrastsSpan, spanOf} from "./span.ts";
import {tokenOf} from "./token.ts";

/** Returns what is explained. Throws InputError where options contradict each other. */
export async function subjectOf(
  session: Session,
  encoded: Encoded,
  options: ExplainOptions,
  meter: Meter
): Promise<Subject> {
  const of = kindOf(options, classesOf(session.graph));
  const asked = {session, encoded, options, of, meter};
  if (options.span !== undefined || contrastsSpan(session, options)) return spanOf(asked);
  if (of === "entropy") return entropyOf(asked);
  if (of === "kl") return divergenceOf(asked);
  if (of === "expression") return expressionOf(asked);
  return tokenOf(asked);
}

function kindOf(options: ExplainOptions, classes: number): TargetKind {
  const {of, expression, against, span, foil, target, compat} = options;
  const usual: TargetKind =
    expression !== undefined
      ? "expression"
      : against !== undefined
        ? "kl"
        : compat === "ecco"
          ? "probability"
          : classes === 1
            ? "logit"
            : "logprob";
  const kind = kinds.find((one) => one === (of ?? usual));
  if (!kind)
    throw new InputError(`unknown target reading (of): ${String(of)}; one of ${kinds.join(", ")}`);
  const token = readings[kind] !== undefined;
  if (token && kind !== "logit" && classes === 1)
    throw new InputError(
      `of: got ${kind}, but this model's head gives one number, whose probability among others is always 1; ask for of "logit"`
    );
  const clash = (what: string, given: unknown, fits: boolean): void => {
    if (given !== undefined && !fits)
      throw new InputError(
        `${what} was given, but ${kind} has none; leave out ${what} or change of`
      );
  };
  clash("expression", expression, kind === "expression");
  clash("against", against, kind === "kl");
  clash("span", span, token);
  if (target !== undefined && span !== undefined)
    throw new InputError(
      "got target and span, expected one of them: a token (target), or a continuation (span)"
    );
  clash("target", target, token);
  clash("foil", foil, token);
  if (kind === "expression" && expression === undefined)
    throw new InputError(
      'of "expression": no expression was given; write one, such as "entropy()"'
    );
  if (kind === "kl" && against === undefined)
    throw new InputError('of "kl": no other prompt was given; give it as against');
  return kind;
}

const nobody = {id: null, foil: null, probability: null, rank: null, likelier: null} as const;

function entropyOf({session, encoded, options, of}: Asked): Subject {
  const position = positionOf(session, encoded, options.position);
  return {
    encoded,
    scalar: scalarOf("entropy"),
    positions: [position],
    about: {...nobody, text: null, of, position}
  };
}

/** KL(p_other ‖ p) = Σ p_other log p_other − Σ p_other log p, in bits. */
async function divergenceOf({session, encoded, options, of, meter}: Asked): Promise<Subject> {
  const position = positionOf(session, encoded, options.position);
  const other = encode(session, options.against!);
  const there = positionOf(session, other, undefined);
  const [found] = await distributionsAt(session, other, [there], meter, options.signal);
  const values = Float64Array.from(found!.logits);
  const most = values.reduce((a, b) => Math.max(a, b));
  const total = most + Math.log(values.reduce((sum, x) => sum + Math.exp(x - most), 0));
  let offset = 0;
  const weights = values.map((x) => {
    const share = Math.exp(x - total);
    if (share > 0) offset += share * (x - total) * Math.LOG2E;
    return -share * Math.LOG2E;
  });
  return {
    encoded,
    scalar: scalarOf("cross-entropy"),
    positions: [position],
    weights,
    offset,
    about: {
      ...nobody,
      text: lastSaid(options.against!),
      of,
      position
    }
  };
}

/** Returns a text, or what a conversation says last; null of ids. */
const lastSaid = (input: ModelInput): string | null =>
  typeof input === "string" ? input : (input.messages?.at(-1)?.content ?? input.text ?? null);

async function expressionOf({session, encoded, options, of}: Asked): Promise<Subject> {
  const {compileExpression} = await import("./expression.ts");
  const position = positionOf(session, encoded, options.position);
  const {scalar, extra} = compileExpression(session, encoded, options.expression!);
  return {
    encoded,
    scalar,
    extra,
    positions: [position],
    about: {...nobody, text: options.expression!, of, position}
  };
}
