/** `npm run elements`: writes docs/elements/ from the comments of the elements. */
import {mkdirSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {pathToFileURL} from "node:url";
import {root} from "../node.js";
import {indexOf, markdownOf} from "./pages.js";
import {readElements} from "./read-classes.js";

/** Returns every file that is made from the elements, by its path in the checkout. */
export function elementFiles() {
  const elements = readElements();
  return new Map([
    ["docs/elements/README.md", indexOf(elements)],
    ...elements.map((element) => [`docs/elements/${element.tag}.md`, markdownOf(element)])
  ]);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const files = elementFiles();
  const folder = join(root, "docs", "elements");
  mkdirSync(folder, {recursive: true});
  for (const name of readdirSync(folder))
    if (!files.has(`docs/elements/${name}`)) rmSync(join(folder, name));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), {recursive: true});
    writeFileSync(join(root, path), text);
  }
  console.log(`wrote ${files.size} files`);
}
