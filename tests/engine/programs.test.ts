import {expect, test} from "vitest";
import {Programs} from "../../packages/engine/src/explain/programs.ts";
import type {Program} from "../../packages/engine/src/backends/backend.ts";

function fake(disposed: string[], name: string): () => Promise<Program> {
  return () =>
    Promise.resolve({
      inputs: [],
      run: () => Promise.reject(new Error()),
      dispose: () => disposed.push(name)
    });
}

test("the longest unused program goes, one that runs stays", async () => {
  const programs = new Programs(2);
  const disposed: string[] = [];
  const {promise, resolve} = Promise.withResolvers<void>();
  const running = programs.use("a", fake(disposed, "a"), () => promise);
  await programs.use("b", fake(disposed, "b"), async () => {});
  await programs.use("c", fake(disposed, "c"), async () => {});
  await programs.use("d", fake(disposed, "d"), async () => {});
  expect(disposed).toEqual(["b", "c"]);
  expect(programs.size).toBe(2);
  resolve();
  await running;
  await programs.use("d", fake(disposed, "d again"), async () => {});
  programs.dispose();
  await Promise.resolve();
  expect(disposed).toEqual(["b", "c", "a", "d"]);
});

test("a program that does not compile is tried again", async () => {
  const programs = new Programs();
  const fails = (): Promise<Program> => Promise.reject(new Error("no kernel"));
  await expect(programs.use("a", fails, async () => 1)).rejects.toThrow("no kernel");
  await expect(programs.use("a", fake([], "a"), async () => 2)).resolves.toBe(2);
});
