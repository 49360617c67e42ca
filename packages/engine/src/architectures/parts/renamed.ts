/** Weights that lie deeper in the file than the architecture names them. */
import type {Parameters} from "../parameters.ts";

/** Returns parameters by the first of these names that the file has. */
export function renamed(
  parameters: Parameters,
  names: (name: string) => readonly string[]
): Parameters {
  const find = (name: string): string =>
    names(name).find((each) => parameters.has(each)) ?? names(name)[0]!;
  return {
    get: (name, shape) => parameters.get(find(name), shape),
    has: (name) => parameters.has(find(name)),
    resolve: (name) => parameters.resolve(find(name))
  };
}
