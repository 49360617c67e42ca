/** `npm run licences`: writes docs/licences.md from package-lock.json. */
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {allowed, packages} from "./licences.js";
import {root} from "./node.js";

/** Returns the page: each licence, what it asks for, and the packages under it. */
export function licencesPage() {
  const {compare} = new Intl.Collator("en");
  const groups = new Map();
  for (const one of packages()) groups.set(one.licence, [...(groups.get(one.licence) ?? []), one]);
  const names = (all) => [...new Set(all.map(({name}) => name))].toSorted(compare).join(", ");
  const rows = [...groups.keys()].toSorted(compare).map((licence) => {
    const all = groups.get(licence);
    const [run, work] = [all.filter(({dev}) => !dev), all.filter(({dev}) => dev)];
    return [
      `## ${licence}`,
      "",
      ...(run.length > 0 ? [`To run Ecco: ${names(run)}.`, ""] : []),
      ...(work.length > 0 ? [`To work on Ecco: ${names(work)}.`, ""] : [])
    ].join("\n");
  });
  const terms = Object.entries(allowed).map(([licence, terms]) => `| ${licence} | ${terms} |`);
  return `# Licences

Ecco is under Apache-2.0. Every package that \`package-lock.json\` names, by its licence, as the package itself says it;
\`npm run licences\` writes this page, and the check fails when a package has a licence that is not in the first table.

| Licence | What it asks for |
| --- | --- |
${terms.join("\n")}

@viz-js/viz is Graphviz, compiled without changes to WebAssembly; Graphviz itself is under the Eclipse Public License, and
its source is at https://gitlab.com/graphviz/graphviz.

${rows.join("\n")}`
    .trimEnd()
    .concat("\n");
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  writeFileSync(join(root, "docs", "licences.md"), licencesPage());
