import {expect, test, vi} from "vitest";
import {fileName} from "../../apps/editor/src/shell/file-name.ts";
import {Outbound} from "../../apps/editor/src/shell/outbound.ts";

const file = new Blob(["x"]);

/** A page that writes down what is done, with a click that counts or not. */
function desk(): {outbound: Outbound; did: string[]; click: (counts: boolean) => void} {
  const did: string[] = [];
  let active = false;
  const outbound = new Outbound({
    site: {
      origin: "http://nb.localhost:1",
      pathOf: ({pathname}) => (pathname.startsWith("/files/id/") ? pathname.slice(10) : null)
    },
    notebook: (path) => /^\/?other\.html$/.test(path) && did.push(`notebook ${path}`) > 0,
    changed: () => undefined,
    page: {
      isActive: () => active,
      open: (address) => did.push(`open ${address}`),
      save: (name) => did.push(`save ${name}`)
    }
  });
  return {outbound, did, click: (counts) => (active = counts)};
}

test.each([
  ["https://a.example/b?c#d", "https://a.example/b?c#d"],
  ["https://аpple.example/", "https://xn--pple-43d.example/"],
  ["https://a.example@evil.example/", "https://a.example@evil.example/"],
  ["http://localhost:2/?open=x", "http://localhost:2/?open=x"],
  ["mailto:a@b.example", "mailto:a@b.example"],
  ["javascript:alert(1)", null],
  ["data:text/html,x", null],
  ["blob:http://nb.localhost:1/x", null],
  ["file:///etc/passwd", null],
  ["view-source:https://a.example", null],
  ["no address", null]
])("a link to %s is asked about as %s", (address, asked) => {
  const {outbound, did} = desk();
  outbound.link(address);
  expect(outbound.question).toEqual(asked === null ? null : {kind: "link", address: asked});
  outbound.answer(false);
  expect(did).toEqual([]);
  outbound.link(address);
  outbound.answer(true);
  // Nobody has clicked: it is asked once.
  expect(did).toEqual([]);
});

test("a question stays until it is answered; unasked ones come once, until the reader clicks again", () => {
  const {outbound, did, click} = desk();
  outbound.link("https://one.example/");
  outbound.link("https://two.example/");
  expect(outbound.question).toMatchObject({address: "https://one.example/"});
  outbound.answer(false);
  for (let n = 0; n < 10; n++) outbound.link(`https://n${n}.example/`);
  expect(outbound.question).toBeNull();
  click(true);
  outbound.link("https://three.example/");
  outbound.answer(true);
  expect(did).toEqual(["open https://three.example/"]);
});

test("links to notebooks of the folder and files of ours open with a click only, nothing else of the own site does", () => {
  const {outbound, did, click} = desk();
  const visit = (): void => {
    for (const path of [
      "other.html",
      "files/id/other.html",
      "files/other/other.html",
      "models/atlas/config.json",
      "",
      "api/info",
      "fetched/x/y.html"
    ])
      outbound.link(`http://nb.localhost:1/${path}`);
  };
  visit();
  expect(did).toEqual([]);
  click(true);
  visit();
  expect(did).toEqual([
    "notebook other.html",
    "notebook /other.html",
    "open http://nb.localhost:1/models/atlas/config.json"
  ]);
  expect(outbound.question).toBeNull();
});

test("one file for each click; what runs when it is opened is asked about", () => {
  vi.useFakeTimers();
  const {outbound, did, click} = desk();
  outbound.file("unasked.txt", file);
  outbound.answer(false);
  click(true);
  outbound.file("run.exe", file);
  outbound.answer(false);
  outbound.file("one.txt", file);
  outbound.file("two.txt", file);
  expect(did).toEqual(["save one.txt"]);
  outbound.answer(true);
  click(false);
  vi.advanceTimersByTime(1000);
  click(true);
  outbound.file("three.txt", file);
  expect(did).toEqual(["save one.txt", "save two.txt", "save three.txt"]);
  vi.useRealTimers();
});

test.each([
  ["a.csv", "a.csv"],
  ["../../etc/passwd", "etc-passwd"],
  ["..\\..\\a.txt", "a.txt"],
  [".bashrc", "bashrc"],
  ["...", "file"],
  ["", "file"],
  ["a\u202Ecod.exe", "acod.exe"],
  ["a\u2066\u200b\ufeff\u0000\n.txt", "a.txt"],
  ["a:b*c?.txt", "a-b-c-.txt"],
  ["CON", "_CON"],
  ["nul.txt", "_nul.txt"],
  ["a . ", "a"],
  [`${"x".repeat(5000)}.json`, `${"x".repeat(50)}.json`],
  [`${"🙂".repeat(5000)}.json`, `${"🙂".repeat(50)}.json`],
  ["Größe 中文.svg", "Größe 中文.svg"]
])("a file called %j is saved as %j", (given, name) => {
  expect(fileName(given)).toBe(name);
});
