import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {
  AttributionMethod,
  ExplainOptions,
  Model,
  TargetKind
} from "../../packages/engine/src/index.ts";
import {difference} from "./numbers.ts";
import {fixture, json} from "./oracle.ts";

interface Method {
  readonly sum?: readonly number[];
  readonly l2?: readonly number[];
  readonly delta?: number;
}
interface Reading {
  readonly value: number;
  readonly value_zero: number;
  readonly value_mean: number;
  readonly saliency: {readonly l2: readonly number[]; readonly l1: readonly number[]};
  readonly input_x_gradient: Method;
  readonly ig_gauss50: Method;
  readonly ig_mean_gauss50: Method;
  readonly ig_trapezoid20: Method;
  readonly occlusion: readonly number[];
  readonly shapley: readonly number[];
}
type DeepLift = Method & {readonly abs_sum: number};
interface Relevance {
  readonly sum: readonly number[];
  readonly l2: readonly number[];
  readonly total?: number;
  readonly position_sum?: readonly number[];
  readonly rest?: number;
}
interface Oracle {
  readonly ids: readonly number[];
  readonly decoder_ids: readonly number[] | null;
  readonly position: number;
  readonly target: number;
  readonly foil: number;
  readonly logit: Reading;
  readonly prob: Reading;
  readonly diff: Reading;
  readonly deeplift?: Readonly<
    Record<"logit" | "prob" | "diff", Readonly<Record<"zero" | "mean" | "token5", DeepLift>>>
  >;
  /** Of models of one stack: [query][key]. */
  readonly attention: {readonly self?: {readonly rollout: readonly (readonly number[])[]}};
  readonly attn_lrp?: Relevance;
  readonly cp_lrp?: Relevance;
  readonly guided?: Relevance;
  readonly deconv?: Relevance;
  readonly ecco: {
    readonly ig: readonly number[];
    readonly gradient: readonly number[];
    readonly grad_x_input: readonly number[];
  };
}

const readings: readonly (readonly ["logit" | "prob" | "diff", TargetKind])[] = [
  ["logit", "logit"],
  ["prob", "probability"],
  ["diff", "logit"]
];

const models = ["gpt2", "llama", "gemma2", "bert-mlm", "bert-cls", "t5", "bart"];

