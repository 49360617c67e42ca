import type {Page} from "playwright-core";
import {expect, test} from "vitest";
import {Screen} from "../../apps/cli/src/headless/screen.ts";

/** Looks *looks* times at a notebook that is as tall as this in a window; returns how tall the window was made. */
async function heights(tall: (height: number) => number, looks = 4): Promise<readonly number[]> {
  let height = 900;
  const made: number[] = [];
  const frame = {
    url: () => `http://nb-${"0".repeat(20)}.localhost:1/`,
    evaluate: () => Promise.resolve(tall(height))
  };
  const page = {
    frames: () => [frame],
    setViewportSize: (size: {readonly height: number}) => {
      made.push((height = size.height));
      return Promise.resolve();
    }
  };
  const screen = new Screen(page as unknown as Page);
  for (let look = 0; look < looks; look++)
    expect(await screen.fit()).toBe(made.length > look && height !== 0);
  return made;
}

test.each<[string, (height: number) => number, readonly number[]]>([
  ["that fits stays", () => 800, []],
  ["that is taller is shown whole", () => 3000, [3200]],
  [
    "that draws more once it is seen is followed",
    (height) => (height > 900 ? 3600 : 3000),
    [3200, 3800]
  ],
  ["that is taller than browsers draw is shown as far as they do", () => 90_000, [15_000]],
  ["that grows with its window is shown in a usual one", (height) => height * 1.2, [1280, 900]]
])("a notebook %s", async (_, tall, made) => {
  expect(await heights(tall)).toEqual(made);
});
