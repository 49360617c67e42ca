/** `node scripts/shipped.js`: writes down which notebooks come with Ecco, so that they run when they are opened. */
import {createHash} from "node:crypto";
import {readFileSync, readdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";

const root = join(import.meta.dirname, "..");

/** Returns the sha256 of each notebook, in the order of their names. */
function shippedNotebooks() {
  const folder = join(root, "notebooks");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".html"))
    .toSorted()
    .map((name) =>
      createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex")
    );
}

const list = join(root, "apps/cli/src/server/shipped-notebooks.json");

writeFileSync(list, `${JSON.stringify(shippedNotebooks(), null, 2)}\n`);
