import {spawnSync} from "node:child_process";
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {elementFiles} from "../../scripts/elements/main.js";
import {readElements} from "../../scripts/elements/read-classes.js";
import {typesOf} from "../../scripts/elements/types.js";

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

/** JSX of React and the props of Vue's templates, in strict TypeScript; what is not there is refused. */
const use = `import type {EccoComponents, EccoElements} from "./elements";
declare module "react" {
  namespace JSX {
    interface IntrinsicElements extends EccoElements {}
  }
}
export const view = (
  <ecco-saliency data={{}} title="a" level={2} oninput={(event) => event.target}
    onecco-change={(event) => event.detail.name} onClick={(event) => event} />
);
// @ts-expect-error no such attribute
export const wrong = <ecco-saliency nonsense="1" />;
// @ts-expect-error a change has a name
export const other = <ecco-saliency onecco-change={(event) => event.detail.position} />;
export const props: InstanceType<EccoComponents["ecco-candidates"]>["$props"] = {top: 3};
`;

test("types of the elements: JSX and templates, handlers with their events", () => {
  const folder = mkdtempSync(join(root, "node_modules", ".ecco-types-"));
  try {
    writeFileSync(join(folder, "elements.d.ts"), typesOf(readElements()));
    writeFileSync(join(folder, "use.tsx"), use);
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
    const options =
      "--noEmit --strict --skipLibCheck --jsx react-jsx --module esnext --types react";
    const rest = ["--moduleResolution", "bundler", "--ignoreConfig", join(folder, "use.tsx")];
    const {stdout} = spawnSync(process.execPath, [tsc, ...options.split(" "), ...rest], {
      encoding: "utf8"
    });
    expect(stdout).toBe("");
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
});
