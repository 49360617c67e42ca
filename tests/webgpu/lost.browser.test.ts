import {loadModel} from "@ecco/engine";
import {afterEach, expect, test, vi} from "vitest";

const prompt = "Heathrow airport is located in the city of";
afterEach(() => vi.restoreAllMocks());

/** Remembers every device that is opened. */
function devices(): GPUDevice[] {
  const opened: GPUDevice[] = [];
  const request = GPUAdapter.prototype.requestDevice;
  vi.spyOn(GPUAdapter.prototype, "requestDevice").mockImplementation(async function (
    this: GPUAdapter,
    descriptor
  ) {
    const device = await request.call(this, descriptor);
    opened.push(device);
    return device;
  });
  return opened;
}

test.each([
  ["between two questions", false],
  ["in the middle of one", true]
])(
  "a device that is lost %s: the processor goes on, with a notice and the same numbers",
  async (_, during) => {
    const opened = devices();
    const notices: string[] = [];
    const model = await loadModel("atlas", {
      models: new URL("/models/", location.href),
      notice: (message) => notices.push(message)
    });
    expect(model.info.backend).toBe("webgpu");
    const before = await model.candidates(prompt);
    if (!during) opened[0]!.destroy();
    const asking = model.explain(prompt, {method: "integrated-gradients", target: " London"});
    if (during) setTimeout(() => opened[0]!.destroy(), 20);
    const explained = await asking;
    expect(explained.scores.length).toBe(explained.tokens.length);
    expect(Math.abs(explained.delta!)).toBeLessThan(1e-3);
    expect(explained.provenance.backend).toBe("onnx");
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/^WebGPU failed: running on the processor \(.+\)$/);
    const after = await model.candidates(prompt);
    expect(after.top.map(({id}) => id)).toEqual(before.top.map(({id}) => id));
    expect(model.info).toMatchObject({backend: "onnx", reason: notices[0]});
    model.dispose();
  }
);

test("no adapter: WebAssembly from the start, with the reason", async () => {
  vi.spyOn(navigator.gpu, "requestAdapter").mockResolvedValue(null);
  const notices: string[] = [];
  const model = await loadModel("atlas", {
    models: new URL("/models/", location.href),
    notice: (message) => notices.push(message)
  });
  expect(model.info.backend).toBe("onnx");
  expect(notices[0]).toMatch(
    /^no WebGPU here: running on the processor \(.*the browser found no adapter.*\)$/
  );
  expect((await model.candidates(prompt)).top[0]!.text).toBe(" London");
  model.dispose();
});
