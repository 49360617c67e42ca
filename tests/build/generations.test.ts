import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, onTestFinished, test} from "vitest";
import {Generations} from "../../scripts/build/generations.js";

test("the parts of one build stay beside those of the next, until the one after it; the same build again changes nothing", () => {
  const dist = mkdtempSync(join(tmpdir(), "ecco-dist-"));
  onTestFinished(() => rmSync(dist, {recursive: true, force: true}));
  mkdirSync(join(dist, "ecco"));
  /** Builds as a bundler does, and returns what is there then. */
  const build = (...names: readonly string[]): readonly string[] => {
    const generations = new Generations(dist);
    const files = names.map((name) => `ecco/${name}`);
    for (const file of files) writeFileSync(join(dist, file), file);
    const bundle = Object.fromEntries(files.map((file) => [file, {}]));
    generations.plugin().writeBundle({}, {...bundle, "ecco.js": {}});
    generations.end();
    return ["a1.js", "b1.js", "b2.js", "b3.js", "strange.js"].filter((name) =>
      existsSync(join(dist, "ecco", name))
    );
  };
  writeFileSync(join(dist, "ecco", "strange.js"), "of an old build that kept no list");
  expect(build("a1.js", "b1.js")).toEqual(["a1.js", "b1.js"]);
  expect(build("a1.js", "b2.js")).toEqual(["a1.js", "b1.js", "b2.js"]);
  expect(build("a1.js", "b2.js")).toEqual(["a1.js", "b1.js", "b2.js"]);
  expect(build("a1.js", "b3.js")).toEqual(["a1.js", "b2.js", "b3.js"]);
  expect(build("a1.js", "b2.js")).toEqual(["a1.js", "b2.js", "b3.js"]);
});
