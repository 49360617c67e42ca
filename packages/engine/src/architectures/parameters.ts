/** Parameters of a graph, found in the weights' file by name. */
import {SourceError} from "../errors.ts";
import {parameter} from "../graph/ops.ts";
import type {Node} from "../graph/node.ts";

export interface Parameters {
  /** Returns the parameter, checked to have this shape (null: any length along that axis). Throws SourceError. */
  readonly get: (name: string, shape: readonly (number | null)[]) => Node;
  readonly has: (name: string) => boolean;
  /** Returns the name the file uses. */
  readonly resolve: (name: string) => string;
}

/** Returns how files converted from TensorFlow, bert-base-uncased's among them, call a norm's weights. */
const inOldFiles = (name: string): string =>
  name
    .replace(/LayerNorm\.weight$/, "LayerNorm.gamma")
    .replace(/LayerNorm\.bias$/, "LayerNorm.beta");

/** Returns parameters by the architecture's names; files may lack the first `prefix`. */
export function parametersOf(
  weights: ReadonlyMap<string, {readonly shape: readonly number[]}>,
  prefix: string
): Parameters {
  const find = (name: string): string | null => {
    const short = name.startsWith(prefix) ? name.slice(prefix.length) : prefix + name;
    const spellings = [name, short].flatMap((each) => [each, inOldFiles(each)]);
    return spellings.find((each) => weights.has(each)) ?? null;
  };
  const resolve = (name: string): string => {
    const found = find(name);
    if (found === null)
      throw new SourceError(
        `weights: no ${name} among ${weights.size} arrays; is this the file of another model?`
      );
    return found;
  };
  return {
    resolve,
    has: (name) => find(name) !== null,
    get(name, shape) {
      const file = resolve(name);
      const got = weights.get(file)!.shape;
      if (
        got.length !== shape.length ||
        shape.some((length, axis) => length !== null && length !== got[axis])
      ) {
        throw new SourceError(
          `weights: ${name} is [${got.join(", ")}], expected [${shape.map((n) => n ?? "?").join(", ")}] by config.json`
        );
      }
      if (got.includes(0))
        throw new SourceError(
          `weights: ${name} is [${got.join(", ")}], expected no axis of length 0; is this the file of another model?`
        );
      return parameter(file, got);
    }
  };
}
