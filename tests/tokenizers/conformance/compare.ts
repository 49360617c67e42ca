/** Compares a tokenizer's readings of a text with the reference's. */
import {EccoError} from "../../../packages/engine/src/errors.ts";
import {withinTime} from "../../../packages/engine/src/tokenizers/time-limit.ts";
import {
  createTokenizer,
  type Tokenizer
} from "../../../packages/engine/src/tokenizers/tokenizer.ts";
import {expectedOf, texts, type Case, type Expected} from "./list.ts";

/** What differs of one text read by one file. */
export interface Difference {
  readonly file: string;
  /** The text's name. */
  readonly text: string;
  /** Expected and got. */
  readonly what: string;
}

/** Returns the differences of a file over all texts but those that are `leftOut`. */
export function differencesOf(one: Case, leftOut: (text: string) => boolean): Difference[] {
  const tokenizer = createTokenizer(one.json);
  // One watch for all texts: one for each would take longer than reading them.
  return withinTime("text", null, () =>
    texts.flatMap(([name, text], at) => {
      if (leftOut(name)) return [];
      const what = differenceOf(tokenizer, one, text, expectedOf(text, one.rows[at]!));
      return what === null
        ? []
        : [{file: one.name, text: name, what: `${JSON.stringify(text)}\n${what}`}];
    })
  );
}

/** Returns what differs, expected and got; null where nothing does. */
function differenceOf(
  tokenizer: Tokenizer,
  one: Case,
  text: string,
  expected: Expected
): string | null {
  if (expected === null) return null;
  let got: string;
  try {
    got = readingOf(tokenizer, one, text, expected);
  } catch (error) {
    if (expected === "refused" && error instanceof EccoError) return null;
    got = String(error);
  }
  const wanted = written(expected);
  return got === wanted ? null : `expected ${wanted}\n     got ${got}`;
}

function readingOf(tokenizer: Tokenizer, one: Case, text: string, expected: Expected): string {
  const whole = tokenizer.encode(text);
  const from = one.before.length;
  const until = whole.length - one.after.length;
  const ids = whole.map(({id}) => id);
  const around = [ids.slice(0, from), ids.slice(until)];
  if (String(around) !== String([one.before, one.after]))
    return `${JSON.stringify(around)} around it`;
  const inner = whole.slice(from, until);
  const bare = tokenizer.encode(text, {bare: true});
  if (JSON.stringify(bare) !== JSON.stringify(inner)) return "other tokens without special ones";
  const decoded =
    expected === null || expected === "refused" || expected.decoded === null
      ? null
      : tokenizer.decode(ids);
  return written({
    ids: inner.map(({id}) => id),
    ranges: inner.map(({start, end}) => [start!, end!]),
    decoded
  });
}

/** Writes a reading as text: ids with their ranges, and the decoded text. */
function written(reading: Expected): string {
  if (reading === null || reading === "refused") return "an error";
  const tokens = reading.ids.map((id, at) => `${id}@${reading.ranges[at]!.join("-")}`);
  const decoded = reading.decoded === null ? "" : ` decoded ${JSON.stringify(reading.decoded)}`;
  return `${tokens.join(" ")}${decoded}`;
}
