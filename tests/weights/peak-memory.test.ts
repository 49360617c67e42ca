import {execFile} from "node:child_process";
import {statSync} from "node:fs";
import {join} from "node:path";
import {promisify} from "node:util";
import {expect, test} from "vitest";
import {nodeOptions} from "../../apps/cli/bin/node-options.js";
import {absent, smollm2File} from "../real/models.ts";

if (absent) test.skip(absent, () => {});

test.skipIf(absent)(
  "a published model in four bits is loaded, run forward and back in less than 2.5 times its file",
  async () => {
    const script = join(import.meta.dirname, "peak-memory.ts");
    const {stdout} = await promisify(execFile)(process.execPath, [
      ...nodeOptions,
      script,
      smollm2File
    ]);
    const {token, resident, buffers} = JSON.parse(stdout) as {
      token: string;
      resident: number;
      buffers: number;
    };
    expect(token).toBe(" States");
    const file = statSync(smollm2File).size;
    // What the process grew by, the tokenizer's 100 000 texts and the compiled code included.
    expect(resident / file).toBeLessThan(2.5);
    // The weights and whatever was decoded of them: as float64 they would be eleven times the file.
    expect(buffers / file).toBeLessThan(2);
  }
);
