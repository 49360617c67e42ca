import {afterEach, describe, expect, test} from "vitest";
import type {GenerationData} from "../../packages/viz/src/index.ts";
import {all, listen, mount, one, press, settled} from "./mount.ts";
import {soundAt} from "./sound.ts";
import json from "./data/generation.json" with {type: "json"};

const {greedy, drawn, beams, masks, stopped} = json as unknown as Readonly<
  Record<"greedy" | "drawn" | "beams" | "masks" | "stopped", GenerationData>
>;
const n = greedy.tokens.length;

afterEach(() => {
  document.documentElement.style.colorScheme = "";
});

const pictures = [
  ["text", {data: greedy}],
  ["drawn", {data: drawn, again: true}],
  ["masks", {data: masks}],
  ["tree", {data: beams}],
  ["nothing yet", {data: {tokens: greedy.tokens, steps: [], text: null}, state: "running"}]
] as const;

describe.each(pictures)("%s", (_, properties) => {
  test("axe finds nothing, nothing scrolls sideways, one mark is a tab stop", async () => {
    for (const [scheme, width] of [
      ["light", 800],
      ["dark", 360],
      ["light", 320]
    ] as const) {
      const element = await soundAt("ecco-generation", properties, {
        scheme,
        width,
        free: ".scroll, svg, .tx, [popover]"
      });
      expect(all(element, '.body [tabindex="0"]:not(.scroll)')).toHaveLength(1);
    }
  });
});

test("the text, what stands beside a token, and the table say the same", async () => {
  const element = await mount("ecco-generation", {data: drawn});
  const start = drawn.tokens.length;
  const tokens = all(element, ".t.out");
  expect(tokens.map((token) => token.getAttribute("aria-label"))).toEqual(
    drawn.steps.map(({token, probability}) =>
      expect.stringMatching(
        new RegExp(
          `^${token.text!.trim().replace(/[.|<>]/g, "\\$&")}, .*${probability < 1e-4 ? "" : "percent"}`
        )
      )
    )
  );
  const visited: string[] = [];
  tokens[0]!.focus();
  for (const {candidates, token} of drawn.steps) {
    await settled(element);
    const rows = all(element, ".step .row");
    expect(rows).toHaveLength(6);
    const taken = one(element, ".step .top");
    expect(taken.querySelector("bdi")!.textContent).toBe(token.text!.replace(/^ /, ""));
    expect(rows[0]!.textContent).toContain(candidates[0]!.text!.trim());
    visited.push((element.renderRoot as ShadowRoot).activeElement!.getAttribute("data-column")!);
    press(element, "ArrowRight");
  }
  expect(visited.map(Number)).toEqual(drawn.steps.map((_, step) => start + step));
  press(element, "t");
  await settled(element);
  const [steps, others] = all(element, "table.twin") as HTMLTableElement[];
  expect(steps!.tBodies[0]!.rows).toHaveLength(drawn.steps.length);
  expect(others!.tBodies[0]!.rows).toHaveLength(
    drawn.steps.reduce((sum, {candidates}) => sum + candidates.length, 0)
  );
  const lines = element.toCsv().split("\r\n").slice(1);
  expect(lines.map((line) => line.split(",")[3])).toEqual(
    drawn.steps.map(({probability}) => String(probability))
  );
  expect(one(element, "footer").textContent).toContain("drawn with seed");
});

test("a produced token is pinned with Enter and let go with Escape, a token of the prompt is not", async () => {
  const element = await mount("ecco-generation", {data: greedy});
  const heard = listen(document.body, "input");
  one(element, '[data-column="0"]').click();
  expect(element.value).toBeNull();
  one(element, '.body [tabindex="0"]').focus();
  press(element, "ArrowRight");
  await settled(element);
  press(element, "Enter");
  expect(element.value).toEqual({step: 1, node: null});
  await settled(element);
  expect(one(element, ".t.sel").dataset["column"]).toBe(String(n + 1));
  press(element, "Escape");
  press(element, "Escape");
  expect(element.value).toBeNull();
  expect(heard).toHaveLength(2);
});

