/** What Markdown shows in a page: formulas, coloured code, and what is wrong with a part of it at the place of that part. */
import {createRuntime} from "@ecco/runtime";
import type {CellStatus, NotebookRuntime} from "@ecco/runtime";
import {afterEach, beforeEach, expect, test, vi} from "vitest";
import {eventually} from "../eventually.ts";

let notebook: NotebookRuntime;
let statuses: Map<number, CellStatus>;
let body: HTMLElement;

beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  body = document.body.appendChild(document.createElement("main"));
  statuses = new Map();
  notebook = createRuntime({root: body, status: (status) => statuses.set(status.id, status)});
});
afterEach(() => {
  notebook.dispose();
  body.remove();
  vi.restoreAllMocks();
});

async function show(id: number, text: string, type = "md"): Promise<HTMLElement> {
  const place = body.appendChild(document.createElement("div"));
  notebook.define({id, type, text}, place);
  await eventually(() => expect(statuses.get(id)?.state).toBe("ok"));
  return place;
}

test("formulas are set, with values in them, and what one of them does not say stays at its place", async () => {
  await show(1, "const k = 7;", "js");
  const place = await show(2, "From $x^{${k}}$ to\n\n$$\n\\frac{1}{2}\n$$\n\nand $\\frac{1$ here.");
  await eventually(() => expect(place.querySelectorAll("math")).toHaveLength(2));
  expect(place.querySelector("annotation")!.textContent).toBe("x^{7}");
  expect(place.querySelector("div.math .katex-display")).not.toBeNull();
  // Its fonts and measures come with it.
  const style = getComputedStyle(place.querySelector(".katex")!);
  expect(style.fontFamily).toContain("KaTeX_Main");
  const alerts = [...place.querySelectorAll('[role="alert"]')];
  expect(alerts.map((alert) => alert.textContent)).toEqual([
    "The formula cannot be read: Unexpected end of input in a macro argument, expected '}' at character 8 of \\frac{1"
  ]);
  expect(alerts[0]!.closest("p")!.textContent).toMatch(/^and The formula.* here\.$/);
});

test("once it is loaded, a formula is there with its text", async () => {
  await show(1, "$a$");
  await eventually(() => expect(body.querySelector("math")).not.toBeNull());
  await show(2, "globalThis.atOnce = md`$b$ and $c$`.querySelectorAll('math').length", "js");
  expect((globalThis as {atOnce?: number}).atOnce).toBe(2);
  Reflect.deleteProperty(globalThis, "atOnce");
});

test("code of a language is coloured, its text stays; another's is as it is written", async () => {
  const text = 'const a = "<b>";\n// note\n';
  const place = await show(1, `~~~js\n${text}~~~\n\n~~~unheard-of\n${text}~~~`);
  await eventually(() => expect(place.querySelector(".hljs-keyword")?.textContent).toBe("const"));
  const [known, other] = place.querySelectorAll("code");
  expect(known!.textContent).toBe(text);
  expect(known!.querySelector(".hljs-comment")!.textContent).toBe("// note");
  expect(other!.innerHTML).toBe(text.replace("<b>", "&lt;b&gt;"));
});

test("a broken part of a text says so at its place, the rest is shown", async () => {
  await show(1, "const n = 2;", "js");
  const text = 'Two: ${n}, ${n +}, <i title="${null.x}">${null.x}</i>, three: ${n + 1}.';
  const message = "Cannot read properties of null (reading 'x')";
  for (const type of ["md", "html"]) {
    const place = await show(type === "md" ? 2 : 3, text, type);
    const alerts = [...place.querySelectorAll('[role="alert"]')].map((each) => each.textContent);
    expect(alerts.slice(0, 1)).toEqual(["${n +} is not JavaScript: unexpected token"]);
    expect(alerts.at(-1)).toBe(message);
    expect(place.textContent).toContain("Two: 2, ");
    expect(place.textContent).toContain("three: 3.");
  }
});
