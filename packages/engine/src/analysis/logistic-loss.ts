/** The penalised loss of multinomial logistic regression, with what Newton's method asks of it. */
import type {Point} from "./newton.ts";
import type {Samples} from "./samples.ts";

interface Softmax {
  readonly probabilities: Samples;
  /** [samples, classes]. */
  readonly logits: Float64Array;
  /** log Σ exp of each sample's logits. */
  readonly normalisers: Float64Array;
}

/** Returns p(class) of each sample. Of two classes the first one's logit is 0, and only the second has a row. */
export function softmaxOf(
  weights: Float64Array,
  intercepts: Float64Array,
  {rows, columns, data}: Samples,
  classes: number
): Softmax {
  const first = classes - intercepts.length;
  const logits = new Float64Array(rows * classes);
  const probabilities = new Float64Array(rows * classes);
  const normalisers = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let largest = first > 0 ? 0 : -Infinity;
    for (let own = 0; own < intercepts.length; own++) {
      let sum = intercepts[own]!;
      for (let at = 0; at < columns; at++)
        sum += weights[own * columns + at]! * data[row * columns + at]!;
      logits[row * classes + first + own] = sum;
      largest = Math.max(largest, sum);
    }
    let total = 0;
    for (let own = 0; own < classes; own++) {
      const part = Math.exp(logits[row * classes + own]! - largest);
      probabilities[row * classes + own] = part;
      total += part;
    }
    for (let own = 0; own < classes; own++) probabilities[row * classes + own]! /= total;
    normalisers[row] = largest + Math.log(total);
  }
  return {probabilities: {rows, columns: classes, data: probabilities}, logits, normalisers};
}

/** Returns the penalised loss at a point: weights [rows, features], then the intercepts. */
export function lossOf(
  samples: Samples,
  labels: readonly number[],
  classes: number,
  l2: number,
  point: Float64Array
): Point {
  const {rows, columns, data} = samples;
  const count = classes === 2 ? 1 : classes;
  const first = classes - count;
  const size = count * columns;
  const weights = point.subarray(0, size);
  const {probabilities, logits, normalisers} = softmaxOf(
    weights,
    point.subarray(size),
    samples,
    classes
  );
  /** Adds *shares* [samples, rows] times the samples to the penalty's part. */
  const spread = (shares: Float64Array, along: Float64Array): Float64Array => {
    const sum = new Float64Array(point.length);
    for (let at = 0; at < size; at++) sum[at] = l2 * along[at]!;
    for (let row = 0; row < rows; row++) {
      for (let own = 0; own < count; own++) {
        const share = shares[row * count + own]!;
        if (share === 0) continue;
        for (let at = 0; at < columns; at++)
          sum[own * columns + at]! += share * data[row * columns + at]!;
        sum[size + own]! += share;
      }
    }
    return sum;
  };
  let value = 0;
  for (let at = 0; at < size; at++) value += (l2 / 2) * weights[at]! ** 2;
  const wrong = new Float64Array(rows * count);
  for (let row = 0; row < rows; row++) {
    value += normalisers[row]! - logits[row * classes + labels[row]!]!;
    for (let own = 0; own < count; own++)
      wrong[row * count + own] =
        probabilities.data[row * classes + first + own]! - (labels[row] === first + own ? 1 : 0);
  }
  return {
    value,
    gradient: spread(wrong, weights),
    curve: (vector) => {
      const shares = new Float64Array(rows * count);
      for (let row = 0; row < rows; row++) {
        const own = data.subarray(row * columns, (row + 1) * columns);
        let mean = 0;
        for (let at = 0; at < count; at++) {
          let change = vector[size + at]!;
          const from = at * columns;
          for (let column = 0; column < columns; column++)
            change += vector[from + column]! * own[column]!;
          shares[row * count + at] = change;
          mean += probabilities.data[row * classes + first + at]! * change;
        }
        for (let at = 0; at < count; at++)
          shares[row * count + at] =
            probabilities.data[row * classes + first + at]! * (shares[row * count + at]! - mean);
      }
      return spread(shares, vector);
    }
  };
}
