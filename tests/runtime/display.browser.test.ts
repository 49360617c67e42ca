import {createRuntime, goToCell} from "@ecco/runtime";
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
  eventually(() => expect(statuses.get(id)?.state).toBe("ok"));
const shown = (place: HTMLElement, text: string): Promise<void> =>
  eventually(() => expect(place.textContent).toBe(text));

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
  await eventually(() => expect(markdown.querySelector("h1")?.textContent).toBe("Title of 2"));
  expect(markdown.querySelector("p")!.innerHTML).toBe(
    "with <i>node</i> in <em>it</em> and <code>code</code>"
  );
  const page = define(3, "<p>${name}</p>", "html");
  await eventually(() => expect(page.querySelector("p")?.textContent).toBe("<b>x</b>"));
  expect(page.querySelector("b")).toBeNull();
});

test("an error stands above the last good picture, which is marked, and goes with it", async () => {
  define(1, "const n = 1;");
  const place = define(2, "if (n > 1) throw new Error('too much');\ndisplay(n);");
  await shown(place, "1");
  define(1, "const n = 2;");
  const alert = await eventually(() => {
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
  const link = await eventually(() => {
    const found = place.querySelector("button");
    expect(found?.textContent).toBe("“const broken = missing.value;”");
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
  const arrow = await eventually(() => {
    const found = place.querySelector<HTMLElement>(".observablehq--inspect a");
    expect(found).not.toBeNull();
    return found!;
  });
  arrow.dispatchEvent(new Event("mouseup", {bubbles: true}));
  await eventually(() => expect(place.querySelector(".observablehq--expanded")).not.toBeNull());
  define(1, "const n = 2;");
  await eventually(() => expect(place.textContent).toContain("2"));
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

test("a cell that takes the name of a library's tag changes only who reads that name", async () => {
  define(1, "const md = 5, html = 6, htl = {html: () => 7}, $tag = 8;");
  const prose = define(2, "This is *text*: ${md}, ${html}, ${$tag}.", "md");
  const page = define(3, "<b>${htl.html``}</b> and ${md} and `${html}`", "html");
  const reader = define(4, "md + html");
  await shown(prose, "This is text: 5, 6, 8.\n");
  expect(prose.querySelector("em")?.textContent).toBe("text");
  await shown(page, "7 and 5 and `6`");
  await shown(reader, "11");
  define(1, "const other = 1;");
  await eventually(() => expect(statuses.get(4)?.problem).toBeNull());
  const inner = define(5, "${md`*a*`}", "md");
  await eventually(() => expect(inner.querySelector("em")?.textContent).toBe("a"));
});

test("two cells that take the name of a tag spoil no text", async () => {
  define(1, "const md = 1;");
  define(2, "const md = 2;");
  const prose = define(3, "# Title", "md");
  await eventually(() => expect(prose.querySelector("h1")?.textContent).toBe("Title"));
  const reader = define(4, "Is ${md}", "md");
  await eventually(() => expect(reader.textContent).toContain("md is defined more than once"));
});

test("a chosen file is read as notebooks read files", async () => {
  const place = define(
    1,
    "const input = display(Inputs.file({label: 'Data'}));\nconst file = Generators.input(input);"
  );
  const choose = async (name: string, text: string, type = ""): Promise<void> => {
    const field = await eventually(() => {
      const found = place.querySelector<HTMLInputElement>("input[type=file]");
      expect(found).not.toBeNull();
      return found!;
    });
    const data = new DataTransfer();
    data.items.add(new File([text], name, {type}));
    field.files = data.files;
    field.dispatchEvent(new Event("input", {bubbles: true}));
    field.dispatchEvent(new Event("change", {bubbles: true}));
    await eventually(async () =>
      expect(((await notebook.value("file")) as File | null)?.name).toBe(name)
    );
  };
  const read = async (code: string): Promise<unknown> => {
    define(2, `const value = await ${code};`);
    await ok(2);
    return notebook.value("value");
  };
  await choose("a.csv", 'name,n,__proto__\nx,1,p\n"y, z",20,\n', "text/csv");
  expect(await read("file.csv({typed: true}).then((rows) => [...rows])")).toMatchObject([
    {name: "x", n: 1},
    {name: "y, z", n: 20}
  ]);
  // An empty field is no value, also one that a short row leaves out.
  await choose("h.csv", "a,b\n1,\n2\n");
  expect(await read("file.csv({typed: true}).then((rows) => rows.map(({b}) => b))")).toEqual([
    null,
    null
  ]);
  expect(await read("file.csv().then((rows) => rows.map(({b}) => b))")).toEqual(["", ""]);
  await choose("a.csv", 'name,n,__proto__\nx,1,p\n"y, z",20,\n', "text/csv");
  expect(await read("file.csv().then(({columns, length}) => ({columns, length}))")).toEqual({
    columns: ["name", "n", "__proto__"],
    length: 2
  });
  expect(
    await read("file.csv().then((rows) => Object.getPrototypeOf(rows[0]) === Object.prototype)")
  ).toBe(true);
  expect(await read("file.csv({array: true})")).toEqual([
    ["name", "n", "__proto__"],
    ["x", "1", "p"],
    ["y, z", "20", ""]
  ]);
  expect(await read("[file.mimeType, file.size, file instanceof File].join()")).toBe(
    "text/csv,34,true"
  );
  await choose("b.tsv", "k\tv\n1\t007\n2\tb\n");
  expect(await read("file.tsv({typed: 'auto'}).then((rows) => [...rows])")).toMatchObject([
    {k: 1, v: "007"},
    {k: 2, v: "b"}
  ]);
  expect(await read("file.dsv({delimiter: '\\n'}).then((rows) => rows.columns)")).toEqual(["k\tv"]);
  await choose("c.json", '{"a": [1]}');
  expect(await read("file.json()")).toEqual({a: [1]});
  expect(await read("file.blob().then((blob) => blob.size)")).toBe(10);
  await choose("d.json", "{a");
  define(2, "const value = await file.json();");
  await eventually(() => expect(statuses.get(2)?.problem?.message).toContain("d.json: not JSON"));
  await choose("e.xml", "<a><b/></a>");
  expect(await read("file.xml().then((xml) => xml.documentElement.firstChild.nodeName)")).toBe("b");
  expect(await read("file.html().then((html) => html.body.innerHTML)")).toBe("<a><b></b></a>");
  expect(await read("file.arrayBuffer().then((bytes) => bytes.byteLength)")).toBe(11);
  const latin = "new File([new Uint8Array([233])], 'l')";
  expect(await read(`Inputs.file({transform: (f) => f}) && ${latin}.text()`)).toBe("\ufffd");
  await choose(
    "f.svg",
    '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>',
    "image/svg+xml"
  );
  expect(await read("file.image({alt: 'x'}).then(({width, alt}) => width + alt)")).toBe("3x");
  await choose("g.png", "no", "image/png");
  define(2, "const value = await file.image();");
  await eventually(() =>
    expect(statuses.get(2)?.problem?.message).toBe("g.png: not an image that this browser shows")
  );
});
