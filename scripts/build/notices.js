/** Collects the licences of what is bundled, which they ask to travel with it. */
import {readdirSync, readFileSync} from "node:fs";
import {join, sep} from "node:path";

export class Notices {
  #folders = new Set();

  /** Returns a plugin that notes which packages a bundle takes from node_modules. */
  plugin() {
    return {
      name: "ecco-notices",
      generateBundle: (_options, bundle) => {
        for (const chunk of Object.values(bundle)) {
          for (const id of chunk.moduleIds ?? []) this.#note(id);
        }
      }
    };
  }

  #note(id) {
    const match = /^(.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(
      id.replace(/^\0/, "").split("?")[0]
    );
    if (match) this.#folders.add(match[1]);
  }

  /** Returns one text: name, version and licence of each package, then its licence file. */
  text() {
    return [...this.#folders]
      .map(describe)
      .toSorted()
      .join(`\n${"-".repeat(80)}\n\n`);
  }
}

function describe(folder) {
  const {name, version, license} = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder).filter((file) =>
    /^(licen[cs]e|copying|notice|thirdpartynotices)/i.test(file)
  );
  const texts = files.map((file) => readFileSync(`${folder}${sep}${file}`, "utf8").trim());
  return `${name} ${version} (${license ?? "see below"})\n\n${texts.join("\n\n")}\n`;
}