test("masks are filled where they were; why a text is over is told", async () => {
  const element = await mount("ecco-generation", {data: masks});
  expect(all(element, ".t.made").map(({textContent}) => textContent.trim())).toEqual([
    "capital",
    "french"
  ]);
  one(element, '[data-column="6"]').click();
  await settled(element);
  expect(element.value).toEqual({step: 1, node: null});
  expect(one(element, ".what").textContent).toContain("Token 2 of 2");
  element.data = stopped;
  await settled(element);
  expect(one(element, "footer").textContent).toContain("at the stop text .");
});

test("Again asks for another draw", async () => {
  const element = await mount("ecco-generation", {data: drawn, again: true});
  const heard = listen(document.body, "ecco-action");
  one(element, ".again .btn").click();
  expect(heard.map((event) => (event as CustomEvent).detail)).toEqual([{name: "again"}]);
});

describe("the tree", () => {
  test("every node is drawn and in the table, the answer stands out; keys climb", async () => {
    const element = await mount("ecco-generation", {data: beams});
    const {tree} = beams;
    const nodes = all(element, ".node");
    expect(nodes).toHaveLength(tree!.length);
    expect(nodes.filter((node) => node.matches(".chosen"))).toHaveLength(beams.steps.length);
    expect(nodes.filter((node) => node.matches(".dropped"))).toHaveLength(
      tree!.filter(({kept}) => !kept).length
    );
    expect(all(element, ".link-line")).toHaveLength(tree!.length);
    const active = (): HTMLElement =>
      (element.renderRoot as ShadowRoot).activeElement as HTMLElement;
    one(element, '.body [tabindex="0"]:not(.scroll)').focus();
    const texts: string[] = [];
    for (let step = 0; step < beams.steps.length; step++) {
      texts.push(active().querySelector("bdi")!.textContent);
      press(element, "ArrowRight");
      await settled(element);
    }
    expect(texts).toEqual(beams.steps.map(({token}) => token.text!.replace(/^ /, "")));
    press(element, "ArrowLeft");
    await settled(element);
    expect(active().dataset["column"]).toBe("4");
    const visited = new Set<string>();
    for (let row = 0; row < 8; row++) {
      visited.add(active().dataset["row"]!);
      press(element, row < 3 ? "ArrowUp" : "ArrowDown");
      await settled(element);
    }
    expect(visited.size).toBeGreaterThan(4);
    press(element, "Enter");
    const {step, node} = element.value!;
    expect(step).toBe(4);
    expect(tree![node!]!.step).toBe(4);
    press(element, "t");
    await settled(element);
    const [table] = all(element, "table.twin") as HTMLTableElement[];
    expect(table!.tBodies[0]!.rows).toHaveLength(tree!.length);
    const lines = element.toCsv().split("\r\n").slice(1);
    for (const line of lines) {
      const [, , id, parent, , probability, logprob] = line.split(",");
      const found = tree![Number(id)]!;
      expect(parent).toBe(found.parent === null ? "" : String(found.parent));
      expect(probability).toBe(String(found.probability));
      expect(logprob).toBe(String(found.logprob));
    }
  });

  test("where there is no room it is a list, and the text is one switch away", async () => {
    const element = await mount("ecco-generation", {data: beams}, 360);
    expect(all(element, ".level")).toHaveLength(6);
    expect(all(element, ".node")).toHaveLength(beams.tree!.length);
    one(element, 'button[name="look"][value="text"]').click();
    await settled(element);
    expect(all(element, ".t.out")).toHaveLength(6);
    one(element, `[data-column="${beams.tokens.length + 2}"]`).click();
    element.look = "tree";
    await settled(element);
    expect(all(element, ".node.cur.chosen")).toHaveLength(1);
  });
});
