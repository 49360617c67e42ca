import {readFileSync} from "node:fs";
import {createTokenizer, type Tokenizer} from "../../packages/engine/src/tokenizers/tokenizer.ts";

export const names = ["atlas", "cloze", "critic"] as const;

const root = new URL("../../", import.meta.url);

function json(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, root), "utf8"));
}

/** The tokenizers of the embedded models. */
export const tokenizers: {readonly [N in (typeof names)[number]]: Tokenizer} = {
  atlas: embedded("atlas"),
  cloze: embedded("cloze"),
  critic: embedded("critic")
};

function embedded(name: string): Tokenizer {
  return createTokenizer(
    json(`models/${name}/tokenizer.json`),
    json(`models/${name}/tokenizer_config.json`)
  );
}

interface Reference {
  readonly prompt: string;
  readonly ids: readonly number[];
  readonly tokens: readonly string[];
  readonly next?: readonly {readonly id: number; readonly text: string}[];
  readonly masks?: readonly {
    readonly position: number;
    readonly next: readonly {readonly id: number; readonly text: string}[];
  }[];
  readonly greedy_text?: string;
  readonly greedy?: readonly number[];
}

export function references(name: string): readonly Reference[] {
  return json(`tests/fixtures/embedded/${name}.json`) as readonly Reference[];
}
