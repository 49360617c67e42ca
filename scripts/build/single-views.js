/** The views one by one: dist/views/TAG.js registers a single one. Made from the tables that register them all. */
import {readFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {root} from "../node.js";

const viz = join(root, "packages", "viz", "src", "define.ts");
const readers = join(root, "packages", "cells", "src", "recorded", "readers.ts");
const define = join(root, "packages", "cells", "src", "recorded", "recorded-view.ts");

/** Returns a table of a module as tag → {name, path} of what it lists. */
function table(file) {
  const text = readFileSync(file, "utf8");
  const paths = new Map();
  for (const [, names, path] of text.matchAll(/^import \{([^}]+)\} from "(\..+)";/gm))
    for (const name of names.split(",")) paths.set(name.trim(), join(dirname(file), path));
  return new Map(
    [...text.matchAll(/^ {2}"(ecco-[\w-]+)": (\w+)/gm)].map(([, tag, name]) => [
      tag,
      {name, path: paths.get(name)}
    ])
  );
}

/** Returns the module that registers one view, by its tag. */
export function singleViews() {
  const classes = table(viz);
  return new Map(
    [...table(readers)].map(([tag, reader]) => {
      const view = classes.get(tag);
      if (!view) throw new Error(`${readers}: ${tag} is in no table of elements; see ${viz}`);
      const from = (path) => JSON.stringify(path.replaceAll("\\", "/"));
      return [
        tag,
        `import {${view.name}} from ${from(view.path)};
import {${reader.name}} from ${from(reader.path)};
import {defineRecorded} from ${from(define)};
defineRecorded({${JSON.stringify(tag)}: [${view.name}, ${reader.name}]});
export {${view.name}};
`
      ];
    })
  );
}
