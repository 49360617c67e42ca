/** What cells of each type show in a page. */
import {changeCellType, createRuntime} from "@ecco/runtime";
import type {CellSource, NotebookRuntime} from "@ecco/runtime";
import {afterEach, beforeEach, expect, test, vi} from "vitest";
import {eventually} from "../eventually.ts";

let notebook: NotebookRuntime;
let body: HTMLElement;

beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  body = document.body.appendChild(document.createElement("main"));
  notebook = createRuntime({root: body});
});
afterEach(() => {
  notebook.dispose();
  body.remove();
  vi.restoreAllMocks();
});

const places = new Map<number, HTMLElement>();
function define(
  id: number,
  type: string,
  text: string,
  rest: Partial<CellSource> = {}
): HTMLElement {
  const known = places.get(id);
  const place = known?.isConnected ? known : document.createElement("div");
  places.set(id, place);
  if (!place.isConnected) body.append(place);
  notebook.define({id, type, text, ...rest}, place);
  return place;
}
const shown = (place: HTMLElement, text: string | RegExp): Promise<void> =>
  eventually(() =>
    expect(place.textContent).toMatch(typeof text === "string" ? new RegExp(`^${text}$`) : text)
  );
const within = <E extends Element = HTMLElement>(
  place: HTMLElement,
  selector: string
): Promise<E> =>
  eventually(() => {
    const found = place.querySelector<E>(selector);
    expect(found, place.innerHTML.slice(0, 300)).not.toBeNull();
    return found!;
  });

test("Observable JavaScript shows the name before the value, an element as it is", async () => {
  await shown(define(1, "ojs", "x = 1 + 1"), "x = 2");
  await shown(define(2, "ojs", "1 + x"), "3");
  await shown(define(3, "ojs", "function f() { return x }"), /^f = ƒ/);
  await shown(define(4, "ojs", "y = html`<b>${x}</b>`"), "2");
  await shown(define(5, "ojs", "z = 5", {hidden: true}), "");
  await shown(define(6, "ojs", "w = ({a: [1]})"), /^w = [^]*a: Array\(1\)/);
});

test("viewof shows the input, and a value that others change is shown as it is now", async () => {
  const place = define(1, "ojs", "viewof n = Inputs.range([0, 10], {value: 3, step: 1})");
  const twice = define(2, "ojs", "twice = n * 2");
  await shown(twice, "twice = 6");
  const number = await within<HTMLInputElement>(place, "input[type=number]");
  number.value = "4";
  number.dispatchEvent(new Event("input", {bubbles: true}));
  await shown(twice, "twice = 8");
  const count = define(3, "ojs", "mutable count = 0");
  const button = define(
    4,
    "ojs",
    "Object.assign(html`<button>+</button>`, {onclick: () => ++mutable count})"
  );
  const read = define(5, "js", "count + 100");
  await shown(count, "count = 0");
  (await within(button, "button")).click();
  await shown(count, "count = 1");
  await shown(read, "101");
});

test("a formula and a graph stand where their cells are", async () => {
  define(1, "js", "const n = 2, label = 'a`b';");
  const formula = define(2, "tex", "\\frac{${n}}{x}");
  expect((await within(formula, ".katex-display annotation")).textContent).toBe("\\frac{2}{x}");
  const graph = define(3, "dot", 'digraph { "${label}" -> "c`d" }');
  const svg = await within(graph, "svg");
  expect([...svg.querySelectorAll("text")].map((each) => each.textContent)).toEqual(["a`b", "c`d"]);
  const broken = define(4, "tex", "\\frac{1");
  expect((await within(broken, ".ecco-problem")).textContent).toMatch(
    /^The formula cannot be read/
  );
});

test("data: JSON by its name, CSV as a table that is only looked at", async () => {
  await shown(define(1, "json", "[1, 2]", {output: "list"}), /^list = [^]*1, 2/);
  const place = define(2, "csv", "name,n\nA,1\nB,2", {output: "rows"});
  const table = await within<HTMLTableElement>(place, "table");
  expect([...table.rows].map((row) => row.textContent.trim())).toEqual(["namen", "A1", "B2"]);
  expect(place.querySelector("input")).toBeNull();
  await shown(define(3, "js", "rows[1].n + list[0]"), "3");
});

test("SQL shows a table, and its rows that are chosen have the name", async () => {
  define(1, "js", "const db = {sql: async () => [{a: 1}, {a: 2}]};");
  const place = define(2, "sql", "SELECT 1", {output: "rows"});
  const read = define(3, "js", "rows.length");
  const box = await within<HTMLInputElement>(place, "tbody input");
  await shown(read, "2");
  box.click();
  await shown(read, "1");
});

test("what would run as another type offers to become one", async () => {
  const place = define(1, "js", "viewof x = html`<input>`");
  const asked = new Promise((resolve) =>
    body.addEventListener(changeCellType, (event) => resolve((event as CustomEvent).detail), {
      once: true
    })
  );
  const button = await within(place, ".ecco-problem button");
  expect(button.textContent).toBe("make it Observable JavaScript");
  button.click();
  expect(await asked).toBe("ojs");
});
