/** Ids, offsets and decoded texts equal those of Python's `tokenizers`, file by file and text by text. */
import {afterAll, describe, expect, test} from "vitest";
import {UnsupportedError} from "../../packages/engine/src/errors.ts";
import {watchReading} from "../../packages/engine/src/tokenizers/time-limit.ts";
import {createTokenizer} from "../../packages/engine/src/tokenizers/tokenizer.ts";
import {differencesOf, type Difference} from "./conformance/compare.ts";
import {isLate, known, runtimeUnicode, unicode} from "./conformance/known.ts";
import {cases, texts} from "./conformance/list.ts";
import {pageOf} from "./conformance/page.ts";
import {refusals} from "./conformance/refusals.ts";

// How long it takes is no part of what is tested.
afterAll(watchReading(undefined, {ended: 3_600_000}));

const isListed = runtimeUnicode === unicode.listed;
const leftOut = isListed ? (): boolean => false : isLate;
if (!isListed)
  console.log(
    `${texts.filter(([name]) => isLate(name)).length} texts are left out: this runtime knows Unicode ${runtimeUnicode}, the list is for ${unicode.listed}`
  );

const isKnown = ({file, text}: Difference): boolean =>
  known.some((each) => each.file === file && each.texts.includes(text));
const found: Difference[] = [];

describe("equal to the reference", () => {
  test.each(cases)("$name", (one) => {
    const differences = differencesOf(one, leftOut);
    found.push(...differences);
    const other = differences.filter((each) => !isKnown(each));
    const shown = other.slice(0, 5).map(({text, what}) => `${text}: ${what}`);
    expect(shown.join("\n"), `${other.length} texts differ`).toBe("");
    const expected = known.filter(({file}) => file === one.name).flatMap((each) => each.texts);
    const gone = expected.filter((name) => !differences.some(({text}) => text === name));
    expect(
      gone.filter((name) => !leftOut(name)),
      "no longer differ: take them out of known.ts"
    ).toEqual([]);
  });
});

test.each(refusals)("refused: $what", ({sections, message}) => {
  expect(() => createTokenizer({...cases[0]!.json, ...sections})).toThrow(UnsupportedError);
  expect(() => createTokenizer({...cases[0]!.json, ...sections})).toThrow(message);
});

test.runIf(isListed)("docs/tokenizers.md says what was found (vitest -u writes it)", async () => {
  await expect(pageOf(found)).toMatchFileSnapshot("../../docs/tokenizers.md");
});
