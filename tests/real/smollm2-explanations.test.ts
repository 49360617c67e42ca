/** Explanations of SmolLM2: the reference implementation's numbers, at float32's distance (relative to the largest). */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {AttributionMethod, ExplainOptions, Model} from "../../packages/engine/src/index.ts";
import oracle from "../fixtures/real/smollm2-explanations.json";
import {difference} from "../engine/numbers.ts";
import {absent, smollm2} from "./models.ts";

if (absent) test.skip(absent, () => {});

/** The reference's map is of the logit; the log-probability's is not asked for beside it. */
const ofLogit = {of: "logit", signs: false} as const;

type Row = readonly number[];
/** Of both readings the same fields; only names and sizes matter here. */
interface Wanted {
  readonly value: number;
  readonly saliency_l2: Row;
  readonly input_x_gradient: Row;
  readonly ig_zero_50: {readonly sum: Row; readonly delta: number};
  readonly ig_mean_50: {readonly sum: Row; readonly delta: number};
  readonly occlusion_zero: Row;
  readonly occlusion_mean: Row;
}

describe.skipIf(absent)("SmolLM2 on onnx", () => {
  let model: Model;
  beforeAll(async () => {
    model = await loadModel(smollm2, {backend: "onnx"});
  });
  afterAll(() => model?.dispose());

  const attributed: readonly [
    method: AttributionMethod,
    options: ExplainOptions,
    want: (wanted: Wanted) => Row,
    tolerance: number
  ][] = [
    ["saliency", {}, ({saliency_l2}) => saliency_l2, 1e-3],
    ["input-x-gradient", {}, ({input_x_gradient}) => input_x_gradient, 1e-3],
    ["occlusion", {baseline: "zero"}, ({occlusion_zero}) => occlusion_zero, 1e-3],
    ["occlusion", {baseline: "mean"}, ({occlusion_mean}) => occlusion_mean, 1e-3]
  ];

  // Fifty gradients take ten seconds: of one prompt, unless everything is asked for.
  const everything = process.env["ECCO_EVERYTHING"] === "1";
  const slow: readonly (readonly [
    baseline: "zero" | "mean",
    of: "logit" | "difference",
    at: number
  ])[] = [
    ["zero", "logit", 0],
    ...(everything
      ? ([
          ["mean", "difference", 0],
          ["zero", "difference", 0],
          ["mean", "logit", 0],
          ["zero", "logit", 1],
          ["zero", "difference", 1],
          ["mean", "logit", 1],
          ["mean", "difference", 1]
        ] as const)
      : [])
  ];
  test.each(slow)("integrated gradients from %s of the %s, prompt %i", async (baseline, of, at) => {
    const {prompt, target, foil, attribution} = oracle.prompts[at]!;
    const wanted: Wanted = attribution[of];
    const {scores, delta, warning} = await model.explain(prompt, {
      method: "integrated-gradients",
      target,
      ...(of === "difference" ? {foil} : ofLogit),
      baseline,
      steps: 50
    });
    const {sum, delta: told} = baseline === "zero" ? wanted.ig_zero_50 : wanted.ig_mean_50;
    expect(difference(scores, sum)).toBeLessThan(1e-2);
    expect(Math.abs(delta! - told)).toBeLessThan(1e-2 * Math.max(1, Math.abs(told)));
    // From zero the map is none, and says so.
    if (baseline === "zero" && of === "logit") {
      expect(Math.abs(delta!)).toBeGreaterThan(10);
      expect(warning!.message).toMatch(/^not an explanation/);
    }
  });

  describe.each(oracle.prompts)("$prompt", ({prompt, target, foil, attribution, lens, direct}) => {
    test.each(attributed)("%s, %o", async (method, options, want, tolerance) => {
      for (const [of, contrast] of [
        ["logit", ofLogit],
        ["difference", {foil}]
      ] as const) {
        const wanted: Wanted = attribution[of];
        const map = await model.explain(prompt, {method, target, ...contrast, ...options});
        expect(Math.abs(map.target.value - wanted.value)).toBeLessThan(2e-3);
        const got = method === "saliency" ? map.norms : map.scores;
        expect(difference(got, want(wanted)), of).toBeLessThan(tolerance);
      }
    });

    test("the lens: entropies, ranks, logits", async () => {
      for (const mode of ["norm", "raw"] as const) {
        const {layers} = await model.lens(prompt, {mode, watch: [target, foil]});
        expect(layers.length).toBe(lens[mode].length);
        for (const [index, want] of lens[mode].entries()) {
          const {entropy, watch} = layers[index]!;
          expect(Math.abs(entropy * Math.LN2 - want.entropy), `${mode} ${index}`).toBeLessThan(
            1e-3
          );
          expect(Math.abs(watch[0]!.logit - want.logit)).toBeLessThan(
            2e-3 * Math.max(1, Math.abs(want.logit))
          );
          for (const [at, rank] of [want.target, want.foil].entries())
            expect(Math.abs(watch[at]!.rank - rank)).toBeLessThanOrEqual(
              Math.ceil(rank / 1000) - 1 + (rank > 50 ? 1 : 0)
            );
        }
      }
    });

    test("direct logit attribution adds up, part by part", async () => {
      for (const [token, want] of [
        [target, direct.target],
        [foil, direct.foil]
      ] as const) {
        const {parts, target: told, delta} = await model.directLogits(prompt, {target: token});
        expect(Math.abs(told.value - want.logit)).toBeLessThan(2e-3);
        expect(Math.abs(delta)).toBeLessThan(1e-3);
        const of = (kind: string): number[] =>
          parts.filter((part) => part.kind === kind).map(({value}) => value);
        expect(Math.abs(of("embedding")[0]! - want.embedding)).toBeLessThan(1e-3);
        expect(difference(of("attention"), want.attn)).toBeLessThan(1e-3);
        expect(difference(of("mlp"), want.mlp)).toBeLessThan(1e-3);
        expect(of("bias")).toEqual([0]);
      }
    });
  });

  test("the default map is of the log-probability, with transformers' numbers; with a foil of the difference", async () => {
    const prompt = "The capital of France is";
    const usual = await model.explain(prompt);
    expect(usual.target).toMatchObject({text: " Paris", of: "logprob", rank: 1});
    expect(usual.target.probability).toBeCloseTo(0.7729, 3);
    const wanted = [3.1762, 8.2003, 4.3743, 11.5927, 6.6108];
    expect(difference(usual.scores, wanted)).toBeLessThan(1e-3);
    const contrast = await model.explain(prompt, {target: " Paris", foil: " London"});
    expect(difference(contrast.scores, [-0.054, 2.709, 1.203, 6.743, -0.417])).toBeLessThan(1e-3);
    const spans = await model.explain(prompt, {span: " Paris", foil: " London"});
    expect(difference(spans.scores, contrast.scores)).toBeLessThan(1e-3);
    const logit = await model.explain(prompt, {of: "logit"});
    expect(logit.notes[0]).toMatch(/4 of 5 tokens have the opposite sign/);
    const relevance = await model.explain(prompt, {method: "cp-lrp"});
    expect(Math.abs(relevance.delta!)).toBeLessThan(1e-3);
    const through = await model.explain(prompt, {method: "deeplift"});
    expect(Math.abs(through.delta!)).toBeLessThan(1e-3);
    const spelled = await model.explain(prompt, {target: "Paris"});
    expect(spelled.target.likelier).toMatchObject({text: " Paris", rank: 1});
  });

  test("the residual stream patched, block by block", async () => {
    const {clean, corrupt, good, bad, values, patched, recovered, last, second} = oracle.patching;
    const found = await model.patch(clean, corrupt, {target: good, foil: bad});
    expect(Math.abs(found.clean - values.clean)).toBeLessThan(2e-3);
    expect(Math.abs(found.corrupt - values.corrupt)).toBeLessThan(2e-3);
    for (const [position, name] of [
      [last, "last"],
      [second, "second"]
    ] as const) {
      const column = found.values.map((row) => row[position]!);
      expect(difference(column, patched[name], true), name).toBeLessThan(5e-3);
      const shares = found.recovered!.map((row) => row[position]!);
      expect(difference(shares, recovered[name], true), name).toBeLessThan(2e-3);
    }
  });
});
