/** What hosts say of lengths is a hint: files say themselves how long they are, and the count of bytes never lies. */
import {createHash} from "node:crypto";
import {readFileSync, statSync} from "node:fs";
import {createRequire} from "node:module";
import {fileURLToPath} from "node:url";
import {describe, expect, test} from "vitest";
import {binaryBytes} from "../../packages/engine/src/backends/onnx/binary.ts";
import type {OpenFile} from "../../packages/engine/src/sources/files.ts";
import {readAll} from "../../packages/engine/src/sources/read-files.ts";
import {sha256InScript} from "../../packages/engine/src/sources/remote/sha256.ts";
import {wholeness} from "../../packages/engine/src/sources/remote/wholeness.ts";
import {Tally} from "../../packages/engine/src/sources/tally.ts";
import {safetensorsLength} from "../../packages/engine/src/weights/safetensors-length.ts";

const weights = new Uint8Array(
  readFileSync(
    fileURLToPath(new URL("../fixtures/architectures/gpt2/model.safetensors", import.meta.url))
  )
);

/** Returns a file of a host in parts of so many bytes. */
const sent = (bytes: Uint8Array, expected: number | null, part = 1000): OpenFile => ({
  size: null,
  expected,
  async *read() {
    for (let at = 0; at < bytes.length; at += part) yield bytes.slice(at, at + part);
  },
  close: () => Promise.resolve()
});

describe("reading", () => {
  test.each([
    ["right", weights.length],
    ["of compressed bytes", 398],
    ["too large", 10 * weights.length],
    ["absurd", 2 ** 50],
    ["missing", null],
    ["nothing", 0]
  ])("an announced length that is %s changes nothing", async (_, expected) => {
    for (const name of ["model.safetensors", "tokenizer.json"]) {
      let came = 0;
      const bytes = await readAll(sent(weights, expected), name, (more) => (came += more));
      expect(Buffer.compare(bytes, weights)).toBe(0);
      expect([came, bytes.buffer.byteLength <= 3 * weights.length + 2 ** 20]).toEqual([
        weights.length,
        true
      ]);
    }
  });

  test("the header says how long the file is, as soon as it is there", async () => {
    const told: (number | null)[] = [];
    await readAll(sent(weights, 398), "model.safetensors", (_, whole) => told.push(whole));
    const header = 8 + Number(new DataView(weights.buffer).getBigUint64(0, true));
    const first = Math.ceil(header / 1000) - 1;
    expect(told.slice(0, first)).toEqual(Array(first).fill(null));
    expect(new Set(told.slice(first))).toEqual(new Set([weights.length]));
  });

  test.each([
    ["no header", new Uint8Array(20).fill(255)],
    ["no JSON", Uint8Array.from([3, 0, 0, 0, 0, 0, 0, 0, 91, 91, 91])],
    ["null", new TextEncoder().encode("\u0004\0\0\0\0\0\0\0null")],
    ["odd entries", new TextEncoder().encode('\u0014\0\0\0\0\0\0\0{"a":null,"b":{}    }')]
  ])("%s says nothing, and only once", (_, bytes) => {
    const lengthIn = safetensorsLength();
    expect([lengthIn(bytes), lengthIn(weights)]).toEqual([null, null]);
  });
});

describe("counting", () => {
  const steps: (readonly [number, number | null])[] = [];
  const tally = (): Tally => {
    steps.length = 0;
    return new Tally((loaded, total) => steps.push([loaded, total]));
  };

  test("a small file of unknown length does not make the whole unknown; a large one does, until it is known", () => {
    const all = tally();
    const json = all.add({name: "tokenizer.json", size: null, expected: null});
    const large = all.add({name: "model.safetensors", size: null, expected: null});
    json.came(70);
    json.done();
    large.came(10, null);
    large.came(10, 100);
    large.came(80, 100);
    large.done();
    expect(steps).toEqual(
      [
        [70, null],
        [80, null],
        [90, 170],
        [170, 170]
      ].toSpliced(1, 0, [70, null])
    );
  });

  test("an announced length that is passed by is forgotten: never more came than there is", () => {
    const all = tally();
    const json = all.add({name: "config.json", size: null, expected: 398});
    const large = all.add({name: "model.gguf", size: null, expected: 50});
    json.came(783);
    large.came(40);
    large.came(40);
    large.done();
    expect(steps).toEqual([
      [783, 833],
      [823, 833],
      [863, null],
      [863, 863]
    ]);
  });
});

describe("whole or not", () => {
  const lacks = (name: string, bytes: Uint8Array, part = 1000): string | null => {
    const {see, lacks: of} = wholeness(name);
    for (let at = 0; at < bytes.length; at += part) see(bytes.slice(at, at + part));
    return of(bytes.length);
  };
  test("weights by their header, JSON by its end", () => {
    expect(lacks("model.safetensors", weights)).toBeNull();
    expect(lacks("model.safetensors", weights.slice(0, -1), 7000)).toBe(
      `of ${weights.length} bytes`
    );
    const text = (json: string): Uint8Array => new TextEncoder().encode(json);
    expect(lacks("tokenizer.json", text('{"a": [1, 2]}\r\n \n'), 3)).toBeNull();
    expect(lacks("modules.json", text("[{}]"))).toBeNull();
    expect(lacks("tokenizer.json", text('{"a": [1, 2'), 3)).toBe("bytes, within its JSON");
    expect(lacks("chat_template.jinja", text("{{"))).toBeNull();
  });
});

test.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, weights.length])(
  "SHA-256 without the browser's own, of %d bytes",
  (length) => {
    const bytes = weights.subarray(0, length);
    const hash = Buffer.from(sha256InScript(bytes)).toString("hex");
    expect(hash).toBe(createHash("sha256").update(bytes).digest("hex"));
  }
);

test("the runtime's length that is counted with is that of the file", () => {
  const file = createRequire(import.meta.url).resolve(
    "onnxruntime-web/ort-wasm-simd-threaded.wasm"
  );
  expect(binaryBytes).toBe(statSync(file).size);
});
