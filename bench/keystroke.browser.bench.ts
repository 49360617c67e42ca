/**
 * From a keystroke to the repaint of a view with the new prompt's numbers, on atlas: lens and saliency (integrated
 * gradients, 50 steps), on WebGPU and on WebAssembly. What tinybench prints as hz is keystrokes a second; p50 and p95
 * are printed at the end.
 */
import "@ecco/cells/elements";
import {configure} from "@ecco/cells";
import {afterAll, bench, describe} from "vitest";

configure({models: "/models/"});

const base = "Heathrow airport is located in the city of";
const typed = [..." New York and the capital of France is Par"];
const views = ["ecco-logit-lens", "ecco-saliency"] as const;
const backends = ["webgpu", "onnx"] as const;
const times = new Map<string, number[]>();

const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));

async function until(test: () => boolean): Promise<void> {
  while (!test()) await frame();
}

/** Returns a function that types one more character and waits for the picture. */
function typist(view: (typeof views)[number], backend: string): () => Promise<void> {
  const group = document.createElement("ecco-model");
  group.setAttribute("src", "atlas");
  group.setAttribute("backend", backend);
  const prompt = document.createElement("ecco-prompt");
  prompt.value = base;
  const element = document.createElement(view);
  if (element.localName === "ecco-saliency") element.setAttribute("produce", "1");
  group.append(prompt, element);
  document.body.append(group);
  let at = 0;
  return async () => {
    const text = base + typed.slice(0, (at++ % typed.length) + 1).join("");
    const field = prompt.renderRoot.querySelector("textarea")!;
    field.value = text;
    field.dispatchEvent(new Event("input", {bubbles: true, composed: true}));
    await until(() => element.shownPrompt === text && element.state === "live");
    // Drawn, and on the screen.
    await frame();
  };
}

for (const view of views) {
  describe(`keystroke to repaint: ${view} on atlas`, () => {
    for (const backend of backends) {
      const type = typist(view, backend);
      const samples: number[] = [];
      times.set(`${view} on ${backend}`, samples);
      let warm: Promise<void> | undefined;
      bench(
        backend,
        async () => {
          // The first loads the model and compiles.
          await (warm ??= type().then(type));
          const start = performance.now();
          await type();
          samples.push(performance.now() - start);
        },
        {iterations: 20, time: 0, warmupIterations: 1, warmupTime: 0}
      );
    }
  });
}

afterAll(() => {
  for (const [name, samples] of times) {
    const sorted = samples.toSorted((a, b) => a - b);
    const at = (share: number): string =>
      `${Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN)} ms`;
    console.log(`${name}: p50 ${at(0.5)}, p95 ${at(0.95)} (${sorted.length} keystrokes)`);
  }
});
