import {memoryOf} from "../../packages/engine/src/backends/memory.ts";
import {
  DeviceError,
  EccoError,
  InputError,
  ShapeError,
  SourceError,
  UnsupportedError,
  loadModel
} from "@ecco/engine";
import {expect, test} from "vitest";
import type {Backend, Program, Tensor} from "../../packages/engine/src/backends/backend.ts";
import {Session} from "../../packages/engine/src/explain/session.ts";

const answer = (value: number): Map<string, Tensor> =>
  new Map([["y", {shape: [1], data: Float64Array.of(value)}]]);

/** A backend that answers with its number, or fails with what it is told to. */
function fake(
  value: number,
  failure?: () => Error | undefined
): Backend & {disposed: number; compiled: number} {
  const backend = {
    name: "onnx" as const,
    memory: memoryOf(new Map(), {backend: "onnx", bytesOf: () => 0, form: ""}),
    lost: new Promise<string>(() => undefined),
    disposed: 0,
    compiled: 0,
    async compile(): Promise<Program> {
      backend.compiled++;
      return {
        inputs: [],
        async run() {
          const error = failure?.();
          if (error) throw error;
          return answer(value);
        },
        dispose: () => undefined
      };
    },
    dispose: () => void backend.disposed++
  };
  return backend;
}

function start(first: Backend, rest: Backend[]): {session: Session; reasons: string[]} {
  const reasons: string[] = [];
  const session = new Session({
    graph: {} as never,
    cached: () => ({}) as never,
    weights: {} as never,
    tokenizer: null,
    config: {},
    backend: first,
    fallback: async (_, reason) => {
      reasons.push(reason);
      return rest.shift() ?? null;
    }
  });
  return {session, reasons};
}

const question = {key: "y", outputs: () => ({})};
const ask = async (session: Session): Promise<number> => {
  const outputs = await session.ask(question, {
    batch: {ids: [[1, 2]]},
    meter: {forwards: 0, backwards: 0}
  });
  return outputs.get("y")!.data[0]!;
};

test.each(["device", "memory"] as const)(
  "a backend that fails for its %s in the middle: the next one answers, this question and later ones",
  async (code) => {
    let lost = false;
    const first = fake(1, () => (lost ? new DeviceError("the GPU is gone", code) : undefined));
    const second = fake(2);
    const {session, reasons} = start(first, [second]);
    expect(await ask(session)).toBe(1);
    lost = true;
    // Several at once change it once.
    expect(await Promise.all([ask(session), ask(session), ask(session)])).toEqual([2, 2, 2]);
    expect(await ask(session)).toBe(2);
    expect(reasons).toEqual(["the GPU is gone"]);
    expect([first.disposed, second.disposed, second.compiled]).toEqual([1, 0, 1]);
    expect(session.backend).toBe(second);
  }
);

test("when the next one fails too, the one after it answers; after the last the error is said", async () => {
  const gone = (): Error => new DeviceError("gone");
  const {session} = start(fake(1, gone), [fake(2, gone), fake(3)]);
  expect(await ask(session)).toBe(3);
  const {session: none} = start(fake(1, gone), [fake(2, gone)]);
  await expect(ask(none)).rejects.toThrow("gone");
});

test("what is no fault of the device is no reason to change it", async () => {
  const {session, reasons} = start(
    fake(1, () => new ShapeError("does not fit")),
    [fake(2)]
  );
  await expect(ask(session)).rejects.toThrow("does not fit");
  expect(reasons).toEqual([]);
});

test("WebGPU asked for in Node: one line, and what to do", async () => {
  const error = await loadModel("atlas", {backend: "webgpu"}).catch((each: unknown) => each);
  expect(error).toBeInstanceOf(DeviceError);
  expect((error as Error).message).toMatch(/^WebGPU is not available: .*use a browser with WebGPU/);
});

test("errors keep their names, whatever a bundler calls their classes", () => {
  const errors = [
    new EccoError("input", ""),
    new InputError(""),
    new SourceError(""),
    new UnsupportedError(""),
    new ShapeError(""),
    new DeviceError("")
  ];
  expect(errors.map(({name, code}) => `${name} ${code}`)).toEqual([
    "EccoError input",
    "InputError input",
    "SourceError source",
    "UnsupportedError unsupported",
    "ShapeError shape",
    "DeviceError device"
  ]);
  expect(errors.map((error) => Object.hasOwn(error, "name"))).toEqual(errors.map(() => true));
});
