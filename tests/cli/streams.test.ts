import {afterEach, expect, test, vi} from "vitest";
import {print, status, write} from "../../apps/cli/src/output/streams.ts";

afterEach(() => vi.restoreAllMocks());

test("a status stands on a line of its own, is gone before the answer, and never over a line that has begun", () => {
  const written: string[] = [];
  const take = (to: string) => (part: unknown) => {
    written.push(`${to}: ${String(part)}`);
    return true;
  };
  vi.spyOn(process.stderr, "write").mockImplementation(take("err"));
  vi.spyOn(process.stdout, "write").mockImplementation(take("out"));
  const {isTTY} = process.stderr;
  Object.assign(process.stderr, {isTTY: true});
  try {
    status("preparing gradient", true);
    status("passed over: it comes too soon");
    status("preparing forward", true);
    write("The");
    status("preparing forward", true);
    write(" end\n");
    status("token 3", true);
    print("done");
  } finally {
    Object.assign(process.stderr, {isTTY});
  }
  const clear = "\r\u001b[2K";
  expect(written).toEqual([
    `err: ${clear}preparing gradient`,
    `err: ${clear}preparing forward`,
    `err: ${clear}`,
    "out: The",
    "out:  end\n",
    `err: ${clear}token 3`,
    `err: ${clear}`,
    "out: done\n"
  ]);
});
