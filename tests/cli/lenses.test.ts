import {mkdtempSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, test} from "vitest";
import {writeSafetensors} from "../../packages/engine/src/index.ts";
import type {
  Conductance,
  DirectLogits,
  Lens,
  LensGrid,
  Writes
} from "../../packages/engine/src/index.ts";
import {ecco, eccoJson, expectOneLine} from "./ecco.ts";

const prompt = "The capital of France is";

test("lens: a grid, parts, a contrast", async () => {
  const grid = await eccoJson<LensGrid>(["lens", "atlas", prompt, "--grid", "--top", "1"]);
  expect([grid.cells.length, grid.cells[0]!.length]).toEqual([9, 5]);
  expect(grid.cells.at(-1)!.at(-1)!.top[0]!.text).toBe(" Paris");
  const {layers, part, mode} = await eccoJson<Lens>([
    "lens",
    "atlas",
    prompt,
    "--part",
    "mlp",
    "--mode",
    "frozen",
    "--contrast",
    " Paris",
    " London"
  ]);
  expect([part, mode, layers.length]).toEqual(["mlp", "frozen", 8]);
  expect(layers.every(({contrast}) => contrast !== null)).toBe(true);
  const {stdout} = await ecco(["lens", "atlas", prompt, "--grid"]);
  expect(stdout).toMatch(/^lens \(norm\) at every position\n.*·capital.*·France/);
});

test("lens: matrices from a file; a file that is none is refused in one line", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ecco-"));
  const file = join(folder, "lens.safetensors");
  const width = 192;
  const weight = new Float32Array(width * width);
  writeFileSync(
    file,
    writeSafetensors([{name: "3.weight", dtype: "F32", shape: [width, width], data: weight}])
  );
  const ask = (args: readonly string[]) => eccoJson<Lens>(["lens", "atlas", prompt, ...args]);
  const [plain, zero] = [await ask([]), await ask(["--translators", file, "--mode", "jacobian"])];
  // The third block's state mapped to zero is read as what the head's biases say.
  expect(zero.layers[3]!.top[0]!.id).not.toBe(plain.layers[3]!.top[0]!.id);
  expect(zero.layers[4]!.top[0]).toEqual(plain.layers[4]!.top[0]);
  writeFileSync(file, "no");
  expectOneLine(await ecco(["lens", "atlas", prompt, "--translators", file]), 2, /truncated/);
  expectOneLine(
    await ecco(["lens", "atlas", prompt, "--translators", join(folder, "none")]),
    1,
    /could not be read \(ENOENT\)/
  );
  expectOneLine(await ecco(["lens", "atlas", prompt, "--contrast", " Paris"]), 1, /expected two/);
});

test("direct: parts add up to the logit, for people too", async () => {
  const {parts, target, neurons} = await eccoJson<DirectLogits>([
    "direct",
    "atlas",
    prompt,
    "--foil",
    " London",
    "--by",
    "neuron",
    "--top",
    "3"
  ]);
  expect([target.text, target.foil!.text, neurons!.length]).toEqual([" Paris", " London", 3]);
  expect(parts.reduce((sum, {value}) => sum + value, 0)).toBeCloseTo(target.value, 3);
  const {stdout} = await ecco(["direct", "atlas", prompt, "--by", "head"]);
  expect(stdout).toMatch(/attention 5 head 4 .*[▒█]/);
  expect(stdout).toMatch(/the parts add up to \d/);
});

test("conductance: layers by positions, and the neurons most goes through", async () => {
  const ask = ["conductance", "atlas", "The capital of France is"];
  const found = await eccoJson<Conductance>([...ask, "--site", "neurons", "--top", "3"]);
  expect([found.layers.length, found.values[0]!.length, found.units.length]).toEqual([8, 5, 3]);
  const {stdout} = await ecco([...ask, "--layers", "3", "--steps", "10", "--baseline", "mean"]);
  expect(stdout).toMatch(
    /comes through residual\n·Paris rank 1, [\d.]+ %\nlayer +The .* all\n +3 /
  );
  expectOneLine(await ecco([...ask, "--layers", "8"]), 1, /layers: got 8, expected some of/);
});

test("direct --part: which tokens one part speaks for; it goes with no target", async () => {
  const ask = ["direct", "atlas", prompt, "--part", "mlp:7"];
  const found = await eccoJson<Writes>([...ask, "--top", "4"]);
  expect([found.site, found.layer, found.promotes.length]).toEqual(["mlp", 7, 4]);
  const {stdout} = await ecco(ask);
  expect(stdout).toMatch(/^mlp 7 at position 4: what it adds to logits/);
  expect(stdout.split("\n")[2]).toContain(found.promotes[0]!.text!.replace(/^ /, "·"));
  expectOneLine(await ecco([...ask, "--target", " Paris"]), 1, /--target: got it together/);
  expectOneLine(await ecco(["direct", "atlas", prompt, "--part", "head:3"]), 1, /head: got none/);
  expectOneLine(await ecco(["direct", "atlas", prompt, "--part", "key:3"]), 1, /SITE one of/);
});
