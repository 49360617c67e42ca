/** Pointing and pinning in one view, and what the others of its group make of it. */
import {beforeEach, describe, expect, test} from "vitest";
import {all, answered, drawn, frame, heathrow, pause, show, text, the} from "./page.ts";

const weak = "sst2 sentence: a dull and lifeless story";

const group = (model: string, prompt: string): string => `<ecco-model src="${model}" backend="onnx">
  <ecco-prompt strip value="${prompt}"></ecco-prompt>
  <ecco-saliency method="input-x-gradient" produce="3"></ecco-saliency>
  <ecco-logit-lens></ecco-logit-lens>
  <ecco-rankings produce="3"></ecco-rankings>
  <ecco-token-strip></ecco-token-strip>
</ecco-model>`;
const tags = ["ecco-saliency", "ecco-logit-lens", "ecco-rankings", "ecco-token-strip"] as const;

function point(mark: HTMLElement | undefined): void {
  mark!.dispatchEvent(new PointerEvent("pointerover", {bubbles: true, composed: true}));
}

/** Where each view of a group is marked. */
async function marked(group: ParentNode): Promise<Record<string, number | null>> {
  await frame();
  for (const tag of tags) await drawn(the(tag, group));
  const of = (name: "highlight" | "selected"): [string, number | null][] =>
    [...tags, "ecco-prompt" as const].map((tag) => [`${tag} ${name}`, the(tag, group)[name]]);
  return Object.fromEntries([...of("highlight"), ...of("selected")]);
}

const nowhere = Object.fromEntries(
  ["highlight", "selected"].flatMap((name) =>
    [...tags, "ecco-prompt"].map((tag) => [`${tag} ${name}`, null])
  )
);

describe("two models with the same text", () => {
  let first: Element;
  let second: Element;
  beforeEach(async () => {
    const main = show(group("atlas", heathrow) + group("atlas", heathrow));
    [first, second] = main.children as unknown as [Element, Element];
    for (const tag of tags)
      for (const inside of [first, second]) await answered(the(tag, inside), heathrow);
  });

  test("pointing at a token marks it in all views of its own model, and nowhere else", async () => {
    point(all(the("ecco-logit-lens", first), '[data-row="2"][data-column="3"]')[0]);
    expect(await marked(first)).toEqual({
      ...nowhere,
      ...Object.fromEntries([...tags, "ecco-prompt"].map((tag) => [`${tag} highlight`, 3]))
    });
    expect(await marked(second)).toEqual(nowhere);
    expect(all(the("ecco-token-strip", first), ".linked")).toHaveLength(1);
    all(the("ecco-logit-lens", first), ".body")[0]!.dispatchEvent(new PointerEvent("pointerleave"));
    expect(await marked(first)).toEqual(nowhere);
  });

  test("pinning selects in all views; letting go ends it", async () => {
    const strip = the("ecco-token-strip", first);
    const [mark] = all(strip, '[data-position="5"]');
    mark!.click();
    expect(await marked(first)).toEqual({
      ...nowhere,
      ...Object.fromEntries([...tags, "ecco-prompt"].map((tag) => [`${tag} selected`, 5]))
    });
    expect(await marked(second)).toEqual(nowhere);
    mark!.click();
    expect(await marked(first)).toEqual(nowhere);
  });

  test("a produced token is the same position in saliency and rankings", async () => {
    const [produced] = all(the("ecco-rankings", first), '[data-row="8"][data-column="1"]');
    point(produced);
    expect((await marked(first))["ecco-saliency highlight"]).toBe(11);
  });
});

test("an encoder–decoder's answer stands behind its input in all views", async () => {
  show(group("critic", weak));
  for (const tag of tags) await answered(the(tag), weak);
  const saliency = the("ecco-saliency");
  if (!saliency.data || !("produced" in saliency.data)) throw new Error("expected an answer");
  const {length} = saliency.data.tokens;
  point(all(saliency, `[data-position="${length}"]`)[0]);
  const places = await marked(document);
  // The decoder's position 0 is its start token.
  expect(places["ecco-logit-lens highlight"]).toBe(1);
  expect(places["ecco-token-strip highlight"]).toBe(length);
  point(all(saliency, '[data-position="2"]')[0]);
  expect((await marked(document))["ecco-logit-lens highlight"]).toBeNull();
  expect((await marked(document))["ecco-prompt highlight"]).toBe(2);
});

test("stand-alone views of the same model and prompt are linked, others are not", async () => {
  const alone = (tag: string, prompt: string): string =>
    `<${tag} model="atlas" backend="onnx" prompt="${prompt}"></${tag}>`;
  const main = show(
    alone("ecco-token-strip", heathrow) +
      alone("ecco-logit-lens", heathrow) +
      alone("ecco-logit-lens", "The keys to the cabinet")
  );
  const [strip, near, far] = main.children as unknown as [
    HTMLElementTagNameMap["ecco-token-strip"],
    HTMLElementTagNameMap["ecco-logit-lens"],
    HTMLElementTagNameMap["ecco-logit-lens"]
  ];
  await answered(strip, heathrow);
  await answered(near, heathrow);
  await answered(far, "The keys to the cabinet");
  point(all(strip, '[data-position="2"]')[0]);
  await drawn(near);
  expect([near.highlight, far.highlight]).toEqual([2, null]);
});

test("a view that is moved to another model, or out of all, belongs there", async () => {
  const other = "The keys to the cabinet";
  const main = show(group("atlas", heathrow) + group("atlas", other));
  const [first, second] = main.children as unknown as [Element, Element];
  const lens = the("ecco-logit-lens", first);
  await answered(lens, heathrow);
  the("ecco-logit-lens", second).remove();
  second.append(lens);
  await answered(lens, other);
  point(all(lens, '[data-row="0"][data-column="1"]')[0]);
  await drawn(lens);
  expect(the("ecco-token-strip", second).highlight).toBe(1);
  expect(the("ecco-token-strip", first).highlight).toBeNull();

  main.append(lens);
  await frame();
  Object.assign(the("ecco-prompt", second), {value: `${other} are`});
  await answered(the("ecco-token-strip", second), `${other} are`);
  await answered(the("ecco-rankings", second), `${other} are`);
  await pause(200);
  expect([lens.shownPrompt, lens.state, lens.data!.tokens.length]).toEqual([
    undefined,
    undefined,
    5
  ]);
});

test("a view without a model says what it needs, and nothing is loading", async () => {
  const main = show(
    `<ecco-candidates></ecco-candidates><ecco-model><ecco-logit-lens></ecco-logit-lens></ecco-model>`
  );
  await pause(50);
  for (const view of [the("ecco-candidates", main), the("ecco-logit-lens", main)]) {
    await drawn(view);
    expect(view.state).toBeUndefined();
    expect(text(view, ".invite")).toContain("no model here; put this view into <ecco-model src>");
  }
});