describe.each(models)("%s, in float64", (name) => {
  const oracle = json<Oracle>(`attribution/${name}.json`);
  const input = {ids: oracle.ids, ...(oracle.decoder_ids ? {decoderIds: oracle.decoder_ids} : {})};
  const where = name === "bert-cls" ? {} : {position: oracle.position};
  let model: Model;
  beforeAll(async () => {
    model = await loadModel(fixture(`attribution/${name}`), {dtype: "float64"});
  });
  afterAll(() => model?.dispose());

  test.each(readings)("%s: every method equals the reference to 1e-6", async (key, of) => {
    const want = oracle[key];
    const explain = (method: AttributionMethod, options: ExplainOptions = {}) =>
      model.explain(input, {
        method,
        of,
        target: oracle.target,
        ...(key === "diff" ? {foil: oracle.foil} : {}),
        ...where,
        ...options
      });
    const near = (got: readonly number[], expected: readonly number[], what: string) =>
      expect(difference(got, expected), what).toBeLessThan(1e-6);

    const saliency = await explain("saliency");
    expect(Math.abs(saliency.target.value - want.value)).toBeLessThan(1e-9);
    // The reference takes these two models' rows behind the scale of the embedding, Ecco the rows of the table.
    const scaled = ["gemma2", "bart"].includes(name) ? Math.sqrt(model.info.width) : 1;
    const gradients = (found: readonly number[]): number[] => found.map((x) => x / scaled);
    near(gradients(saliency.scores), want.saliency.l2, "saliency l2");
    const {scores: l1} = await explain("saliency", {reduce: "l1"});
    near(gradients(l1), want.saliency.l1, "saliency l1");
    const product = await explain("input-x-gradient");
    near(product.scores, want.input_x_gradient.sum!, "input-x-gradient");
    near(product.norms, want.input_x_gradient.l2!, "input-x-gradient l2");
    near((await explain("occlusion", {baseline: "zero"})).scores, want.occlusion, "occlusion");
    const game = await explain("shapley", {baseline: "zero"});
    near(game.scores, want.shapley, "shapley");
    expect(Math.abs(game.delta!)).toBeLessThan(1e-10 * Math.max(1, Math.abs(game.change!)));
    const trapezoid = {baseline: "zero", quadrature: "trapezoid", steps: 20} as const;
    near(
      (await explain("integrated-gradients", trapezoid)).scores,
      want.ig_trapezoid20.sum!,
      "trapezoid"
    );
    for (const [baseline, expected, floor] of [
      ["zero", want.ig_gauss50, want.value_zero],
      ["mean", want.ig_mean_gauss50, want.value_mean]
    ] as const) {
      const found = await explain("integrated-gradients", {baseline});
      near(found.scores, expected.sum!, `integrated gradients, ${baseline}`);
      near(found.norms, expected.l2!, `integrated gradients l2, ${baseline}`);
      expect(Math.abs(found.change! - (want.value - floor))).toBeLessThan(1e-9);
      // The delta is told as it is, also where the path does not add up (RMS norms).
      expect(Math.abs(found.delta! - expected.delta!)).toBeLessThan(
        1e-6 * Math.max(1, Math.abs(expected.delta!))
      );
    }
  });

  test.runIf(oracle.deeplift).each(readings)(
    "%s: DeepLift equals the reference, and adds up",
    async (key, of) => {
      for (const [baseline, want] of Object.entries(oracle.deeplift![key])) {
        const found = await model.explain(input, {
          method: "deeplift",
          decomposition: "elementwise",
          of,
          target: oracle.target,
          ...(key === "diff" ? {foil: oracle.foil} : {}),
          ...where,
          baseline: baseline === "token5" ? "#5" : baseline
        });
        expect(difference(found.scores, want.sum!), baseline).toBeLessThan(1e-8);
        expect(difference(found.norms, want.l2!), baseline).toBeLessThan(1e-8);
        // From zero, enormous terms of a llama cancel: the sum has digits of the terms.
        const size = name === "llama" && baseline === "zero" ? want.abs_sum : 1;
        const lost =
          want.abs_sum > 100 * Math.max(Math.abs(found.change!), Math.abs(found.target.value));
        if (lost) expect(found.warning?.message, baseline).toMatch(/cancel to a change/);
        expect(Math.abs(found.delta!), baseline).toBeLessThan(1e-9 * Math.max(1, size));
      }
    }
  );

  test.runIf(oracle.cp_lrp)("relevance, guided backpropagation and deconvolution", async () => {
    for (const [key, method] of [
      ["attn_lrp", "attn-lrp"],
      ["cp_lrp", "cp-lrp"],
      ["guided", "guided-backprop"],
      ["deconv", "deconvolution"]
    ] as const) {
      const want = oracle[key]!;
      const found = await model.explain(input, {
        method,
        of: "logit",
        target: oracle.target,
        ...where
      });
      expect(difference(found.scores, want.sum), method).toBeLessThan(1e-8);
      expect(difference(found.norms, want.l2), method).toBeLessThan(1e-8);
      if (want.rest === undefined) continue;
      // What positions and biases take is what the scores miss.
      const places = (want.position_sum ?? []).reduce((sum, x) => sum + x, 0);
      const missed = -(want.rest + places);
      expect(Math.abs(found.delta! - missed), method).toBeLessThan(1e-8);
      if (name === "llama" && method === "cp-lrp")
        expect(Math.abs(found.delta!), "nothing is lost without biases").toBeLessThan(1e-9);
      expect(found.provenance.notices?.[0], method).toMatch(/patent/);
    }
  });

  test.runIf(oracle.attention.self)("rollout", async () => {
    const {rollout} = oracle.attention.self!;
    // A classifier of this kind reads the first position.
    const row = name === "bert-cls" ? 0 : oracle.position;
    const found = await model.explain(input, {
      method: "attention-rollout",
      target: oracle.target,
      ...where
    });
    expect(difference(found.scores, rollout.at(row)!)).toBeLessThan(1e-8);
  });

  test("compat ecco gives Ecco's shares", async () => {
    const shares = async (method: AttributionMethod) =>
      (await model.explain(input, {method, target: oracle.target, compat: "ecco", ...where}))
        .scores;
    expect(difference(await shares("saliency"), oracle.ecco.gradient)).toBeLessThan(1e-6);
    expect(difference(await shares("input-x-gradient"), oracle.ecco.grad_x_input)).toBeLessThan(
      1e-6
    );
    expect(difference(await shares("integrated-gradients"), oracle.ecco.ig)).toBeLessThan(1e-6);
  });
});
