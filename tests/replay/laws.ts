/** The laws whose runs are recorded, and what decides their numbers. */
import type {BackendName} from "../../packages/engine/src/results.ts";

/** Where the engine lies: all of it decides numbers, but for what is named below. */
export const engine = "packages/engine/src";

/**
 * What laws reach and what decides none of their numbers: they feed ids, and read config.json and the weights of a
 * folder as they lie there (tests/tokenizers, tests/sources, tests/weights and tests/analysis hold these to their own
 * references).
 */
export const undecisive: readonly string[] = [
  "analysis",
  "sources",
  "tokenizers",
  "weights/gguf"
].map((name) => `${engine}/${name}`);

/** Sources of each backend alone; that of the reference is what all are held to. */
export const backends: {readonly [B in BackendName]: string | null} = {
  reference: null,
  onnx: `${engine}/backends/onnx`,
  webgpu: `${engine}/backends/webgpu`
};

/** Packages each backend computes with: their versions decide numbers too. */
export const runtimes: {readonly [B in BackendName]: readonly string[]} = {
  reference: [],
  onnx: ["onnxruntime-node", "onnxruntime-web"],
  webgpu: []
};

/** What laws of models are made with. */
export const oracle: readonly string[] = [
  "tests/engine/architecture-laws.ts",
  "tests/engine/numbers.ts",
  "tests/engine/oracle.ts",
  "tests/engine/oracle-of-page.ts",
  "tests/engine/session-of.ts",
  "tests/replay/replay.ts"
];

export interface Recordable {
  /** The file that says the law. */
  readonly file: string;
  /** What it is made with, beside what all are. */
  readonly also?: readonly string[];
  /** Whether it is said of the models under tests/fixtures/architectures. */
  readonly ofModels: boolean;
}

const kernels = ["tests/webgpu/harness.ts", "tests/webgpu/kinds.ts", "tests/engine/op-cases.ts"];

/** The laws that are recorded. */
export const laws = {
  architectures: {file: "tests/engine/architecture-laws.ts", ofModels: true},
  batches: {file: "tests/engine/batch-laws.ts", ofModels: true},
  cache: {file: "tests/engine/cache-laws.ts", ofModels: true},
  causal: {file: "tests/engine/causal-laws.ts", ofModels: true},
  lenses: {file: "tests/engine/lens-laws.ts", ofModels: true},
  methods: {file: "tests/engine/method-laws.ts", ofModels: true},
  hardware: {
    file: "tests/webgpu/hardware.browser.test.ts",
    also: [...kernels, "tests/webgpu/cases.ts"],
    ofModels: false
  },
  quantised: {
    file: "tests/webgpu/quantised.browser.test.ts",
    also: [...kernels, "tests/webgpu/random-blocks.ts"],
    ofModels: false
  }
} as const satisfies Record<string, Recordable>;

export type Law = keyof typeof laws;

/** Where a backend runs: its numbers in Node (native code) and in a page (WebAssembly, a GPU) are not the same. */
export type Place = "node" | "page";

/** A law of one model on one backend, as the record names it. */
export const keyOf = (law: Law, backend: BackendName, where: Place, model: string): string =>
  `${law} ${backend} ${where} ${model}`;
