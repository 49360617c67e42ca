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

/** Parts of names that wrappers put anywhere: torch.compile, data-parallel training, sharding, checkpointing. */
const wrappers: ReadonlySet<string> = new Set([
  "_orig_mod",
  "module",
  "_forward_module",
  "_fsdp_wrapped_module",
  "_checkpoint_wrapped_module"
]);

/** Parts that classes and trainers put before all names, or leave off. */
const outer: ReadonlySet<string> = new Set([
  "base_model",
  "model",
  "transformer",
  "auto_model",
  "net"
]);

/** Returns a name without what wrappers and outer classes put into it; two names of one array give the same. */
export function plainName(name: string, prefix: string): string {
  const parts = name.split(".").filter((part) => !wrappers.has(part));
  const first = parts.findIndex((part) => !outer.has(part) && `${part}.` !== prefix);
  return first < 0 ? name : parts.slice(first).join(".");
}

/** Returns parameters by the architecture's names; files may lack the first `prefix`, or have others before it. */
export function parametersOf(
  weights: ReadonlyMap<string, {readonly shape: readonly number[]}>,
  prefix: string
): Parameters {
  const byPlainName = new Map<string, string[]>();
  for (const file of weights.keys()) {
    const plain = plainName(file, prefix);
    byPlainName.set(plain, [...(byPlainName.get(plain) ?? []), file]);
  }
  const find = (name: string): string | null => {
    const plain = plainName(name, prefix);
    const found = byPlainName.get(plain) ?? byPlainName.get(inOldFiles(plain)) ?? [];
    if (found.length > 1)
      throw new SourceError(
        `weights: ${found.join(" and ")} both stand for ${name}; keep one of them in the file`
      );
    return found[0] ?? null;
  };
  const resolve = (name: string): string => {
    const found = find(name);
    if (found === null)
      throw new SourceError(
        `weights: no ${name} among ${weights.size} arrays${someOf(weights)}; is this the file of another model?`
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

/** Returns the first names there are, for a message. */
function someOf(weights: ReadonlyMap<string, unknown>): string {
  const names = [...weights.keys()].slice(0, 3).map((name) => name.slice(0, 100));
  return names.length > 0
    ? ` (${names.join(", ")}${weights.size > names.length ? ", …" : ""})`
    : "";
}
