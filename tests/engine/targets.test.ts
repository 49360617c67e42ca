/**
 * What can be explained, by its definition: values against the model's own logits and sites, gradients by the way they add
 * up (integrated gradients of a model with LayerNorm end where the target does, or a gradient is wrong).
 */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {InputError, loadModel, UnsupportedError} from "../../packages/engine/src/index.ts";
import type {ExplainOptions, Model, ModelInput} from "../../packages/engine/src/index.ts";
import {fixture} from "./oracle.ts";

const ids = [7, 31, 12, 64, 5, 49, 20];
const input = {ids};

const softmax = (logits: ArrayLike<number>): number[] => {
  const list = Array.from(logits);
  const most = Math.max(...list);
  const powers = list.map((x) => Math.exp(x - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
};

describe("gpt2, in float64", () => {
  let model: Model;
  beforeAll(async () => {
    model = await loadModel(fixture("attribution/gpt2"), {dtype: "float64"});
  });
  afterAll(() => model?.dispose());

  const siteOf = async (asked: ModelInput, site: string) =>
    (await model.run(asked, {capture: [site]})).sites.get(site)!;
  const logitsOf = async (asked: {ids: readonly number[]}, position = -1): Promise<number[]> => {
    const {data} = await siteOf(asked, "logits");
    const {vocabulary} = model.info;
    const at = position < 0 ? asked.ids.length + position : position;
    return Array.from(data.slice(at * vocabulary, (at + 1) * vocabulary));
  };

  /** Expects this value, and a gradient that adds up to its change. */
  const holds = async (options: ExplainOptions, want: number): Promise<void> => {
    const map = await model.explain(input, {
      method: "integrated-gradients",
      baseline: "mean",
      steps: 100,
      ...options
    });
    expect(Math.abs(map.target.value - want)).toBeLessThan(1e-10 * Math.max(1, Math.abs(want)));
    expect(Math.abs(map.change!)).toBeGreaterThan(1e-9);
    expect(Math.abs(map.delta!)).toBeLessThan(1e-6 * Math.abs(map.change!));
    expect(map.scores.length).toBe(ids.length);
  };

  test("a probability, a log-probability, a difference", async () => {
    const logits = await logitsOf(input);
    const shares = softmax(logits);
    await holds({target: 33, of: "probability"}, shares[33]!);
    await holds({target: 33, of: "logprob"}, Math.log(shares[33]!));
    await holds({target: 33, foil: 58}, logits[33]! - logits[58]!);
    await holds({target: 33, foil: 58, of: "probability"}, shares[33]! - shares[58]!);
    await holds({target: 33, of: "logit", position: 2}, (await logitsOf(input, 2))[33]!);
    await holds({target: 33, position: 2}, Math.log(softmax(await logitsOf(input, 2))[33]!));
  });

  test("entropy, and the divergence from what another prompt says", async () => {
    const shares = softmax(await logitsOf(input));
    await holds(
      {of: "entropy"},
      shares.reduce((sum, p) => sum - p * Math.log2(p), 0)
    );
    const other = {ids: [3, 14, 15]};
    const said = softmax(await logitsOf(other));
    await holds(
      {against: other},
      said.reduce((sum, p, id) => sum + p * Math.log2(p / shares[id]!), 0)
    );
    const self = await model.explain(input, {against: input, method: "occlusion"});
    expect(Math.abs(self.target.value)).toBeLessThan(1e-12);
  });

  test("a span is what its tokens say one after the other", async () => {
    const span = [21, 50, 3];
    const steps = await Promise.all(
      span.map(async (id, at) => {
        const logits = await logitsOf({ids: [...ids, ...span.slice(0, at)]});
        return {logit: logits[id]!, share: softmax(logits)[id]!};
      })
    );
    const sum = (of: (step: (typeof steps)[number]) => number): number =>
      steps.reduce((total, step) => total + of(step), 0);
    await holds(
      {span},
      sum(({share}) => Math.log(share))
    );
    await holds(
      {span, of: "logit"},
      sum(({logit}) => logit)
    );
    await holds({span, of: "probability"}, Math.exp(sum(({share}) => Math.log(share))));
  });

  test("expressions say what they say", async () => {
    const logits = await logitsOf(input);
    const shares = softmax(logits);
    const width = model.info.width;
    const residual = await siteOf(input, "layers.1.residual");
    const row = (at: number): number[] =>
      Array.from(residual.data.slice(at * width, (at + 1) * width));
    const neurons = await siteOf(input, "layers.0.neurons");
    const pattern = await siteOf(input, "layers.2.attention.pattern");
    const [, rows, columns] = pattern.shape as [number, number, number];
    const dot = (a: readonly number[], b: readonly number[]): number =>
      a.reduce((sum, x, at) => sum + x * b[at]!, 0);
    const length = (a: readonly number[]): number => Math.sqrt(dot(a, a));
    const [first, last] = [row(0), row(ids.length - 1)];
    const cases: readonly (readonly [string, number])[] = [
      ["logit(33) - logit(58)", logits[33]! - logits[58]!],
      ['2 * logprob("#33") / 4', Math.log(shares[33]!) / 2],
      ["-(probability(33) + probability(58))", -(shares[33]! + shares[58]!)],
      ["entropy()", shares.reduce((sum, p) => sum - p * Math.log2(p), 0)],
      ['site("layers.0.neurons", -1, 3)', neurons.data.at(-(neurons.shape[1]! - 3))!],
      [
        'site("layers.2.attention.pattern", 1, -1, 0)',
        pattern.data[(1 * rows + rows - 1) * columns]!
      ],
      [
        'sum(site("layers.1.residual", -1))',
        dot(
          last,
          last.map(() => 1)
        )
      ],
      ['norm(site("layers.1.residual", -1))', length(last)],
      [
        'cosine(site("layers.1.residual", 0), site("layers.1.residual", -1))',
        dot(first, last) / (length(first) * length(last))
      ],
      ['dot(site("layers.1.residual", 0), site("layers.1.residual", -1))', dot(first, last)],
      ["exp(logit(33) / 10)", Math.exp(logits[33]! / 10)],
      [
        "log(1 + relu(logit(33)) + abs(logit(58)))",
        Math.log(1 + Math.max(0, logits[33]!) + Math.abs(logits[58]!))
      ],
      ["tanh(sqrt(probability(33)))", Math.tanh(Math.sqrt(shares[33]!))]
    ];
    for (const [expression, want] of cases) {
      const {target} = await model.explain(input, {expression, method: "saliency"});
      expect(Math.abs(target.value - want), expression).toBeLessThan(
        1e-10 * Math.max(1, Math.abs(want))
      );
      expect([target.of, target.text, target.id]).toEqual(["expression", expression, null]);
    }
    await holds({expression: cases[0]![0]}, cases[0]![1]);
    await holds(
      {expression: 'tanh(site("layers.0.neurons", -1, 3)) + entropy()'},
      Math.tanh(cases[4]![1]) + cases[3]![1]
    );
    // An inner place's own explanation: it cannot depend on what comes behind it.
    const early = await model.explain(input, {
      expression: 'site("layers.1.residual", 2, 5)',
      method: "input-x-gradient"
    });
    expect(early.scores.map((score) => score !== 0)).toEqual(ids.map((_, at) => at <= 2));
  });

  const wrong: readonly (readonly [ExplainOptions, RegExp])[] = [
    [{expression: "logit(33"}, /expression "logit\(33"/],
    [
      {expression: "logit(33) logit(58)"},
      /expected nothing behind it, got logit\(58\) at character/
    ],
    [{expression: "max(logit(3))"}, /unknown function max; one of logit, /],
    [{expression: "logit(3) ** 2"}, /unknown operator \*\*; one of \+ - \* \//],
    [{expression: 'site("layers.0.nerves")'}, /no site layers.0.nerves/],
    [
      {expression: 'site("layers.0.neurons", 9, 0)'},
      /position: got 9, expected whole numbers from -7 to 6/
    ],
    [
      {expression: 'site("layers.0.neurons", 1)'},
      /numbers, expected one; sum them, or give an index/
    ],
    [
      {expression: 'site("layers.0.neurons", 1, 2, 3)'},
      /has 2 axes \(position, neuron\), got 3 indices/
    ],
    [{expression: "1 + 1"}, /does not depend on the input/],
    [{expression: "fetch('x')"}, /unknown function fetch/],
    [{expression: "logit(1)", target: 3}, /target was given, but expression has none/],
    [{of: "kl"}, /no other prompt was given/],
    [{of: "expression"}, /no expression was given/],
    [{of: "entropy", foil: 3}, /foil was given, but entropy has none/],
    [{of: "guess" as "logit"}, /unknown target reading \(of\): guess; one of logit, /],
    [{span: [], of: "logprob"}, /span: got no tokens/],
    [{span: [3], position: 2}, /leave out position/],
    [{span: [3], target: 3}, /got target and span, expected one of them/],
    [{target: 3, foil: 3}, /the same token/]
  ];
  test.each(wrong)("%o is refused", async (options, message) => {
    await expect(model.explain(input, options)).rejects.toThrow(InputError);
    await expect(model.explain(input, options)).rejects.toThrow(message);
  });
});

test("a span of a decoder behind an encoder; none where a model does not write", async () => {
  const bart = await loadModel(fixture("attribution/bart"), {dtype: "float64"});
  const source = {ids: [5, 9, 3, 8, 1]};
  const map = await bart.explain(source, {
    span: [4, 6],
    method: "integrated-gradients",
    baseline: "mean",
    steps: 200
  });
  expect(map.tokens.length).toBe(source.ids.length);
  expect(Math.abs(map.delta!)).toBeLessThan(1e-7);
  bart.dispose();
  const bert = await loadModel(fixture("attribution/bert-mlm"), {dtype: "float64"});
  await expect(bert.explain(source, {span: [4]})).rejects.toThrow(UnsupportedError);
  await expect(bert.explainAll(source)).rejects.toThrow(/does not write/);
  bert.dispose();
});

describe("the input/output matrix", () => {
  test.each(["gpt2", "llama"])(
    "%s: each row is the explanation of the text up to it",
    async (name) => {
      const model = await loadModel(fixture(`attribution/${name}`), {dtype: "float64"});
      const options = {method: "occlusion", baseline: "mean"} as const;
      const {rows, tokens, encoderLength} = await model.explainAll(input, {...options, tokens: 3});
      const made = (await model.generate(input, {tokens: 3})).steps.map(({token}) => token.id);
      expect(rows.map(({token}) => token.id)).toEqual(made);
      expect([tokens.length, encoderLength]).toEqual([10, 10]);
      for (const [at, row] of rows.entries()) {
        const before = {ids: [...ids, ...made.slice(0, at)]};
        const alone = await model.explain(before, {...options, target: made[at]!});
        expect([row.index, row.scores.length]).toEqual([ids.length + at, ids.length + at]);
        expect(row.value).toBeCloseTo(alone.target.value, 12);
        row.scores.forEach((score, token) => expect(score).toBeCloseTo(alone.scores[token]!, 12));
      }
      const prompt = await model.explainAll(input, {...options, which: "prompt"});
      expect(prompt.rows.map(({token}) => token.id)).toEqual(ids.slice(1));
      expect(prompt.rows.map(({scores}) => scores.length)).toEqual([1, 2, 3, 4, 5, 6]);
      const all = await model.explainAll(input, {...options, which: "all", continuation: [9, 8]});
      expect(all.rows.map(({token}) => token.id)).toEqual([...ids.slice(1), 9, 8]);
      await expect(model.explainAll(input, {which: "some" as "all"})).rejects.toThrow(
        /unknown which/
      );
      model.dispose();
    }
  );

  test("t5: encoder's tokens, and of the decoder's those before", async () => {
    const model = await loadModel(fixture("attribution/t5"), {dtype: "float64"});
    const source = {ids: [5, 9, 3, 8, 1]};
    const {rows, encoderLength, tokens} = await model.explainAll(source, {
      continuation: [4, 6],
      method: "deeplift"
    });
    expect([encoderLength, tokens.length]).toEqual([5, 8]);
    expect(rows.map(({scores}) => scores.length)).toEqual([6, 7]);
    for (const {delta} of rows) expect(Math.abs(delta!)).toBeLessThan(1e-9);
    await expect(model.explainAll(source, {which: "prompt"})).rejects.toThrow(/leave out which/);
    model.dispose();
  });
});
