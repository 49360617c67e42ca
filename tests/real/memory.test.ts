/** What models take is given back when they are let go of, the model itself still in hand. */
import {execFile} from "node:child_process";
import {join} from "node:path";
import {promisify} from "node:util";
import {describe, expect, test} from "vitest";
import {nodeOptions} from "../../apps/cli/bin/node-options.js";
import {absent, smollm2File} from "./models.ts";

interface Held {
  readonly resident: number;
  readonly buffers: number;
  readonly heap: number;
}

async function cycles(path: string, backend: string, count: number): Promise<readonly Held[]> {
  const script = join(import.meta.dirname, "load-cycles.ts");
  const {stdout} = await promisify(execFile)(process.execPath, [
    ...nodeOptions,
    "--expose-gc",
    script,
    path,
    backend,
    String(count)
  ]);
  return JSON.parse(stdout) as Held[];
}

const atlas = join(import.meta.dirname, "../../models/atlas");

describe.each(["reference", "onnx"] as const)("on %s", (backend) => {
  test("ten times load, ask and let go hold no more than five times", async () => {
    // The file is 9.6 MB, as float32 19 MB: a model kept each time would be 95 MB in five times.
    const held = await cycles(atlas, backend, 10);
    const [half, end] = [held[4]!, held[9]!];
    const peak = (cycles: readonly Held[]): number =>
      Math.max(...cycles.map(({resident}) => resident));
    expect(end.buffers).toBeLessThan(10e6);
    expect(end.buffers - half.buffers).toBeLessThan(1e6);
    expect(end.heap - half.heap).toBeLessThan(4e6);
    // Allocators keep pages for the next time, now more, now less: one moment says little, peaks do.
    expect(peak(held.slice(5)) - peak(held.slice(0, 5))).toBeLessThan(60e6);
  });
});

if (absent) test.skip(absent, () => {});

test.skipIf(absent)("a published model leaves nothing behind either", async () => {
  // As float32 it is 540 MB.
  const held = await cycles(smollm2File, "onnx", 3);
  expect(Math.max(...held.map(({buffers}) => buffers))).toBeLessThan(20e6);
  expect(held[2]!.resident - held[1]!.resident).toBeLessThan(300e6);
});
