import {createRuntime, goToCell} from "@ecco/runtime";
import type {CellStatus, NotebookRuntime} from "@ecco/runtime";
import {afterEach, beforeEach, expect, test, vi} from "vitest";

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

const places = new Map<number, HTMLElement>();
function define(id: number, text: string, type = "js", hidden = false): HTMLElement {
  const known = places.get(id);
  const place = known?.isConnected ? known : document.createElement("div");
  places.set(id, place);
  if (!place.isConnected) body.append(place);
  notebook.define({id, type, text, hidden}, place);
  return place;
}
const ok = (id: number): Promise<void> =>
  vi.waitFor(() => expect(statuses.get(id)?.state).toBe("ok"));
const shown = (place: HTMLElement, text: string): Promise<void> =>
  vi.waitFor(() => expect(place.textContent).toBe(text));

test("an expression is shown, a program only what it displays", async () => {
  const value = define(1, "1 + 1");
  const program = define(2, "const a = 3; display(a); display('b');");
  const silent = define(3, "const c = 4;");
  const hidden = define(4, "5", "js", true);
  await shown(value, "2");
  await shown(program, '3"b"');
  await Promise.all([ok(3), ok(4)]);
  expect(silent.textContent).toBe("");
  expect(hidden.textContent).toBe("");
});

test("what is shown again stays the same node, in its place and with its focus", async () => {
  define(1, "const n = 1;");
  const place = define(
    2,
    "const field = globalThis.kept ??= document.createElement('input'); display(document.createTextNode('n is ' + n)); display(field);"
  );
  await shown(place, "n is 1");
  const field = place.querySelector("input")!;
  field.focus();
  let gone = 0;
  new MutationObserver((records) => {
    for (const {removedNodes} of records) if ([...removedNodes].includes(field)) gone++;
  }).observe(place, {childList: true, subtree: true});
  define(1, "const n = 2;");
  await shown(place, "n is 2");
  expect(document.activeElement).toBe(field);
  expect(gone).toBe(0);
  Reflect.deleteProperty(globalThis, "kept");
});

test("the old picture stays until the new one is there, and never blinks", async () => {
  define(1, "const n = 1;");
  const place = define(2, "await new Promise((r) => setTimeout(r, 30)); display(n);");
  await shown(place, "1");
  const texts = new Set<string>();
  const watch = new MutationObserver(() => texts.add(place.textContent!));
  watch.observe(place, {childList: true, subtree: true, characterData: true});
  define(1, "const n = 2;");
  await shown(place, "2");
  expect(texts).not.toContain("");
});

test("view shows an input and gives its values as they change", async () => {
  const place = define(
    1,
    "const x = view(Object.assign(document.createElement('input'), {type: 'range', value: 3}));"
  );
  const twice = define(2, "x * 2");
  await shown(twice, "6");
  const range = place.querySelector("input")!;
  range.value = "7";
  range.dispatchEvent(new Event("input", {bubbles: true}));
  await shown(twice, "14");
});

test("who reads a view without a value waits", async () => {
  const place = define(1, "const x = view(document.createElement('div'));");
  const reader = define(2, "x");
  await ok(1);
  expect(reader.textContent).toBe("");
  const element = place.querySelector<HTMLElement & {value?: number}>(".ecco-output > div")!;
  element.value = 5;
  element.dispatchEvent(new Event("input"));
  await shown(reader, "5");
  // And once it is defined anew nobody waits for the old one.
  define(1, "const x = 6;");
  await shown(reader, "6");
});

test("Markdown holds values and nodes, HTML escapes what it is given", async () => {
  define(1, "const name = '<b>x</b>'; const node = html`<i>node</i>`;");
  const markdown = define(2, '# Title of ${1 + 1}\n\nwith ${node} in *it* and `${"code"}`', "md");
  await vi.waitFor(() => expect(markdown.querySelector("h1")?.textContent).toBe("Title of 2"));
  expect(markdown.querySelector("p")!.innerHTML).toBe(
    "with <i>node</i> in <em>it</em> and <code>code</code>"
  );
  const page = define(3, "<p>${name}</p>", "html");
  await vi.waitFor(() => expect(page.querySelector("p")?.textContent).toBe("<b>x</b>"));
  expect(page.querySelector("b")).toBeNull();
});

test("an error stands above the last good picture, which is marked, and goes with it", async () => {
  define(1, "const n = 1;");
  const place = define(2, "if (n > 1) throw new Error('too much');\ndisplay(n);");
  await shown(place, "1");
  define(1, "const n = 2;");
  const alert = await vi.waitFor(() => {
    const found = place.querySelector('[role="alert"]');
    expect(found).not.toBeNull();
    return found!;
  });
  expect(alert.textContent).toBe("too muchline 1, column 18");
  const output = place.querySelector(".ecco-output")!;
  expect([output.textContent, output.classList.contains("ecco-stale")]).toEqual(["1", true]);
  expect(place.firstElementChild).toBe(alert);
  define(1, "const n = 0;");
  await shown(place, "0");
  expect(place.querySelector('[role="alert"], .ecco-stale')).toBeNull();
});

test("who reads what failed says which cell it was, and leads there", async () => {
  define(1, "const broken = missing.value;");
  const place = define(2, "broken + 1");
  const link = await vi.waitFor(() => {
    const found = place.querySelector("button");
    expect(found?.textContent).toBe("cell 1");
    return found!;
  });
  expect(place.textContent).toContain("broken is missing: missing is not defined");
  const asked = new Promise((resolve) =>
    document.addEventListener(goToCell, (event) => resolve((event as CustomEvent).detail), {
      once: true
    })
  );
  link.click();
  expect(await asked).toBe(1);
});

test("an inspected value that was opened stays open", async () => {
  define(1, "const n = 1;");
  const place = define(2, "({n, list: [1, 2]})");
  const arrow = await vi.waitFor(() => {
    const found = place.querySelector<HTMLElement>(".observablehq--inspect a");
    expect(found).not.toBeNull();
    return found!;
  });
  arrow.dispatchEvent(new Event("mouseup", {bubbles: true}));
  await vi.waitFor(() => expect(place.querySelector(".observablehq--expanded")).not.toBeNull());
  define(1, "const n = 2;");
  await vi.waitFor(() => expect(place.textContent).toContain("2"));
  expect(place.querySelector(".observablehq--expanded")).not.toBeNull();
});

test("width follows the notebook, the page's own inputs work", async () => {
  body.style.width = "300px";
  const place = define(1, "Math.round(width)");
  await shown(place, "300");
  body.style.width = "500px";
  await shown(place, "500");
  const select = define(2, 'const choice = view(Inputs.select(["a", "b"], {value: "b"}));');
  const reader = define(3, "choice");
  await shown(reader, '"b"');
  expect(select.querySelector("select")).not.toBeNull();
});

test("late displays of a run that is over are refused", async () => {
  define(1, "const n = 1;");
  const place = define(2, "globalThis.late = display; display(n);");
  await shown(place, "1");
  const {late} = globalThis as unknown as {late: (value: unknown) => void};
  define(1, "const n = 2;");
  await shown(place, "2");
  expect(() => late("old")).toThrow("display is of a run that is over");
  expect(place.textContent).toBe("2");
});
