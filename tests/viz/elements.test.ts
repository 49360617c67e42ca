import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {elementFiles} from "../../scripts/elements/main.js";
import {readElements} from "../../scripts/elements/read-classes.js";

const root = join(import.meta.dirname, "../..");

test("docs/elements/ says what the sources say: else `npm run elements`", () => {
  const stale = [...elementFiles()].filter(
    ([path, text]) =>
      !existsSync(join(root, path)) || readFileSync(join(root, path), "utf8") !== text
  );
  expect(stale.map(([path]) => path)).toEqual([]);
});

test("every element, attribute, property, event and part is told in words", () => {
  const silent = readElements().flatMap(({tag, text, fields, events, parts, css}) => [
    ...(text ? [] : [tag]),
    ...[...fields, ...events, ...parts, ...css]
      .filter((each) => !each.text)
      .map(({name}) => `${tag} ${name}`)
  ]);
  expect(silent).toEqual([]);
});

test("no template writes a style attribute, which a strict policy forbids: `.style=${…}` sets the same", () => {
  const written = ["packages/viz/src", "packages/cells/src"].flatMap((folder) =>
    readdirSync(join(root, folder), {recursive: true, encoding: "utf8"})
      .filter((name) => name.endsWith(".ts"))
      .map((name) => join(folder, name))
      .filter((path) => /[\s>]style=(?:\$|")/.test(readFileSync(join(root, path), "utf8")))
  );
  expect(written).toEqual([]);
});
