import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {AttributionMethod, Model} from "../../packages/engine/src/index.ts";
import {difference} from "./numbers.ts";
import {fixture, json} from "./oracle.ts";

interface Ecco {
  readonly prompt: string;
  readonly token_ids: readonly number[];
  readonly n_input_tokens: number;
  readonly attribution: Readonly<
    Record<"ig" | "gradient" | "grad_x_input", readonly (readonly number[])[]>
  >;
  readonly layer_predictions: Readonly<
    Record<
      string,
      readonly (readonly {
        readonly token: string;
        readonly prob: string;
        readonly layer: number;
      }[])[]
    >
  >;
  readonly rankings: {readonly rankings: readonly (readonly number[])[]};
  readonly rankings_watch: {
    readonly watch: readonly number[];
    readonly position: number;
    readonly rankings: readonly (readonly number[])[];
  };
}

const methods: readonly (readonly [keyof Ecco["attribution"], AttributionMethod])[] = [
  ["ig", "integrated-gradients"],
  ["gradient", "saliency"],
  ["grad_x_input", "input-x-gradient"]
];

describe("compat ecco gives the numbers of Ecco 0.1.2", () => {
  const ecco = json<Ecco>("ecco/gpt2.json");
  const count = ecco.n_input_tokens;
  let model: Model;
  beforeAll(async () => {
    model = await loadModel(fixture("ecco/tiny-gpt2"), {dtype: "float64"});
  });
  afterAll(() => model?.dispose());

  test("tokens and greedy continuation", async () => {
    expect(model.tokenize(ecco.prompt).map(({id}) => id)).toEqual(ecco.token_ids.slice(0, count));
    const made = await model.generate(ecco.prompt, {tokens: 5});
    expect(made.steps.map(({token}) => token.id)).toEqual(ecco.token_ids.slice(count));
  });

  test.each(methods)("%s: shares for every produced token", async (key, method) => {
    for (const [step, shares] of ecco.attribution[key].entries()) {
      const ids = ecco.token_ids.slice(0, count + step);
      const found = await model.explain(
        {ids},
        {method, target: ecco.token_ids[count + step]!, compat: "ecco"}
      );
      expect(found.scores.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
      // Ecco ran in float32.
      expect(difference(found.scores, shares), `step ${step}`).toBeLessThan(1e-4);
    }
  });

  test("layer predictions: the residual as it is, the last layer through the final norm", async () => {
    for (const [position, layers] of Object.entries(ecco.layer_predictions)) {
      const ids = ecco.token_ids.slice(0, Number(position));
      const lens = await model.lens({ids}, {compat: "ecco", top: 5});
      layers.forEach((rows, layer) => {
        const got = lens.layers[layer + 1]!.top.map(({probability}) => probability);
        expect(
          difference(
            got,
            rows.map(({prob}) => Number(prob))
          ),
          `layer ${layer}`
        ).toBeLessThan(1e-4);
      });
    }
  });

  test("rankings of produced and of watched tokens", async () => {
    const produced = await model.rankings(ecco.prompt, {tokens: 5, compat: "ecco"});
    const rows = produced.layers
      .slice(1)
      .map((_, layer) => produced.columns.map(({ranks}) => ranks[layer + 1]!));
    expect(rows).toEqual(ecco.rankings.rankings);
    const {watch, position, rankings} = ecco.rankings_watch;
    const watched = await model.rankings(
      {ids: ecco.token_ids.slice(0, position)},
      {watch, compat: "ecco"}
    );
    expect(
      watched.layers.slice(1).map((_, layer) => watched.columns.map(({ranks}) => ranks[layer + 1]!))
    ).toEqual(rankings);
  });
});
