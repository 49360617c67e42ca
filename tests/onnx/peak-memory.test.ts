import {execFile} from "node:child_process";
import {statSync} from "node:fs";
import {join} from "node:path";
import {promisify} from "node:util";
import {expect, test} from "vitest";
import {nodeOptions} from "../../apps/cli/bin/node-options.js";
import {absent, smollm2File} from "../real/models.ts";

if (absent) test.skip(absent, () => {});

test.skipIf(absent)(
  "a published model in four bits is decoded to float32 once: generation and gradients share it",
  async () => {
    const script = join(import.meta.dirname, "../weights/peak-memory.ts");
    const {stdout} = await promisify(execFile)(process.execPath, [
      ...nodeOptions,
      script,
      smollm2File,
      "onnx"
    ]);
    const {token, resident, buffers} = JSON.parse(stdout) as {
      token: string;
      resident: number;
      buffers: number;
    };
    expect(token).toBe(" States");
    const file = statSync(smollm2File).size;
    const floats = 134_515_008 * 4;
    // Numbers in JavaScript: the file, its weights as float32, and little else.
    expect(buffers).toBeLessThan(file + 1.1 * floats);
    // The runtime's working memory, the tokenizer and the compiled code besides: no room for a second copy.
    expect(resident).toBeLessThan(file + 1.6 * floats);
  }
);
