/** What lenses and direct logit attribution must keep on every architecture and backend, by their definitions. */
import {afterAll, beforeAll, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {
  BackendName,
  DirectLogits,
  LensOptions,
  LensPart,
  LensStack,
  LensTranslator,
  Model,
  WritesOptions
} from "../../packages/engine/src/index.ts";
import {eachModel} from "../replay/replay.ts";
import {architectureNames, inputOf} from "./architecture-laws.ts";
import type {Oracle} from "./architecture-laws.ts";
import {difference} from "./numbers.ts";
import type {Expected} from "./numbers.ts";

/** `output`: the last layer against the model's own logits. `same`: of readings that are one by definition; both relative to the largest logit. */
const tolerances: {
  readonly [B in BackendName]: {readonly output: number; readonly same: number};
} = {
  reference: {output: 0, same: 1e-12},
  onnx: {output: 1e-5, same: 1e-4},
  webgpu: {output: 1e-5, same: 1e-4}
};

/** Registers the laws of every architecture on one backend. */
export function lensLaws(
  backend: BackendName,
  {fixture, json}: Pick<Oracle, "fixture" | "json">,
  names: readonly string[] = architectureNames
): void {
  const {output, same} = tolerances[backend];
  const dtype = backend === "reference" ? "float64" : "float32";
  eachModel("lenses", backend, names, (name) => {
    let expected: Expected;
    let model: Model;
    let headless: boolean;
    beforeAll(async () => {
      expected = await json<Expected>(`architectures/${name}/expected.json`);
      model = await loadModel(fixture(`architectures/${name}`), {backend, dtype});
      headless = model.info.kind === "classifier" || model.info.kind === "encoder";
    });
    afterAll(() => model?.dispose());

    /** Logits of every layer at one position, by token. */
    const logitsOf = async (options: LensOptions = {}): Promise<number[][]> => {
      const {layers} = await model.lens(inputOf(expected), {
        top: model.info.vocabulary,
        position: 1,
        ...options
      });
      return layers.map(({top}) => {
        const row = Array.from({length: model.info.vocabulary}, () => NaN);
        for (const {id, logit} of top) row[id] = logit;
        return row;
      });
    };
    const prefix = (): string => (model.info.kind === "encoder-decoder" ? "decoder." : "");
    /** The model's logits where its last state is another. */
    const withLast = async (state: ArrayLike<number>): Promise<number[]> => {
      const site = `${prefix()}layers.${model.info.layers - 1}.residual`;
      const {sites} = await model.run(inputOf(expected), {
        interventions: [{site, set: state, positions: [1]}]
      });
      const {vocabulary} = model.info;
      return Array.from(sites.get("logits")!.data.slice(vocabulary, 2 * vocabulary));
    };
    const stateAt = async (site: string): Promise<number[]> => {
      const {shape, data} = (await model.run(inputOf(expected), {capture: [site]})).sites.get(
        site
      )!;
      const width = shape.at(-1)!;
      return Array.from(data.slice(width, 2 * width));
    };

    test("the last layer is the model's output, bit for bit in float64", async ({skip}) => {
      if (headless) return skip("this model has no head over a vocabulary");
      const {vocabulary} = model.info;
      const {sites} = await model.run(inputOf(expected), {capture: ["logits"]});
      const want = Array.from(sites.get("logits")!.data.slice(vocabulary, 2 * vocabulary));
      const [norm, frozen] = [await logitsOf(), await logitsOf({mode: "frozen"})];
      expect(difference(norm.at(-1)!, want)).toBeLessThanOrEqual(output);
      expect(difference(frozen.at(-1)!, want)).toBeLessThanOrEqual(same);
      expect(norm.length).toBe(model.info.layers + 1);
      const {layers} = await model.lens(inputOf(expected), {contrast: [3, 5], watch: [3, 5]});
      expect(layers.at(-1)!.kl).toBe(0);
      for (const {kl, contrast, watch} of layers) {
        expect(kl).toBeGreaterThanOrEqual(0);
        expect(contrast).toBeCloseTo(watch[0]!.logit - watch[1]!.logit, 12);
      }
    });

    test("each part is read as the model would read it at its end", async ({skip}) => {
      if (headless) return skip("this model has no head over a vocabulary");
      const stacks: readonly LensStack[] = prefix() ? ["decoder", "encoder", "cross"] : ["decoder"];
      const parts: {readonly [P in LensPart]: (stack: LensStack) => string | null} = {
        residual: (stack) => (stack === "cross" ? null : "residual"),
        attention: (stack) => `${stack === "cross" ? "cross" : "attention"}.output`,
        mlp: (stack) => (stack === "cross" ? null : "mlp.output")
      };
      for (const stack of stacks)
        for (const [part, nameOf] of Object.entries(parts)) {
          const own = nameOf(stack);
          if (own === null) continue;
          const before = prefix() ? (stack === "encoder" ? "encoder." : "decoder.") : "";
          const rows = await logitsOf({part: part as LensPart, stack});
          const last = (part === "residual" ? rows.length - 1 : rows.length) - 1;
          const want = await withLast(await stateAt(`${before}layers.${last}.${own}`));
          expect(difference(rows.at(-1)!, want), `${part} of the ${stack}`).toBeLessThan(same);
        }
    });

    test("given matrices come before the head", async ({skip}) => {
      if (headless) return skip("this model has no head over a vocabulary");
      const state = await stateAt(`${prefix()}layers.0.residual`);
      const width = state.length;
      // Fixed numbers that repeat nowhere in a row.
      const weight = Float64Array.from(
        {length: width * width},
        (_, at) => Math.sin(at + 1) / width
      );
      const bias = Float64Array.from({length: width}, (_, at) => Math.cos(at));
      const mapped = state.map((_, out) =>
        state.reduce((sum, x, at) => sum + weight[out * width + at]! * x, bias[out]!)
      );
      const translators: (LensTranslator | null)[] = [null, {weight, bias}];
      const plain = await logitsOf();
      const jacobian = await logitsOf({mode: "jacobian", translators});
      const tuned = await logitsOf({mode: "tuned", translators});
      // Float32 matrices on every backend.
      const gap = Math.max(same, 1e-6);
      expect(difference(jacobian[1]!, await withLast(mapped))).toBeLessThan(gap);
      expect(
        difference(tuned[1]!, await withLast(mapped.map((x, at) => x + state[at]!)))
      ).toBeLessThan(gap);
      for (const rows of [jacobian, tuned])
        for (const [layer, row] of rows.entries())
          if (layer !== 1) expect(difference(row, plain[layer]!)).toBeLessThanOrEqual(same);
    });

    test("what parts, heads and neurons add is the logit", async ({skip}) => {
      if (model.info.kind === "encoder") return skip("this model has no logits");
      const size = model.info.kind === "classifier" ? 1 : 3;
      for (const by of ["layer", "head", "neuron"] as const) {
        const {parts, target, delta, neurons} = await model
          .directLogits(inputOf(expected), {
            by,
            target: size - 1,
            top: 1e6
          })
          .catch((error: unknown) => {
            throw new Error(`${by}: ${String(error)}`);
          });
        const terms = parts.reduce((sum, {value}) => sum + Math.abs(value), 0);
        expect(Math.abs(delta), by).toBeLessThan(same * Math.max(1, terms));
        expect(parts.filter(({kind}) => kind === "mlp").length).toBe(model.info.layers);
        const heads = parts.filter(({kind}) => kind === "attention").length;
        expect(heads).toBe(model.info.layers * (by === "head" ? model.info.heads : 1));
        expect(Number.isFinite(target.value)).toBe(true);
        if (!neurons) continue;
        for (let layer = 0; layer < model.info.layers; layer++) {
          const own = neurons.filter((neuron) => neuron.layer === layer);
          const mlp = parts.find((part) => part.kind === "mlp" && part.layer === layer)!;
          const sum = own.reduce((total, {value}) => total + value, 0);
          expect(Math.abs(sum - mlp.value)).toBeLessThan(same * Math.max(1, terms));
        }
      }
    });

    test("what a part writes towards a token is what it adds to its logit", async ({skip}) => {
      if (model.info.kind === "encoder") return skip("this model has no logits");
      const input = inputOf(expected);
      const target = model.info.kind === "classifier" ? 0 : 2;
      const whole = await model.directLogits(input, {target});
      const neurons = await model.directLogits(input, {target, top: 1e6, by: "neuron"});
      const heads = await model.directLogits(input, {target, by: "head"});
      const layer = model.info.layers - 1;
      const valueOf = ({parts}: DirectLogits, kind: string, head: number | null): number =>
        parts.find((part) => part.kind === kind && part.layer === layer && part.head === head)!
          .value;
      const neuron = neurons.neurons!.find((one) => one.layer === layer)!;
      const ends = whole.parts.filter(({kind}) => kind !== "bias").map(({value}) => value);
      const cases: readonly (readonly [WritesOptions, number])[] = [
        [{site: "attention", layer}, valueOf(whole, "attention", null)],
        [{site: "mlp", layer}, valueOf(whole, "mlp", null)],
        [{site: "head", layer, head: 1}, valueOf(heads, "attention", 1)],
        [{site: "neuron", layer, neuron: neuron.neuron}, neuron.value],
        [{site: "residual", layer: layer + 1}, ends.reduce((sum, value) => sum + value, 0)],
        ...(model.info.sites.some((site) => site.includes(".cross."))
          ? [[{site: "head", layer, head: 1, stack: "cross"}, valueOf(heads, "cross", 1)] as const]
          : [])
      ];
      const terms = ends.reduce((sum, value) => sum + Math.abs(value), 1);
      for (const [options, value] of cases) {
        const {promotes, suppresses, mean} = await model.writes(input, {...options, top: 1e6});
        const {logit} = promotes.find(({id}) => id === target)!;
        expect(Math.abs(logit + mean - value), JSON.stringify(options)).toBeLessThan(same * terms);
        expect(suppresses).toEqual(promotes.toReversed());
        const sum = promotes.reduce((total, one) => total + one.logit, 0);
        expect(Math.abs(sum)).toBeLessThan(same * terms * promotes.length);
      }
    });
  });
}
