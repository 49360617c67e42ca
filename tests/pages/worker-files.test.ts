import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {built} from "./built.ts";

test("no built file imports one that a worker or a page begins with: WebKit would run it twice", async () => {
  const dist = await built();
  for (const folder of ["ecco", "editor/assets"]) {
    const files = readdirSync(join(dist, folder)).filter((name) => name.endsWith(".js"));
    const texts = files.map((name) => readFileSync(join(dist, folder, name), "utf8"));
    // Workers are named by their address only, in the code that starts them.
    const first = files.filter((name) =>
      [...texts, readFileSync(join(dist, "ecco.js"), "utf8")].some((text) =>
        new RegExp(`new URL\\([^)]*${name}`).test(text)
      )
    );
    expect(first.length, folder).toBeGreaterThan(0);
    for (const entry of [...first, "ecco.js"])
      for (const [index, text] of texts.entries())
        expect(text, files[index]).not.toContain(`/${entry}"`);
    // And what they share is imported: the files are those that were meant.
    expect(
      texts.some((text) => /from"\.\/worker-code-[\w-]+\.js"/.test(text)),
      folder
    ).toBe(true);
  }
});

test("what others bundle asks for no module by an expression, and classic scripts know where it would lie", async () => {
  const text = readFileSync(join(await built(), "ecco.js"), "utf8");
  expect(text).not.toContain("import.meta.resolve");
  expect(text).toMatch(
    /worker-[\w-]+\.js[`"'],\[import\.meta\.url\|\|document\.baseURI\]\[0\]\)\.href\)/
  );
});
