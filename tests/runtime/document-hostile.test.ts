/** Any text is read, merged and written in one pass: with a loop in a loop these would take hours. */
import {Worker} from "node:worker_threads";
import {expect, test} from "vitest";
import {texts} from "./hostile-texts.ts";

/** Far beyond what one pass takes, for all of them together, in ms. */
const deadline = 120_000;

test(
  "each of the hostile texts is read to its end",
  async () => {
    const worker = new Worker(new URL("read-hostile.ts", import.meta.url));
    const left = new Set(Object.keys(texts));
    const wrong: string[] = [];
    const timer = setTimeout(() => void worker.terminate(), deadline - 10_000);
    worker.on("message", ({name, found}: {name: string; found: number | string}) => {
      left.delete(name);
      const expected = texts[name]!()[1];
      if (found !== expected && !(typeof expected === "string" && String(found).includes(expected)))
        wrong.push(`${name}: got ${found}, expected ${expected}`);
    });
    await new Promise<void>((resolve, reject) => {
      worker.once("error", reject);
      worker.once("exit", () => resolve());
    });
    clearTimeout(timer);
    expect(wrong).toEqual([]);
    expect([...left], "not read").toEqual([]);
  },
  deadline
);
