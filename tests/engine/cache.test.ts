import {expect, test} from "vitest";
import {KeyValues} from "../../packages/engine/src/explain/cache/key-values.ts";
import {createCachedDecoding} from "../../packages/engine/src/explain/cache/cached-decoding.ts";
import {encode} from "../../packages/engine/src/explain/input.ts";
import {cacheLaws} from "./cache-laws.ts";
import {arrays, fixture, json} from "./oracle.ts";
import {sessionOf} from "./session-of.ts";

for (const backend of ["reference", "onnx"] as const) cacheLaws(backend, {arrays, fixture, json});

test("a row goes on from the one it shares most with, and one id is always left to read", () => {
  const keys = new KeyValues();
  expect(keys.reuse([[1, 2, 3]])).toEqual({parents: [0], past: 0});
  keys.know(
    [
      [1, 2, 3],
      [1, 4, 5]
    ],
    64
  );
  expect(keys.reuse([[1, 4, 5, 6]])).toEqual({parents: [1], past: 3});
  expect(keys.reuse([[1, 2, 3]])).toEqual({parents: [0], past: 2});
  expect(
    keys.reuse([
      [1, 4, 5, 6],
      [1, 2, 9, 9]
    ])
  ).toEqual({parents: [1, 0], past: 2});
});

test("a run that breaks off leaves nothing half read", async () => {
  const session = await sessionOf(fixture("architectures/gpt2"), "reference");
  const encoded = encode(session, {ids: [5, 6, 7]});
  const meter = {forwards: 0, backwards: 0};
  const decoding = createCachedDecoding(session, encoded, meter);
  const [before] = await decoding.next([[5, 6, 7, 8]]);
  const stopped = AbortSignal.abort(new Error("enough"));
  await expect(decoding.next([[5, 6, 7, 8, 9]], stopped)).rejects.toThrow("enough");
  const [after] = await decoding.next([[5, 6, 7, 8]]);
  expect(Array.from(after!.logits)).toEqual(Array.from(before!.logits));
  session.dispose();
});
