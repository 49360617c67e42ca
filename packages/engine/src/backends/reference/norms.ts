/** Norms over the last axis and their gradients by x. */
import type {Value} from "./kernels.ts";

/** Returns the deviation's inverse and the mean of a row; `centred` false leaves the mean out. */
function statistics(
  x: Value["data"],
  start: number,
  width: number,
  epsilon: number,
  centred: boolean
): readonly [number, number] {
  let mean = 0;
  if (centred) for (let c = 0; c < width; c++) mean += x[start + c]! / width;
  let square = 0;
  for (let c = 0; c < width; c++) square += (x[start + c]! - mean) ** 2 / width;
  return [mean, 1 / Math.sqrt(square + epsilon)];
}

const norm =
  (centred: boolean) =>
  (
    [x, weight, bias]: readonly Value[],
    {epsilon}: {epsilon: number},
    shape: readonly number[]
  ): Float64Array => {
    const width = shape[shape.length - 1]!;
    const out = new Float64Array(x!.data.length);
    for (let start = 0; start < out.length; start += width) {
      const [mean, inverse] = statistics(x!.data, start, width, epsilon, centred);
      for (let c = 0; c < width; c++) {
        out[start + c] =
          (x!.data[start + c]! - mean) * inverse * weight!.data[c]! + (bias?.data[c] ?? 0);
      }
    }
    return out;
  };

const gradient =
  (centred: boolean) =>
  (
    [x, weight, dy]: readonly Value[],
    {epsilon}: {epsilon: number},
    shape: readonly number[]
  ): Float64Array => {
    const width = shape[shape.length - 1]!;
    const out = new Float64Array(x!.data.length);
    for (let start = 0; start < out.length; start += width) {
      const [mean, inverse] = statistics(x!.data, start, width, epsilon, centred);
      let meanG = 0;
      let meanGU = 0;
      for (let c = 0; c < width; c++) {
        const g = dy!.data[start + c]! * weight!.data[c]!;
        meanG += g / width;
        meanGU += (g * (x!.data[start + c]! - mean) * inverse) / width;
      }
      for (let c = 0; c < width; c++) {
        const unit = (x!.data[start + c]! - mean) * inverse;
        out[start + c] =
          inverse *
          (dy!.data[start + c]! * weight!.data[c]! - (centred ? meanG : 0) - unit * meanGU);
      }
    }
    return out;
  };

export const layerNorm = norm(true);
export const rmsNorm = norm(false);
export const layerNormGradient = gradient(true);
export const rmsNormGradient = gradient(false);
