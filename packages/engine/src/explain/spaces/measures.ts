/** Every measure of similarity, for layers against layers: what a layer gives to all its comparisons is made once. */
import {ccaSide, coefficientsOf, meanOf} from "../../analysis/cca.ts";
import {ckaBetween, ckaForm, ckaSide} from "../../analysis/cka.ts";
import type {CkaKind} from "../../analysis/cka.ts";
import {pwccaBetween} from "../../analysis/pwcca.ts";
import type {Samples} from "../../analysis/samples.ts";
import {svccaBetween, svccaSide} from "../../analysis/svcca.ts";
import type {SimilarityMeasure} from "./options.ts";

export interface MeasureSettings {
  readonly dims: number | null;
  readonly ecco: boolean;
}

/** Returns values [row][column]; `columns` null: the rows themselves. Awaits `step` after each side and each value. */
type Measure = (
  rows: readonly Samples[],
  columns: readonly Samples[] | null,
  settings: MeasureSettings,
  step: () => Promise<void>
) => Promise<number[][]>;

interface Pairwise<S> {
  /** Returns a function from one layer's states to what comparisons need of them. */
  readonly side: (all: readonly Samples[], settings: MeasureSettings) => (samples: Samples) => S;
  readonly between: (a: S, b: S, settings: MeasureSettings) => number;
  readonly symmetric: boolean;
}

const pairwise =
  <S>({side, between, symmetric}: Pairwise<S>): Measure =>
  async (rows, columns, settings, step) => {
    const make = side([...rows, ...(columns ?? [])], settings);
    const sides = async (list: readonly Samples[]): Promise<S[]> => {
      const made: S[] = [];
      for (const samples of list) {
        made.push(make(samples));
        await step();
      }
      return made;
    };
    const own = await sides(rows);
    const other = columns ? await sides(columns) : own;
    const values: number[][] = own.map(() => []);
    for (const [row, a] of own.entries()) {
      for (const [column, b] of other.entries()) {
        values[row]![column] =
          symmetric && !columns && column < row ? values[column]![row]! : between(a, b, settings);
        await step();
      }
    }
    return values;
  };

const ckaOf = (kind: CkaKind): Measure =>
  pairwise({
    side: (all) => {
      const form = ckaForm(all, kind);
      return (samples) => ckaSide(samples, kind, form);
    },
    between: ckaBetween,
    symmetric: true
  });

export const measures: {readonly [M in SimilarityMeasure]: Measure} = {
  cka: ckaOf("linear"),
  "cka-rbf": ckaOf("rbf"),
  "cka-debiased": ckaOf("debiased"),
  cca: pairwise({
    side: () => ccaSide,
    between: (a, b) => meanOf(coefficientsOf(a, b)),
    symmetric: true
  }),
  svcca: pairwise({
    side:
      (_, {dims}) =>
      (samples) =>
        svccaSide(samples, dims === null ? {} : {dims}),
    between: svccaBetween,
    symmetric: true
  }),
  pwcca: pairwise({
    side: () => ccaSide,
    between: (a, b, {ecco}) => pwccaBetween(a, b, ecco ? "ecco" : "centred"),
    symmetric: false
  })
};

/** How often `step` is awaited, for so many rows and columns (null: none of their own). */
export const stepsOf = (rows: number, columns: number | null): number =>
  rows + (columns ?? 0) + rows * (columns ?? rows);
