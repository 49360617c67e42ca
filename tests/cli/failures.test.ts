import {spawnSync} from "node:child_process";
import {cp, mkdtemp, rm, truncate, writeFile} from "node:fs/promises";
import {existsSync} from "node:fs";
import {tmpdir} from "node:os";
import {delimiter, join} from "node:path";
import {fileURLToPath} from "node:url";
import {afterAll, beforeAll, expect, test} from "vitest";
import {ecco, eccoJson, expectOneLine} from "./ecco.ts";

const atlas = fileURLToPath(new URL("../../models/atlas/", import.meta.url));
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ecco-bad-"));
  for (const name of ["truncated", "foreign", "nonsense", "incomplete"])
    await cp(atlas, join(folder, name), {recursive: true});
  await truncate(join(folder, "truncated/model.safetensors"), 4_000_000);
  await writeFile(
    join(folder, "foreign/config.json"),
    JSON.stringify({model_type: "mamba", hidden_size: 8})
  );
  await writeFile(join(folder, "nonsense/config.json"), "not json");
  await rm(join(folder, "incomplete/config.json"));
});
afterAll(() => rm(folder, {recursive: true}));

const long = "word ".repeat(400);

test.each<[string, readonly string[], number, RegExp]>([
  [
    "empty prompt",
    ["generate", "atlas", ""],
    1,
    /prompt is empty: got 0 tokens, expected at least 1/
  ],
  ["empty prompt for a model with special tokens", ["generate", "cloze", ""], 1, /prompt is empty/],
  [
    "prompt beyond the context",
    ["lens", "atlas", long],
    1,
    /prompt is too long: got \d+ tokens, this model reads at most 256/
  ],
  [
    "target of several tokens",
    ["explain", "atlas", "a b", "--target", "Heathrow"],
    1,
    /"Heathrow" is 3 tokens: "He" \(#3409\), "ath"/
  ],
  [
    "target out of the vocabulary",
    ["explain", "atlas", "a b", "--target", "#9999"],
    1,
    /9999 is out of range, expected 0 to 6143/
  ],
  [
    "id out of the vocabulary",
    ["generate", "atlas", "--ids", "9999"],
    1,
    /ids: got 9999, expected whole numbers from 0 to 6143/
  ],
  [
    "ids that are none",
    ["generate", "atlas", "--ids", "5,x"],
    1,
    /expected whole numbers between commas/
  ],
  [
    "mask of other than bits",
    ["generate", "cloze", "a", "--mask", "1,2"],
    1,
    /expected zeros and ones/
  ],
  [
    "mask of another length",
    ["generate", "cloze", "a", "--mask", "1,1"],
    1,
    /mask: got 2 numbers for 3 tokens/
  ],
  [
    "text and ids",
    ["tokenize", "atlas", "a", "--ids", "5"],
    1,
    /got TEXT and --ids, expected one of them/
  ],
  ["no text", ["tokenize", "atlas"], 1, /got no text, expected TEXT/],
  ["no model", ["tokenize"], 1, /missing required argument 'model'/],
  [
    "text and batch",
    ["tokenize", "atlas", "a", "--batch", "x"],
    1,
    /got TEXT or --ids together with --batch/
  ],
  ["unknown command", ["expain"], 1, /unknown command 'expain'.*explain/],
  ["unknown option", ["tokenize", "atlas", "a", "--jsn"], 1, /unknown option '--jsn'.*--json/],
  [
    "unknown method",
    ["explain", "atlas", "a", "--method", "magic"],
    1,
    /saliency, input-x-gradient, integrated-gradients, deeplift, .*occlusion/
  ],
  [
    "unknown backend",
    ["generate", "atlas", "a", "--backend", "cpu"],
    1,
    /auto, onnx, webgpu, reference/
  ],
  [
    "steps that are no number",
    ["explain", "atlas", "a", "--steps", "0"],
    1,
    /expected a whole number from 1/
  ],
  [
    "position beyond the prompt",
    ["lens", "atlas", "a b", "--position", "7"],
    1,
    /position 7 is not in the prompt, expected 0 to 1/
  ],
  [
    "unknown site",
    ["run", "atlas", "a", "--capture", "layers.99.residual"],
    1,
    /layers\.99\.residual/
  ],
  [
    "gradient of what",
    ["run", "atlas", "a", "--gradient-of", "17"],
    1,
    /--gradient-of: got "17", expected logit:TOKEN/
  ],
  [
    "position without a gradient",
    ["run", "atlas", "a", "--position", "0"],
    1,
    /--position without --gradient-of/
  ],
  [
    "float64 on another backend",
    ["generate", "atlas", "a", "--dtype", "float64", "--backend", "onnx"],
    1,
    /float64 runs on the reference backend only/
  ],
  [
    "unknown model",
    ["generate", "atals", "a"],
    2,
    /atals: no such model; expected one of atlas, cloze, critic, .*did you mean atlas\?/
  ],
  [
    "foil of no text",
    ["explain", "atlas", "a", "--foil", ""],
    1,
    /got "", which is no token; expected one, such as " London"/
  ],
  [
    "text file that is not there",
    ["tokenize", "atlas", "@/no/such/file"],
    2,
    /\/no\/such\/file: cannot be read: there is no such file/
  ],
  [
    "batch that is not there",
    ["tokenize", "atlas", "--batch", "/no/such/file"],
    2,
    /\/no\/such\/file: cannot be read/
  ],
  [
    "out where nothing can be written",
    ["run", "atlas", "a", "--backend", "reference", "--out", "/no/such/x.safetensors"],
    2,
    /cannot be written \(ENOENT\)/
  ]
])("%s: one line, and the exit code", async (_, args, code, message) => {
  // A machine without the fast backend would say so in a line of its own.
  const backend = args.includes("--backend") ? [] : ["--backend", "reference"];
  expectOneLine(await ecco([...args, ...backend]), code, message);
});

test.each<[string, RegExp]>([
  ["truncated", /truncated: model\.safetensors: truncated: tensor .* ends at byte/],
  ["foreign", /unsupported architecture: model_type is "mamba"/],
  ["nonsense", /config\.json: not JSON/],
  ["incomplete", /no config\.json/]
])("a %s model: one line, exit 2", async (name, message) => {
  expectOneLine(await ecco(["generate", join(folder, name), "a"]), 2, message);
});

test("an interrupt ends the work with 130 and one line", async () => {
  const args = [
    "explain",
    "atlas",
    "word ".repeat(60),
    "--method",
    "integrated-gradients",
    "--steps",
    "400",
    "--backend",
    "reference"
  ];
  const interrupted = (after: number): ReturnType<typeof ecco> =>
    ecco(args, {started: (child) => setTimeout(() => child.kill("SIGINT"), after)});
  // A busy machine may not have begun by then: an interrupt of what has not begun says nothing.
  let ran = await interrupted(1500);
  for (let after = 3000; ran.stderr === "" && after < 100_000; after *= 2)
    ran = await interrupted(after);
  const {code, stderr, stdout} = ran;
  expect(stderr).toBe("ecco: interrupted\n");
  expect([code, stdout]).toEqual([130, ""]);
});

test("help and version are no errors; no command shows the help", async () => {
  const help = await ecco(["--help"]);
  expect(help.code).toBe(0);
  for (const verb of ["models", "tokenize", "generate", "explain", "lens", "run"])
    expect(help.stdout).toContain(`  ${verb} `);
  expect((await ecco(["explain", "--help"])).stdout).toMatch(/--target[^]*--backend/);
  expect((await ecco(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect((await ecco([])).code).toBe(1);
});

/** Nodes of this machine that do not strip types by themselves. */
const older = (process.env["PATH"] ?? "")
  .split(delimiter)
  .map((path) => join(path, process.platform === "win32" ? "node.exe" : "node"))
  .filter((path) => existsSync(path) && !path.includes("node_modules"))
  .find((path) =>
    /^v(20|22\.(\d|1[0-7])\.)/.test(spawnSync(path, ["--version"], {encoding: "utf8"}).stdout)
  );

test.skipIf(!older)(
  "the command runs under an older Node (skipped: this machine has none below 22.18)",
  async () => {
    const {tokens} = await eccoJson<{tokens: unknown[]}>(["tokenize", "atlas", "a b"], {
      node: older!
    });
    expect(tokens).toHaveLength(2);
    expect((await ecco(["tokenize", "nothing", "a"], {node: older!})).code).toBe(2);
  }
);
