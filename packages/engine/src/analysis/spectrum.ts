/** The singular value decomposition that PCA, CCA and their relatives share. */
import {Matrix, SVD} from "ml-matrix";
import {centred, meansOf} from "./samples.ts";
import type {Samples} from "./samples.ts";

/** X = U·diag(s)·Vᵀ of k = min(rows, columns) directions, the largest first. */
export interface Spectrum {
  /** U [rows, k]. */
  readonly left: Samples;
  /** s [k], descending. */
  readonly values: Float64Array;
  /** Vᵀ [k, columns]: a direction a row. */
  readonly right: Samples;
}

const matrixOf = ({rows, columns, data}: Samples): Matrix =>
  Matrix.from1DArray(rows, columns, data as unknown as number[]);
const samplesFrom = (matrix: Matrix): Samples => ({
  rows: matrix.rows,
  columns: matrix.columns,
  data: Float64Array.from(matrix.to1DArray())
});

/** Returns the thin singular value decomposition; of nothing, nothing. */
export function decompose(samples: Samples): Spectrum {
  const {rows, columns} = samples;
  if (rows === 0 || columns === 0) {
    const none = {data: new Float64Array(0)};
    return {
      left: {rows, columns: 0, ...none},
      values: none.data,
      right: {rows: 0, columns, ...none}
    };
  }
  const svd = new SVD(matrixOf(samples), {autoTranspose: true});
  return {
    left: samplesFrom(svd.leftSingularVectors),
    values: Float64Array.from(svd.diagonal),
    right: samplesFrom(svd.rightSingularVectors.transpose())
  };
}

/** Returns the singular values alone, descending. */
export function singularValues(samples: Samples): Float64Array {
  if (samples.rows === 0 || samples.columns === 0) return new Float64Array(0);
  const about = {
    autoTranspose: true,
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false
  };
  return Float64Array.from(new SVD(matrixOf(samples), about).diagonal);
}

export interface CentredSpectrum extends Spectrum {
  readonly means: Float64Array;
}

/** Returns the decomposition of the samples minus their mean. */
export function spectrumOf(samples: Samples): CentredSpectrum {
  const means = meansOf(samples);
  return {...decompose(centred(samples, means)), means};
}
