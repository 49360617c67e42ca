import type {Tensor as OrtTensor} from "onnxruntime-common";
import {ShapeError} from "../../errors.ts";
import {bind, sizeOf} from "../../graph/shape.ts";
import type {Dims, Tensor} from "../backend.ts";
import type {Emitted} from "./emit.ts";
import type {Runtime} from "./runtime.ts";

/** Returns the runtime's tensors by name. Throws ShapeError for one that is missing or of another size. */
export function feedsFor(
  {Tensor: Made}: Pick<Runtime, "Tensor">,
  {inputs, lengths}: Pick<Emitted, "inputs" | "lengths">,
  feeds: ReadonlyMap<string, Tensor>,
  dims: Dims
): Record<string, OrtTensor> {
  const made: Record<string, OrtTensor> = {};
  for (const {
    attributes: {name},
    dtype,
    shape
  } of inputs) {
    const tensor = feeds.get(name);
    const expected = bind(shape, dims);
    if (!tensor) throw new ShapeError(`input ${name} was not given`);
    if (tensor.data.length !== sizeOf(expected)) {
      throw new ShapeError(
        `input ${name}: got [${tensor.shape.join(", ")}], expected [${expected.join(", ")}]`
      );
    }
    made[name] =
      dtype === "i32"
        ? new Made("int32", integers(tensor.data), expected)
        : new Made("float32", floats(tensor.data), expected);
  }
  for (const [symbol, name] of lengths)
    made[name] = new Made("int64", BigInt64Array.of(BigInt(bind([symbol], dims)[0]!)), [1]);
  return made;
}

const floats = (data: Tensor["data"]): Float32Array =>
  data instanceof Float32Array ? data : Float32Array.from(data);
const integers = (data: Tensor["data"]): Int32Array =>
  data instanceof Int32Array ? data : Int32Array.from(data);
