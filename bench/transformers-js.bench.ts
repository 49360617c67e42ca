/**
 * The same sentence through the same model here and in @huggingface/transformers, which runs ONNX exports only: set
 * ECCO_PEER to a folder with node_modules/@huggingface/transformers and models/minilm (bench/README.md says how).
 */
import {createRequire} from "node:module";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {loadModel} from "@ecco/engine";
import {bench, describe, expect} from "vitest";
import {absent, minilm} from "../tests/real/models.ts";

interface Peer {
  readonly env: {allowRemoteModels: boolean; localModelPath: string};
  readonly AutoTokenizer: {from_pretrained(name: string): Promise<(text: string) => unknown>};
  readonly AutoModel: {
    from_pretrained(
      name: string,
      options: {dtype: "fp32"}
    ): Promise<
      (inputs: unknown) => Promise<{last_hidden_state: {data: Float32Array; dims: number[]}}>
    >;
  };
}

const folder = process.env.ECCO_PEER;
const missing = absent ?? (folder ? undefined : "skipped: ECCO_PEER names no folder");
if (missing !== undefined) {
  console.log(missing);
  describe.skip(missing, () => bench("nothing", () => {}));
} else {
  const at = createRequire(pathToFileURL(join(folder!, "package.json")));
  const peer = (await import(
    pathToFileURL(at.resolve("@huggingface/transformers")).href
  )) as unknown as Peer;
  peer.env.allowRemoteModels = false;
  peer.env.localModelPath = join(folder!, "models");
  const tokenize = await peer.AutoTokenizer.from_pretrained("minilm");
  const theirs = await peer.AutoModel.from_pretrained("minilm", {dtype: "fp32"});
  const ours = await loadModel(minilm, {backend: "onnx"});
  const last = `layers.${ours.info.layers - 1}.residual`;
  const states = async (text: string): Promise<ArrayLike<number>> =>
    (await ours.run(text, {capture: [last]})).sites.get(last)!.data;

  const sentence = "The quick brown fox jumps over the lazy dog.";
  const texts = {short: sentence, long: Array(6).fill(sentence).join(" ")};
  const options = {time: 3000, warmupIterations: 5} as const;
  describe.each(Object.entries(texts))("all-MiniLM-L6-v2, one %s text", async (_, text) => {
    const [a, b] = [await states(text), (await theirs(tokenize(text))).last_hidden_state];
    expect(a.length).toBe(b.data.length);
    const gap = b.data.reduce((most, value, at) => Math.max(most, Math.abs(value - a[at]!)), 0);
    expect(gap).toBeLessThan(1e-4);
    console.log(`${b.dims[1]} tokens; greatest difference ${gap.toExponential(1)}`);
    bench("ecco", async () => void (await states(text)), options);
    bench("transformers.js", async () => void (await theirs(tokenize(text))), options);
  });
}
