/** Writes dist/: the modules for pages, what they load beside them, and the editor. */
import {cpSync, existsSync, mkdirSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {build} from "vite";
import {buildEditor} from "../../apps/cli/src/server/build-editor.ts";
import {root} from "../node.js";
import {Notices} from "./notices.js";
import {printSizes} from "./sizes.js";

const notices = new Notices();
const dist = join(root, "dist");
/** Stands for where a part's own folder is until it is known which file the part is in. */
const home = "__ECCO_HOME__";
const models = ["atlas", "cloze", "critic"];
const modelFiles = [
  "README.md",
  "config.json",
  "model.safetensors",
  "tokenizer.json",
  "tokenizer_config.json"
];

/** Builds one module for pages; its workers, kernels and lazily loaded parts go to a folder of its name. */
function buildModule(name) {
  return build({
    root,
    configFile: false,
    logLevel: "warn",
    // Relative to the module, wherever it is put: no address of any host is written into it.
    base: "./",
    publicDir: false,
    define: {"process.env.NODE_ENV": '"production"', ECCO_HOME: JSON.stringify(home)},
    plugins: [notices.plugin(), homePlugin],
    worker: {
      format: "es",
      plugins: () => [notices.plugin()],
      rollupOptions: {output: output(name)}
    },
    build: {
      outDir: dist,
      emptyOutDir: false,
      target: "es2023",
      assetsInlineLimit: 0,
      modulePreload: false,
      reportCompressedSize: false,
      rollupOptions: {
        input: {[name]: join(root, "scripts", "build", `${name}.js`)},
        preserveEntrySignatures: "strict",
        output: {...output(name), entryFileNames: "[name].js"}
      }
    }
  });
}

/** A module may end up in the folder of parts: models are looked for from where it is. */
const homePlugin = {
  name: "ecco-home",
  renderChunk: (code, {fileName}) =>
    code.includes(home) ? code.replaceAll(home, fileName.includes("/") ? "../" : "./") : null
};

function output(name) {
  return {
    entryFileNames: `${name}/[name]-[hash].js`,
    chunkFileNames: `${name}/[name]-[hash].js`,
    assetFileNames: `${name}/[name]-[hash][extname]`
  };
}

function copyModels() {
  for (const model of models) {
    const folder = join(dist, "models", model);
    mkdirSync(folder, {recursive: true});
    for (const file of modelFiles) cpSync(join(root, "models", model, file), join(folder, file));
  }
}

// The editor's folder is replaced as a whole, once the new one is built: somebody may be using it.
for (const part of ["ecco", "ecco.js", "views", "views.js", "models", "THIRD-PARTY.txt"])
  rmSync(join(dist, part), {recursive: true, force: true});
mkdirSync(dist, {recursive: true});
await buildModule("ecco");
copyModels();
for (const file of ["LICENSE", "README.md"]) {
  if (existsSync(join(root, file))) cpSync(join(root, file), join(dist, file));
}
await buildModule("views");
await buildEditor([notices.plugin()]);
writeFileSync(join(dist, "THIRD-PARTY.txt"), notices.text());
printSizes(dist);
