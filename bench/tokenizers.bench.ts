/**
 * Reading tokenizer.json and 100,000 characters of English here and in @huggingface/tokenizers, JavaScript both. The
 * other gives ids alone, ours their ranges and words too.
 */
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {Tokenizer} from "@huggingface/tokenizers";
import {bench, describe, expect} from "vitest";
import {withinTime} from "../packages/engine/src/tokenizers/time-limit.ts";
import {createTokenizer} from "../packages/engine/src/tokenizers/tokenizer.ts";
import {absent, smollm2} from "../tests/real/models.ts";

const root = join(import.meta.dirname, "..");
const folders = {
  atlas: join(root, "models", "atlas"),
  critic: join(root, "models", "critic"),
  ...(absent ? {} : {"SmolLM2-135M": smollm2})
};
const english = readFileSync(join(root, "docs", "security.md"), "utf8")
  // oxlint-disable-next-line no-control-regex
  .replaceAll(/[^\0-\x7f]/g, "")
  .slice(0, 100_000);

describe.each(Object.entries(folders))("%s", (_, folder) => {
  const text = readFileSync(join(folder, "tokenizer.json"), "utf8");
  const read = (): object => JSON.parse(text) as object;
  const ours = createTokenizer(read(), {});
  const theirs = new Tokenizer(read(), {});
  expect(ours.encode(english, {bare: true}).map(({id}) => id)).toEqual(
    theirs.encode(english, {add_special_tokens: false}).ids
  );
  describe("reading the file", () => {
    bench("ecco", () => void createTokenizer(read(), {}));
    bench("@huggingface/tokenizers", () => void new Tokenizer(read(), {}));
  });
  describe("100,000 characters", () => {
    bench("ecco", () => void withinTime("text", null, () => ours.encode(english)));
    bench("@huggingface/tokenizers", () => void theirs.encode(english));
  });
});
