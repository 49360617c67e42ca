import {expect, test} from "vitest";
import {pickRecorded} from "../../packages/cells/src/recorded/read-json.ts";
import {readers} from "../../packages/cells/src/recorded/readers.ts";
import {toTrace} from "../../packages/viz/src/export/to-trace.ts";
import {chapters} from "../viz/pictures/chapters.ts";

type Tag = keyof typeof readers;
const drawn = chapters
  .flatMap(({pictures}) => pictures)
  .filter(({tag, properties}) => tag in readers && properties["data"] !== undefined);

/** Views of the same results, and the strip, which draws the tokens of any. */
const kindred: readonly (readonly string[])[] = [["ecco-factors", "ecco-activations"]];

test("what a view exports as JSON its own reader reads back, and no other view takes it for its own", () => {
  const troubles: string[] = [];
  for (const {tag, name, properties} of drawn) {
    const data = properties["data"];
    const trace: unknown = JSON.parse(toTrace({data, origin: {prompt: "a"}}));
    const takes = (other: Tag): boolean => {
      try {
        return pickRecorded(trace, {read: readers[other] as never, what: other}) !== undefined;
      } catch {
        return false;
      }
    };
    if (!takes(tag as Tag)) troubles.push(`${tag}, ${name}: not read back`);
    for (const other of Object.keys(readers) as Tag[]) {
      const isKin = kindred.some((all) => all.includes(tag) && all.includes(other));
      if (other !== tag && other !== "ecco-token-strip" && !isKin && takes(other))
        troubles.push(`${tag}, ${name}: taken by ${String(other)}`);
    }
  }
  expect(new Set(drawn.map(({tag}) => tag)).size).toBeGreaterThan(10);
  expect(troubles).toEqual([]);
});
