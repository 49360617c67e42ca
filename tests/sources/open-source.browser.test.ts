import {expect, test} from "vitest";
import {openSource} from "../../packages/engine/src/sources/open-source.ts";

const models = new URL("/models/", location.href);

test("a page reads an embedded model by name, with progress", async () => {
  let last: readonly [number, number | null] = [0, null];
  const {weights, tokenizer, bytes} = await openSource("atlas", {
    models,
    progress: (loaded, total) => (last = [loaded, total])
  });
  expect(weights.size).toBeGreaterThan(90);
  expect(tokenizer!.encode("Heathrow airport").map(({text}) => text)).toEqual([
    "He",
    "ath",
    "row",
    " airport"
  ]);
  expect(last[0]).toBe(bytes);
});

test("a page stops loading at an abort and says what is missing", async () => {
  const control = new AbortController();
  const reason = new Error("enough");
  const progress = (): void => control.abort(reason);
  await expect(openSource("critic", {models, signal: control.signal, progress})).rejects.toBe(
    reason
  );
  await expect(openSource("atlas", {models: new URL("/nowhere/", location.href)})).rejects.toThrow(
    /no (config\.json|model\.safetensors)/
  );
  await expect(openSource("atlsa")).rejects.toThrow("did you mean atlas?");
});
