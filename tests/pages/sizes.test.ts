import {expect, test} from "vitest";
import {budgets, closure} from "../../scripts/build/sizes.js";
import {built} from "./built.ts";

test("what is built weighs no more than package.json allows, a view alone no more than its part of it", async () => {
  const dist = await built();
  const rows = budgets(dist);
  expect(rows.map(({file}) => file)).toEqual(
    expect.arrayContaining(["ecco.js", "views.js", "guided.js", "views/ecco-saliency.js"])
  );
  for (const {file, gzip, most} of rows) {
    expect(gzip, file).toBeGreaterThan(1000);
    expect(gzip, file).toBeLessThanOrEqual(most);
  }
  // All of it is in the one file.
  expect([...closure(`${dist}/views.js`)]).toHaveLength(1);
  expect(closure(`${dist}/views/ecco-saliency.js`).size).toBeGreaterThan(1);
});
