/** Folders without tokenizer.json give the ids that Python's transformers gives: each kind of tokenizer, on every text. */
import {readFileSync} from "node:fs";
import {expect, test} from "vitest";
import {tokenizerOf} from "../../packages/engine/src/sources/tokenizer-files.ts";
import type {Settings} from "../../packages/engine/src/tokenizers/from-files/settings.ts";
import {blobFile} from "../../packages/engine/src/sources/dropped.ts";

interface Folder {
  /** Which of the base files lies under which name. */
  readonly files: Readonly<Record<string, string>>;
  readonly config: Settings;
  readonly tokenizer_config?: Settings;
  readonly special_tokens_map?: Settings;
  readonly added_tokens?: Settings;
  /** Of each text, in one line. */
  readonly ids: readonly string[];
  readonly special: Readonly<Record<string, number | null>>;
}
const file = new URL("../fixtures/tokenizer-files/folders.json", import.meta.url);
const {texts, base, folders} = JSON.parse(readFileSync(file, "utf8")) as {
  readonly texts: readonly string[];
  readonly base: Readonly<Record<string, string>>;
  readonly folders: Readonly<Record<string, Folder>>;
};

const contentOf = (name: string): Uint8Array<ArrayBuffer> =>
  name.endsWith(".model")
    ? Uint8Array.from(atob(base[name]!), (letter) => letter.charCodeAt(0))
    : new TextEncoder().encode(base[name]);

test.each(Object.entries(folders))("%s", async (_, folder) => {
  const said = {
    "special_tokens_map.json": folder.special_tokens_map,
    "added_tokens.json": folder.added_tokens
  };
  const all = new Map<string, Uint8Array<ArrayBuffer>>([
    ...Object.entries(folder.files).map(([name, from]) => [name, contentOf(from)] as const),
    ...Object.entries(said).flatMap(([name, value]) =>
      value ? [[name, new TextEncoder().encode(JSON.stringify(value))] as const] : []
    )
  ]);
  const {tokenizer, noTokenizer} = await tokenizerOf(
    "folder",
    {
      location: "folder",
      open: (name) => {
        const bytes = all.get(name);
        return Promise.resolve(bytes ? blobFile(new Blob([bytes])) : null);
      },
      list: () => Promise.resolve([...all.keys()])
    },
    {json: undefined, settings: folder.tokenizer_config ?? {}, config: folder.config},
    undefined
  );
  expect(noTokenizer).toBeUndefined();
  const ids = texts.map((text) =>
    tokenizer!
      .encode(text)
      .map(({id}) => id)
      .join(" ")
  );
  expect(ids).toEqual(folder.ids);
  expect(tokenizer!.special).toEqual(folder.special);
});
