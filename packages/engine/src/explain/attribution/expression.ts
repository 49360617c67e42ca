/**
 * Scalars of the caller's own: arithmetic over the logits at the position and over sites. A small part of JavaScript's
 * expressions, which become a graph; nothing is ever evaluated.
 */
import {parseExpressionAt} from "acorn";
import type {Expression} from "acorn";
import type {Tensor} from "../../backends/backend.ts";
import {InputError} from "../../errors.ts";
import {
  add,
  concat,
  constant,
  div,
  exp,
  input,
  log,
  logSoftmax,
  mul,
  neg,
  relu,
  reshape,
  scale,
  slice,
  softmax,
  sqrt,
  sub,
  sum,
  tanh
} from "../../graph/ops.ts";
import type {Node} from "../../graph/node.ts";
import {resolveToken} from "../input.ts";
import type {Encoded} from "../input.ts";
import {logitsAt} from "../questions.ts";
import type {Session} from "../session.ts";
import {logprobBeside} from "./scalar.ts";
import type {Scalar} from "./scalar.ts";

interface Compiler {
  readonly session: Session;
  readonly encoded: Encoded;
  readonly text: string;
  /** One-hot rows for positions, by the name of their input. */
  readonly extra: Map<string, Tensor>;
  /** What tokens' names stand for, so that two names of one token are one program. */
  readonly ids: Map<string, number>;
}

const fail = ({text}: Compiler, what: string, start?: number): never => {
  const where = start === undefined ? "" : ` at character ${start + 1}`;
  throw new InputError(`expression ${JSON.stringify(text)}: ${what}${where}`);
};

/** Returns the scalar an expression means. Throws InputError that says which part is not understood. */
export function compileExpression(
  session: Session,
  encoded: Encoded,
  text: string
): {scalar: Scalar; extra: ReadonlyMap<string, Tensor>} {
  const compiler: Compiler = {session, encoded, text, extra: new Map(), ids: new Map()};
  const root = parsed(compiler);
  const build = (): Node => {
    const node = nodeOf(root, compiler);
    const axes = node.shape.slice(1).map((_, index) => index + 1);
    if (node.shape.slice(1).some((length) => length !== 1))
      fail(
        compiler,
        `it is ${node.shape.slice(1).join(" × ")} numbers, expected one; sum them, or give an index`
      );
    return node.shape.length === 0
      ? fail(compiler, "it does not depend on the input; name a token or a site")
      : reshape(axes.length ? sum(node, axes) : node, ["B"]);
  };
  // Built once here: mistakes are told before anything runs, and positions become feeds.
  build();
  const key = `expression:${text}:${[...compiler.ids.values()].join()}`;
  return {scalar: {key, node: build}, extra: compiler.extra};
}

function parsed(compiler: Compiler): Expression {
  const {text} = compiler;
  try {
    const root = parseExpressionAt(text, 0, {ecmaVersion: "latest"});
    const rest = text.slice(root.end).trim();
    if (rest) fail(compiler, `expected nothing behind it, got ${rest}`, root.end);
    return root;
  } catch (error) {
    if (error instanceof InputError) throw error;
    return fail(compiler, (error as Error).message);
  }
}

const binary: Readonly<Record<string, (a: Node, b: Node) => Node>> = {
  "+": add,
  "-": sub,
  "*": mul,
  "/": div
};

function nodeOf(expression: Expression, compiler: Compiler): Node {
  const {type, start} = expression;
  if (type === "Literal" && typeof expression.value === "number") return constant(expression.value);
  if (type === "ParenthesizedExpression") return nodeOf(expression.expression, compiler);
  if (type === "UnaryExpression" && expression.operator === "-")
    return neg(nodeOf(expression.argument, compiler));
  if (type === "BinaryExpression" && expression.left.type !== "PrivateIdentifier") {
    const join = binary[expression.operator];
    if (join) return join(nodeOf(expression.left, compiler), nodeOf(expression.right, compiler));
    return fail(compiler, `unknown operator ${expression.operator}; one of + - * /`, start);
  }
  if (type === "CallExpression" && expression.callee.type === "Identifier") {
    const {name} = expression.callee;
    const call = Object.hasOwn(functions, name) ? functions[name]! : undefined;
    if (!call)
      return fail(
        compiler,
        `unknown function ${name}; one of ${Object.keys(functions).join(", ")}`,
        start
      );
    return call(expression.arguments as Expression[], compiler, start);
  }
  return fail(
    compiler,
    `expected a number, an operation or one of ${Object.keys(functions).join(", ")}, got ${compiler.text.slice(start, expression.end)}`,
    start
  );
}

type Call = (args: readonly Expression[], compiler: Compiler, start: number) => Node;

const ofNode =
  (f: (x: Node) => Node): Call =>
  (args, compiler, start) =>
    args.length === 1
      ? f(nodeOf(args[0]!, compiler))
      : fail(compiler, `got ${args.length} arguments, expected one`, start);

