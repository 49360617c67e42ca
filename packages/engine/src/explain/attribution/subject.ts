/** What is explained, from what the caller says: a scalar, where it is read, and how its target is called. */
import type {ModelGraph} from "../../architectures/architecture.ts";
import type {Tensor} from "../../backends/backend.ts";
import {InputError, UnsupportedError} from "../../errors.ts";
import type {Token} from "../../results.ts";
import {largest} from "../distribution.ts";
import {encode, followed, positionOf, resolveToken, tokenAt} from "../input.ts";
import type {Encoded} from "../input.ts";
import {distributionsAt, labelOf} from "../next.ts";
import type {Meter, Session} from "../session.ts";
import type {ExplainOptions} from "./options.ts";
import type {AttributionTarget, TargetKind} from "./results.ts";
import {scalarOf} from "./scalar.ts";
import type {Reading, Scalar} from "./scalar.ts";

export interface Subject {
  /** The input, and behind it what of a span is fed. */
  readonly encoded: Encoded;
  readonly scalar: Scalar;
  readonly positions: readonly number[];
  readonly weights?: Float64Array;
  readonly offset?: number;
  readonly extra?: ReadonlyMap<string, Tensor>;
  readonly about: Omit<AttributionTarget, "value">;
}

interface Asked {
  readonly session: Session;
  readonly encoded: Encoded;
  readonly options: ExplainOptions;
  readonly of: TargetKind;
  readonly meter: Meter;
}

const kinds: readonly TargetKind[] = [
  "logit",
  "logprob",
  "probability",
  "entropy",
  "kl",
  "expression"
];

const readings: Partial<Readonly<Record<TargetKind, Reading>>> = {
  logit: "logit",
  logprob: "logprob",
  probability: "probability"
};

/** Returns the reading of one token's number. Throws InputError for kinds that are of no token. */
export function readingOf(of: TargetKind): Reading {
  const reading = readings[of];
  if (reading) return reading;
  throw new InputError(
    `unknown target reading (of): ${of}; one of ${Object.keys(readings).join(", ")}`
  );
}

const classesOf = (graph: ModelGraph): number =>
  graph.head ? graph.vocabulary : (graph.logits.shape.at(-1) as number);

/** Returns weights that read one entry. */
export function oneHot(graph: ModelGraph, id: number): Float64Array {
  const weights = new Float64Array(classesOf(graph));
  weights[id] = 1;
  return weights;
}

/** Returns what is explained. Throws InputError where options contradict each other. */
export async function subjectOf(
  session: Session,
  encoded: Encoded,
  options: ExplainOptions,
  meter: Meter
): Promise<Subject> {
  const of = kindOf(options);
  const asked = {session, encoded, options, of, meter};
  if (options.span !== undefined) return spanOf(asked);
  if (of === "entropy") return entropyOf(asked);
  if (of === "kl") return divergenceOf(asked);
  if (of === "expression") return expressionOf(asked);
  return tokenOf(asked);
}

function kindOf(options: ExplainOptions): TargetKind {
  const {of, expression, against, span, foil, target, compat} = options;
  const usual: TargetKind =
    expression !== undefined
      ? "expression"
      : against !== undefined
        ? "kl"
        : span !== undefined
          ? "logprob"
          : compat === "ecco"
            ? "probability"
            : "logit";
  const kind = kinds.find((one) => one === (of ?? usual));
  if (!kind)
    throw new InputError(`unknown target reading (of): ${String(of)}; one of ${kinds.join(", ")}`);
  const token = readings[kind] !== undefined;
  const clash = (what: string, given: unknown, fits: boolean): void => {
    if (given !== undefined && !fits)
      throw new InputError(
        `${what} was given, but ${kind} has none; leave out ${what} or change of`
      );
  };
  clash("expression", expression, kind === "expression");
  clash("against", against, kind === "kl");
  clash("span", span, token);
  clash("target", target, token && span === undefined);
  clash("foil", foil, token && span === undefined);
  if (kind === "expression" && expression === undefined)
    throw new InputError(
      'of "expression": no expression was given; write one, such as "entropy()"'
    );
  if (kind === "kl" && against === undefined)
    throw new InputError('of "kl": no other prompt was given; give it as against');
  return kind;
}

const nobody = {id: null, foil: null} as const;

async function tokenOf({session, encoded, options, of, meter}: Asked): Promise<Subject> {
  const {graph} = session;
  const position = positionOf(session, encoded, options.position);
  const id =
    options.target === undefined
      ? largest(
          (await distributionsAt(session, encoded, [position], meter, options.signal))[0]!,
          1
        )[0]!
      : resolveToken(session, options.target).id;
  const foil = options.foil === undefined ? null : resolveToken(session, options.foil).id;
  if (foil === id)
    throw new InputError(`target and foil are the same token, #${id}; the difference is always 0`);
  const weights = oneHot(graph, id);
  if (foil !== null) weights[foil] = -1;
  return {
    encoded,
    scalar: scalarOf(readingOf(of)),
    positions: [position],
    weights,
    about: {
      id,
      text: labelOf(session, id),
      of,
      foil: foil === null ? null : {id: foil, text: labelOf(session, foil)},
      position
    }
  };
}

/** A continuation, teacher-forced: its tokens but the last are fed, and each is read where it is predicted. */
function spanOf({session, encoded, options, of}: Asked): Subject {
  const {graph} = session;
  if (graph.memories.length === 0)
    throw new UnsupportedError(
      "span: this model does not write, so nothing continues its input; explain a target token"
    );
  if (options.position !== undefined)
    throw new InputError("span: it begins behind the input; leave out position");
  const tokens = spanTokens(session, options.span!);
  const whole = followed(session, encoded, tokens.slice(0, -1));
  const start = positionOf(session, encoded, -1);
  const classes = classesOf(graph);
  const weights = new Float64Array(tokens.length * classes);
  tokens.forEach(({id}, index) => {
    weights[index * classes + id] = 1;
  });
  const texts = tokens.map(({text}) => text);
  return {
    encoded: whole,
    scalar: scalarOf(of === "probability" ? "span-probability" : readingOf(of)),
    positions: tokens.map((_, index) => start + index),
    weights,
    about: {
      id: tokens[0]!.id,
      text: texts.includes(null) ? null : texts.join(""),
      of,
      foil: null,
      position: start
    }
  };
}

/** Returns the tokens of a text or ids that go on behind an input. */
export function spanTokens(session: Session, span: string | readonly number[]): readonly Token[] {
  if (typeof span === "string" && !session.tokenizer)
    throw new InputError("this model has no tokenizer.json, so it cannot read a text; give ids");
  const tokens =
    typeof span === "string"
      ? session.tokenizer!.encode(span, {bare: true})
      : span.map((id) => resolveToken(session, id));
  if (tokens.length === 0) throw new InputError("span: got no tokens, expected at least one");
  return tokens.map((token) => ({...tokenAt(session, token.id), text: token.text}));
}

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
    scalar: scalarOf("logprob"),
    positions: [position],
    weights,
    offset,
    about: {
      ...nobody,
      text: typeof options.against === "string" ? options.against : null,
      of,
      position
    }
  };
}

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
