/** Similarity of layers and probes against the same written plainly. */
import {probe, type Samples} from "@ecco/engine";
import {bench, describe} from "vitest";
import {measures} from "../packages/engine/src/explain/spaces/measures.ts";
import {randomOf} from "../packages/engine/src/explain/generation/random.ts";

const [LAYERS, TOKENS, WIDTH] = [30, 512, 576];
const random = randomOf(1);
/** States that change a little from layer to layer, as a residual stream does. */
const layers: readonly Samples[] = (() => {
  let data = Float64Array.from({length: TOKENS * WIDTH}, () => random() - 0.5);
  return Array.from({length: LAYERS}, () => {
    data = data.map((x) => x + 0.3 * (random() - 0.5));
    return {rows: TOKENS, columns: WIDTH, data};
  });
})();
const few = layers.slice(0, 4);
const step = (): Promise<void> => Promise.resolve();
const about = {dims: null, ecco: false};

/** ‖XᵀY‖² of features, as the definition reads: three products of neurons × neurons for each pair. */
function plainly(x: Samples, y: Samples): number {
  const centred = ({rows, columns, data}: Samples): number[][] => {
    const means = Array.from({length: columns}, (_, column) => {
      let sum = 0;
      for (let row = 0; row < rows; row++) sum += data[row * columns + column]! / rows;
      return sum;
    });
    return Array.from({length: rows}, (_, row) =>
      means.map((mean, column) => data[row * columns + column]! - mean)
    );
  };
  const crossed = (a: number[][], b: number[][]): number => {
    let sum = 0;
    for (let one = 0; one < a[0]!.length; one++) {
      for (let other = 0; other < b[0]!.length; other++) {
        let product = 0;
        for (let row = 0; row < a.length; row++) product += a[row]![one]! * b[row]![other]!;
        sum += product ** 2;
      }
    }
    return sum;
  };
  const [a, b] = [centred(x), centred(y)];
  return crossed(a, b) / Math.sqrt(crossed(a, a) * crossed(b, b));
}

const [[, , , last]] = (await measures.cka(few, null, about, step)) as [number[]];
if (Math.abs(last! - plainly(few[0]!, few[3]!)) > 1e-10) throw new Error("CKA is not CKA");

describe(`linear CKA of ${LAYERS} layers, ${TOKENS} tokens × ${WIDTH} neurons, against the definition for 2 of the 435 pairs`, () => {
  bench("ours, all pairs", async () => void (await measures.cka(layers, null, about, step)), {
    iterations: 3,
    warmupIterations: 0,
    time: 0
  });
  bench(
    "the definition, 2 pairs",
    () => {
      plainly(layers[0]!, layers[1]!);
      plainly(layers[0]!, layers[2]!);
    },
    {iterations: 2, warmupIterations: 0, time: 0}
  );
});

const [SAMPLES, FEATURES, CLASSES] = [400, 192, 5];
const labels = Array.from({length: SAMPLES}, (_, at) => at % CLASSES);
const samples: Samples = {
  rows: SAMPLES,
  columns: FEATURES,
  data: Float64Array.from({length: SAMPLES * FEATURES}, (_, at) => {
    const [row, column] = [Math.floor(at / FEATURES), at % FEATURES];
    return random() * 2 - 1 + (column % CLASSES === row % CLASSES ? 0.3 : 0);
  })
};

/** Gradient descent with momentum and a fixed step, until the loss is within *gap* of *least*; returns its loss. */
function descended(least: number, gap: number): number {
  const weights = new Float64Array(CLASSES * (FEATURES + 1));
  const speed = new Float64Array(weights.length);
  for (let round = 0; round < 20_000; round++) {
    const gradient = weights.map((w, at) => (at < CLASSES * FEATURES ? w : 0));
    let loss = 0;
    for (let at = 0; at < CLASSES * FEATURES; at++) loss += weights[at]! ** 2 / 2;
    for (let row = 0; row < SAMPLES; row++) {
      const x = samples.data.subarray(row * FEATURES, (row + 1) * FEATURES);
      const logits = Array.from({length: CLASSES}, (_, own) => {
        let sum = weights[CLASSES * FEATURES + own]!;
        for (let at = 0; at < FEATURES; at++) sum += weights[own * FEATURES + at]! * x[at]!;
        return sum;
      });
      const largest = Math.max(...logits);
      const total = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
      loss += largest + Math.log(total) - logits[labels[row]!]!;
      for (let own = 0; own < CLASSES; own++) {
        const wrong = Math.exp(logits[own]! - largest) / total - (labels[row] === own ? 1 : 0);
        for (let at = 0; at < FEATURES; at++) gradient[own * FEATURES + at]! += wrong * x[at]!;
        gradient[CLASSES * FEATURES + own]! += wrong;
      }
    }
    if (loss - least < gap) return loss;
    for (let at = 0; at < weights.length; at++) {
      speed[at] = 0.9 * speed[at]! - 2e-3 * gradient[at]!;
      weights[at]! += speed[at]!;
    }
  }
  throw new Error("gradient descent has not arrived");
}

const least = probe(samples, labels).objective;

if (descended(least, 1e-6) < least) throw new Error("gradient descent went below our minimum");

describe(`a probe of ${SAMPLES} samples × ${FEATURES} neurons, ${CLASSES} classes`, () => {
  bench("ours, to the last digit", () => void probe(samples, labels), {time: 2000});
  bench("gradient descent with momentum, to 1e-6", () => void descended(least, 1e-6), {
    time: 2000
  });
});
