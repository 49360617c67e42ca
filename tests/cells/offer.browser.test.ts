/** A model that nobody has agreed to yet: what it weighs is said, and nothing of it comes. */
import {expect, test} from "vitest";
import {configure} from "@ecco/cells";
import type {ModelPicker} from "@ecco/viz";
import {all, answered, drawn, heathrow, show, text, the, until} from "./page.ts";

test("a lazy model is offered with its size in every view, comes with one click to all, and keeps its prompt", async () => {
  configure({models: "/models/"});
  let updates = 0;
  show(`<ecco-model src="atlas" backend="onnx" lazy prompt="${heathrow}">
    <ecco-candidates></ecco-candidates><ecco-token-strip></ecco-token-strip></ecco-model>`);
  const view = the("ecco-candidates");
  view.addController({hostUpdate: () => void updates++});
  await until("offered", () => view.state === "offered");
  await drawn(view);
  expect(text(view, "footer .btn")).toMatch(
    /^Run live, 10\.0 MB, stays in this browser$|^Run live, 9\.\d MB/
  );
  expect(text(view, ".invite")).toContain("the model comes when you ask for it");
  expect(updates).toBeLessThan(10);
  all(view, "footer .btn")[0]!.click();
  await answered(view, heathrow);
  await answered(the("ecco-token-strip"), heathrow);
});

test("a list of models asks what the models that come with Ecco weigh once, however often it is opened", async () => {
  configure({models: "/models/./"});
  const {fetch: own} = globalThis;
  const asked: string[] = [];
  globalThis.fetch = (input, init) => {
    if (init?.method === "HEAD") asked.push(input instanceof Request ? input.url : String(input));
    return own(input, init);
  };
  try {
    for (const _ of [1, 2]) {
      show("<ecco-model-picker></ecco-model-picker>");
      const picker = the("ecco-model-picker") as unknown as ModelPicker;
      await until("a list", () => picker.models.length > 0);
      picker.models = [];
      picker.open = true;
      await until("the list when it is opened", () => picker.models.length > 0);
    }
  } finally {
    globalThis.fetch = own;
    configure({models: "/models/"});
  }
  expect(asked.length).toBe(3);
  expect(new Set(asked).size).toBe(3);
});
