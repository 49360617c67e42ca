import type {Tensor} from "../backends/backend.ts";

/** Returns the logits [B, P, V] at positions that one-hot rows [B, P, T] choose, of logits [B, T, V]; zeros for none. */
export function chosenRows({shape, data}: Tensor, select: Tensor): Tensor {
  const [rows, length, classes] = shape as [number, number, number];
  const count = select.shape[1]!;
  const chosen = new Float32Array(rows * count * classes);
  for (let row = 0; row < rows; row++)
    for (let at = 0; at < count; at++) {
      const start = (row * count + at) * length;
      const place = select.data.subarray(start, start + length).indexOf(1);
      if (place < 0) continue;
      const from = (row * length + place) * classes;
      chosen.set(data.subarray(from, from + classes), (row * count + at) * classes);
    }
  return {shape: [rows, count, classes], data: chosen};
}
