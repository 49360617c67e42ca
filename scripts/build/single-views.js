/** The views one by one: dist/views/TAG.js registers a single one. Made from the tables that register them all. */
import {join} from "node:path";
import {readTable} from "../elements/read-classes.js";
import {root} from "../node.js";

const cells = join(root, "packages", "cells", "src");
const views = join(cells, "elements", "views.ts");
const classes = join(root, "packages", "viz", "src", "define.ts");
const page = join(cells, "page.ts");

/** Returns the module that registers one view, and exports its class as it is without an engine, by its tag. */
export function singleViews() {
  const drawn = readTable(classes);
  const from = (path) => JSON.stringify(path.replaceAll("\\", "/"));
  return new Map(
    [...readTable(views)]
      .filter(([tag]) => tag !== "ecco-prompt")
      .map(([tag, view]) => [
        tag,
        `import {${view.name}} from ${from(view.file)};
import {define} from ${from(page)};
define({${JSON.stringify(tag)}: ${view.name}});
export {${drawn.get(tag).name}} from ${from(drawn.get(tag).file)};
`
      ])
  );
}
