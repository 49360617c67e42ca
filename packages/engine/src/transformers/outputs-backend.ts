/** Runs graphs whose logits come from another library: what is made of them is computed by an ordinary backend. */
import type {Backend, Dims, Program, Tensor} from "../backends/backend.ts";
import type {Memory} from "../backends/memory.ts";
import {InputError, UnsupportedError} from "../errors.ts";
import {rewrite, topological} from "../graph/node.ts";
import type {Node, NodeOf} from "../graph/node.ts";
import {input} from "../graph/ops.ts";
import {chosenRows} from "./chosen-rows.ts";
import {runElsewhere} from "./outputs-graph.ts";

/** Rows of tokens of one length, with what is said of each. */
export interface TokenRows {
  readonly rows: number;
  readonly length: number;
  readonly ids: Int32Array;
}

export interface Asked {
  readonly tokens: TokenRows;
  /** 1 = real, 0 = padding. */
  readonly mask: Int32Array;
  readonly types: Int32Array;
  /** What a decoder of its own is fed. */
  readonly answer: TokenRows | null;
}

export interface OutputsParts {
  readonly name: Backend["name"];
  readonly memory: Memory;
  /** Computes what is made of the logits. */
  readonly inner: Backend;
  /** Returns the logits [rows, length, classes], or [rows, classes] of texts. */
  readonly logits: (asked: Asked, signal: AbortSignal | undefined) => Promise<Tensor>;
  /** Who runs the model, in words. */
  readonly outputsOnly: string;
  readonly vocabulary: number;
  readonly dispose: () => void;
}

/** About 64 MB of logits in a run. */
const perSecond = 1 << 26;

/** Returns a backend that asks for the logits wherever a program reads them. */
export function outputsBackend(parts: OutputsParts): Backend {
  const {name, memory, inner, outputsOnly} = parts;
  return {
    name,
    memory,
    operationsPerSecond: perSecond,
    lost: new Promise(() => {}),
    async compile(outputs, waiting) {
      const names = Object.keys(outputs);
      const {roots, asked} = replaced(Object.values(outputs), outputsOnly);
      const program = await inner.compile(
        Object.fromEntries(names.map((key, index) => [key, roots[index]!])),
        waiting
      );
      return asked ? asking(program, asked, parts) : program;
    },
    dispose() {
      inner.dispose();
      parts.dispose();
    }
  };
}

/** What stands for logits in the programs of the inner backend. */
const [all, atChosen] = ["logits", "logits at chosen positions"] as const;

interface AskedFor {
  /** What the logits depend on. */
  readonly inputs: readonly NodeOf<"input">[];
  readonly shape: Node["shape"];
}

const isRunElsewhere = (node: Node): boolean =>
  node.op === "linear" &&
  node.inputs[1]!.op === "parameter" &&
  node.inputs[1]!.attributes.name === runElsewhere;

/** Returns the roots with inputs where the other library's outputs were. Throws UnsupportedError for what asks for more. */
function replaced(
  given: readonly Node[],
  outputsOnly: string
): {readonly roots: readonly Node[]; readonly asked: AskedFor | null} {
  const found = topological(given).filter(isRunElsewhere);
  const roots = rewrite(given, (original, rebuilt) => {
    if (isRunElsewhere(original)) return input(all, original.shape);
    const [left, right] = original.inputs;
    const chooses =
      original.op === "matmul" &&
      isRunElsewhere(right!) &&
      left!.op === "input" &&
      left!.attributes.fill.kind === "select";
    return chooses ? input(atChosen, original.shape) : rebuilt;
  });
  const reachesIn = topological(roots).some(
    (node) => node.op === "parameter" && node.attributes.name === runElsewhere
  );
  if (reachesIn || found.length > 1) throw new UnsupportedError(`gradients: ${outputsOnly}`);
  const [logits] = found;
  if (!logits) return {roots, asked: null};
  const tokens = topological([logits]).filter(
    (node): node is NodeOf<"input"> => node.op === "input" && node.attributes.fill.kind === "given"
  );
  const length = logits.shape.length === 3 && tokens.length > 1 ? "S" : "T";
  const mask = input("tokens.mask", ["B", 1, 1, length], {
    kind: "mask",
    causal: false,
    keys: length === "S" ? "encoder" : "decoder"
  });
  const types = input("types", ["B", length], {kind: "given"}, "i32");
  return {
    roots,
    asked: {inputs: [...tokens, mask, types] as NodeOf<"input">[], shape: logits.shape}
  };
}

function asking(program: Program, asked: AskedFor, parts: OutputsParts): Program {
  const own = new Set<string>([all, atChosen]);
  const needs = program.inputs.filter(({attributes}) => !own.has(attributes.name));
  const made = program.inputs.filter(({attributes}) => own.has(attributes.name));
  const select = made.some(({attributes}) => attributes.name === atChosen)
    ? [input("select", ["B", "P", "T"], {kind: "select"}) as NodeOf<"input">]
    : [];
  const inputs = [...new Set([...needs, ...asked.inputs, ...select])];
  return {
    ...program,
    inputs,
    async run(feeds, dims, signal) {
      const logits = await parts.logits(askedIn(feeds, dims, parts.vocabulary), signal);
      const given = new Map(feeds);
      for (const {attributes} of made) {
        const value = attributes.name === all ? logits : chosenRows(logits, feeds.get("select")!);
        given.set(attributes.name, value);
      }
      return program.run(given, dims, signal);
    }
  };
}

function askedIn(feeds: ReadonlyMap<string, Tensor>, dims: Dims, vocabulary: number): Asked {
  const {B: rows, T, S} = dims as Readonly<Record<string, number>>;
  const length = S ?? T!;
  const tokensOf = (name: string, count: number): TokenRows => {
    const {data} = feeds.get(`rows.${name}`) ?? feeds.get(name)!;
    return {rows: rows!, length: count, ids: idsOf(data, vocabulary)};
  };
  return {
    tokens: tokensOf("ids", length),
    mask: Int32Array.from(feeds.get("tokens.mask")!.data, (bias) => (bias === 0 ? 1 : 0)),
    types: Int32Array.from(feeds.get("types")!.data),
    answer: S === undefined ? null : tokensOf("decoder.ids", T!)
  };
}

/** Returns rows of the table as ids. Throws InputError for what is no token. */
function idsOf(data: Tensor["data"], vocabulary: number): Int32Array {
  for (const id of data)
    if (!Number.isInteger(id) || id < 0 || id >= vocabulary)
      throw new InputError(
        "what is absent must be one token here, for only tokens can be given to this model: as baseline choose mask, pad, eos, a token, or another prompt, and no list of several"
      );
  return Int32Array.from(data);
}