const ofPair =
  (f: (a: Node, b: Node) => Node): Call =>
  (args, compiler, start) =>
    args.length === 2
      ? f(nodeOf(args[0]!, compiler), nodeOf(args[1]!, compiler))
      : fail(compiler, `got ${args.length} arguments, expected two`, start);

/** Sums over everything but the batch [B]. */
const total = (x: Node): Node =>
  x.shape.length < 2
    ? x
    : reshape(
        sum(
          x,
          x.shape.slice(1).map((_, index) => index + 1)
        ),
        ["B"]
      );
const dot = (a: Node, b: Node): Node => total(mul(a, b));
const norm = (x: Node): Node => sqrt(dot(x, x));

/** Reads one token's number, given its logit [B, P, 1] and those of all tokens [B, P, V]. */
type ReadToken = (own: Node, logits: Node, id: number) => Node;

const ofToken =
  (read: ReadToken): Call =>
  ([token], compiler, start) => {
    if (
      token?.type !== "Literal" ||
      !(typeof token.value === "string" || typeof token.value === "number")
    )
      return fail(compiler, 'expected a token, such as " London" or 3576', start);
    const {id} = resolveToken(compiler.session, token.value);
    compiler.ids.set(`${start}`, id);
    const logits = logitsAt(compiler.session.graph);
    return total(read(slice(logits, 2, id, id + 1), logits, id));
  };

const logprob: ReadToken = (own, logits, id) => {
  const size = logits.shape[2] as number;
  const parts = [
    ...(id > 0 ? [slice(logits, 2, 0, id)] : []),
    ...(id + 1 < size ? [slice(logits, 2, id + 1, size)] : [])
  ];
  // The only class there is has probability 1.
  return parts.length === 0 ? sub(own, own) : logprobBeside(own, concat(parts, 2));
};

const functions: Readonly<Record<string, Call>> = {
  logit: ofToken((own) => own),
  logprob: ofToken(logprob),
  probability: ofToken((_, logits, id) => slice(softmax(logits), 2, id, id + 1)),
  entropy: (_, {session}) => {
    const logits = logitsAt(session.graph);
    return scale(neg(dot(softmax(logits), logSoftmax(logits))), Math.LOG2E);
  },
  site: siteOf,
  sum: ofNode(total),
  norm: ofNode(norm),
  dot: ofPair(dot),
  cosine: ofPair((a, b) => div(dot(a, b), mul(norm(a), norm(b)))),
  exp: ofNode(exp),
  log: ofNode(log),
  sqrt: ofNode(sqrt),
  tanh: ofNode(tanh),
  relu: ofNode(relu),
  abs: ofNode((x) => add(relu(x), relu(neg(x))))
};

/** A site's value: each further argument is an index along its next axis, from the end where it is negative. */
function siteOf(args: readonly Expression[], compiler: Compiler, start: number): Node {
  const {session, encoded, extra} = compiler;
  const [name, ...indices] = args;
  if (name?.type !== "Literal" || typeof name.value !== "string")
    return fail(compiler, 'expected the name of a site, such as "layers.3.neurons"', start);
  const site = session.graph.sites.get(name.value);
  if (!site) {
    const end = name.value.split(".").at(-1)!;
    const near = [...session.graph.sites.keys()].filter((other) => other.endsWith(end)).slice(0, 3);
    return fail(
      compiler,
      `no site ${name.value}${near.length ? `; near: ${near.join(", ")}` : ""}`,
      start
    );
  }
  if (indices.length > site.axes.length)
    return fail(
      compiler,
      `${name.value} has ${site.axes.length} axes (${site.axes.join(", ")}), got ${indices.length} indices`,
      start
    );
  const lengths: Readonly<Record<string, number>> = {
    T: (encoded.batch.decoderIds ?? encoded.batch.ids)[0]!.length,
    S: encoded.batch.ids[0]!.length
  };
  let {node} = site;
  indices.forEach((given, index) => {
    const axis = index + 1;
    const size = node.shape[axis]!;
    const count = typeof size === "number" ? size : (lengths[size] ?? 0);
    const at = indexOf(given, compiler, count, site.axes[index]!);
    if (typeof size === "number") node = slice(node, axis, at, at + 1);
    else {
      const key = `pick.${start}.${axis}`;
      const data = new Float32Array(count);
      data[at] = 1;
      extra.set(key, {shape: [count], data});
      const shape = node.shape.map((length, other) => (other === axis ? length : 1));
      node = sum(mul(node, reshape(input(key, [size]), shape)), [axis]);
    }
  });
  return indices.length === site.axes.length ? total(node) : node;
}

function indexOf(given: Expression, compiler: Compiler, count: number, axis: string): number {
  const minus = given.type === "UnaryExpression" && given.operator === "-";
  const literal = minus ? given.argument : given;
  const value = literal.type === "Literal" ? Number(literal.value) * (minus ? -1 : 1) : NaN;
  const at = value < 0 ? count + value : value;
  if (Number.isInteger(at) && at >= 0 && at < count) return at;
  return fail(
    compiler,
    `${axis}: got ${compiler.text.slice(given.start, given.end)}, expected whole numbers from ${-count} to ${count - 1}`,
    given.start
  );
}
