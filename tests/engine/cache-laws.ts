/** What a text that goes on must keep on every backend: the numbers of the whole text read anew. */
import {expect, test} from "vitest";
import {
  createCachedDecoding,
  isCacheable
} from "../../packages/engine/src/explain/cache/cached-decoding.ts";
import {encode} from "../../packages/engine/src/explain/input.ts";
import {distributionsAt} from "../../packages/engine/src/explain/next.ts";
import type {Session} from "../../packages/engine/src/explain/session.ts";
import type {BackendName} from "../../packages/engine/src/results.ts";
import {eachModel, note} from "../replay/replay.ts";
import {architectureNames} from "./architecture-laws.ts";
import type {Oracle} from "./architecture-laws.ts";
import {difference} from "./numbers.ts";
import type {Expected} from "./numbers.ts";
import {sessionOf} from "./session-of.ts";

/** Relative to the largest logit. */
const tolerances: {readonly [B in BackendName]: number} = {
  reference: 1e-12,
  onnx: 1e-5,
  webgpu: 1e-5
};

type Rows = readonly (readonly number[])[];

/** Registers the tests of every model that writes, on one backend. */
export function cacheLaws(
  backend: BackendName,
  {fixture, json}: Oracle,
  names: readonly string[] = architectureNames
): void {
  eachModel("cache", backend, names, (name) => {
    test("what goes on has the numbers of the whole text, whichever row it goes on from", async ({
      skip,
      task
    }) => {
      const expected = await json<Expected>(`architectures/${name}/expected.json`);
      if (!expected.greedy) return skip("this kind of model does not write");
      const session = await sessionOf(fixture(`architectures/${name}`), backend);
      const encoded = encode(session, {ids: expected.input_ids});
      expect(isCacheable(session, encoded)).toBe(true);
      const meter = {forwards: 0, backwards: 0};
      const decoding = createCachedDecoding(session, encoded, meter);
      const prompt = [...(encoded.batch.decoderIds ?? encoded.batch.ids)[0]!];
      const asked: Rows[] = [
        [prompt],
        [[...prompt, 5]],
        // Rows that part, go on from one another in another order, and one that is new from its second id on.
        [
          [...prompt, 5, 6],
          [...prompt, 5, 7]
        ],
        [
          [...prompt, 5, 7, 8, 9],
          [...prompt, 5, 6, 8, 8],
          [...prompt, 5, 7, 9, 9]
        ],
        [[...prompt, 5, 7, 9, 10]],
        // Beyond the room of the first keys.
        [[...prompt, ...Array.from({length: 90}, (_, index) => 3 + (index % 70))]],
        [[...prompt, 11]]
      ];
      for (const rows of asked) {
        if (rows[0]!.length > session.graph.context) continue;
        const got = await decoding.next(rows);
        for (const [index, row] of rows.entries()) {
          const want = await plain(session, expected, row);
          const gap = difference(got[index]!.logits, want);
          note(task.meta, "logits", gap, tolerances[backend]);
          expect(gap, `row ${index} of ${rows.length}, ${row.length} ids`).toBeLessThan(
            tolerances[backend]
          );
        }
      }
      decoding.dispose();
      session.dispose();
    });
  });
}

async function plain(
  session: Session,
  {input_ids: ids}: Expected,
  row: readonly number[]
): Promise<ArrayLike<number>> {
  const decoder = session.graph.kind === "encoder-decoder";
  const encoded = encode(session, decoder ? {ids, decoderIds: row} : {ids: row});
  const meter = {forwards: 0, backwards: 0};
  const [found] = await distributionsAt(session, encoded, [row.length - 1], meter);
  return found!.logits;
}
