/** React 19, whose server leaves objects out of custom elements, and which does not set them when the page comes to life. */
import {createElement} from "react";
import type {ReactElement} from "react";
import {createRoot, hydrateRoot} from "react-dom/client";
import type {Root} from "react-dom/client";
import {renderToString} from "react-dom/server";
import {expect, onTestFinished, test, vi} from "vitest";
import "@ecco/cells/elements";
import {all, drawn, the, until} from "./page.ts";

const token = (id: number, text: string) => ({
  id,
  text,
  word: 0,
  start: 0,
  end: text.length,
  special: false
});
const result = (best: string) => ({
  tokens: [token(1, "in"), token(2, " the")],
  position: 1,
  top: [
    {id: 3, text: best, probability: 0.9, logit: 5, rank: 1},
    {id: 4, text: " no", probability: 0.1, logit: 3, rank: 2}
  ],
  entropy: 0.4,
  vocabulary: 10,
  provenance: {
    model: "atlas",
    revision: null,
    architecture: "gpt2",
    backend: "onnx",
    dtype: "float32",
    ecco: "0.1.0",
    milliseconds: 1,
    forwards: 1,
    backwards: 0
  }
});
const element = (data: unknown): ReactElement => createElement("ecco-candidates", {data});

/** Returns a place in the page for React, and what is written to the console there. */
function place(): {readonly box: HTMLElement; readonly said: readonly unknown[]} {
  const box = document.createElement("div");
  document.body.replaceChildren(box);
  onTestFinished(() => box.remove());
  const said: unknown[] = [];
  for (const kind of ["error", "warn"] as const) {
    const spy = vi.spyOn(console, kind).mockImplementation((...args) => void said.push(args));
    onTestFinished(() => spy.mockRestore());
  }
  return {box, said};
}

async function expectShown(best: string): Promise<void> {
  await until("an element", () => document.querySelector("ecco-candidates") !== null);
  const view = the("ecco-candidates");
  await until(
    () => `${best}; is ${view.state} (${view.message}), ${Object.keys(view).join()}`,
    () => view.data?.top[0]?.text === best
  );
  await drawn(view);
  expect(all(view, ".body [data-row]").length).toBe(2);
  expect(view.state).toBeUndefined();
}

test.each([
  ["an object", (best: string) => result(best)],
  ["its JSON", (best: string) => JSON.stringify(result(best))]
])(
  "data as %s, rendered on a server, is drawn when the page comes to life, and when it changes",
  async (_, made) => {
    const {box, said} = place();
    box.innerHTML = renderToString(element(made(" London")));
    const root: Root = hydrateRoot(box, element(made(" London")));
    onTestFinished(() => root.unmount());
    await expectShown(" London");
    root.render(element(made(" Paris")));
    await expectShown(" Paris");
    expect(said).toEqual([]);
  }
);

test.each([
  ["an object", (best: string) => result(best)],
  ["its JSON", (best: string) => JSON.stringify(result(best))]
])("data as %s, rendered in the page", async (_, made) => {
  const {box, said} = place();
  const root = createRoot(box);
  onTestFinished(() => root.unmount());
  root.render(element(made(" London")));
  await expectShown(" London");
  root.render(element(made(" Paris")));
  await expectShown(" Paris");
  expect(said).toEqual([]);
});
