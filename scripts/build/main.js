/** Writes dist/: the modules for pages, what they load beside them, and the editor. */
import {createHash} from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from "node:fs";
import {basename, join} from "node:path";
import {build} from "vite";
import {buildEditor} from "../../apps/cli/src/server/build-editor.ts";
import {apartFromEntry} from "../../apps/editor/worker-entry.ts";
import {root} from "../node.js";
import {Generations} from "./generations.js";
import {Notices} from "./notices.js";
import {buildElements} from "./elements.js";
import {overBudget, printSizes} from "./sizes.js";
import {singleViews} from "./single-views.js";
import {withoutDom} from "./without-dom.js";

// What is built is the same wherever it is built, in a test too.
process.env.NODE_ENV = "production";
const notices = new Notices();
const dist = join(root, "dist");
const generations = new Generations(dist);
/** Stands for where a part's own folder is until it is known which file the part is in. */
const home = "__ECCO_HOME__";
const models = ["atlas", "cloze", "critic"];
const modelFiles = ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"];

const shared = {
  root,
  configFile: false,
  logLevel: "warn",
  // Relative to the module, wherever it is put: no address of any host is written into it.
  base: "./",
  publicDir: false,
  define: {"process.env.NODE_ENV": '"production"', ECCO_HOME: JSON.stringify(home)}
};
const written = {
  outDir: dist,
  emptyOutDir: false,
  target: "es2023",
  assetsInlineLimit: 0,
  modulePreload: false,
  reportCompressedSize: false,
  // What is too large is said by our own budgets.
  chunkSizeWarningLimit: Infinity
};
const entry = (name) => join(root, "scripts", "build", `${name}.js`);

/** Builds ecco.js; its workers, kernels and lazily loaded parts go to a folder of its name. */
function buildEcco() {
  const name = "ecco";
  return build({
    ...shared,
    plugins: [
      notices.plugin(),
      withoutDom,
      generations.plugin(),
      plainImports,
      homePlugin,
      workerPlugin
    ],
    worker: {
      format: "es",
      plugins: () => [notices.plugin()],
      rollupOptions: {output: {...output(name), ...apartFromEntry}}
    },
    build: {
      ...written,
      rollupOptions: {
        input: {[name]: entry(name)},
        preserveEntrySignatures: "strict",
        output: {...output(name), entryFileNames: "[name].js"}
      }
    }
  });
}

/** Builds all views into one file: a module, or a classic script, which pages opened as files can load. */
function buildViews(file, format) {
  return build({
    ...shared,
    plugins: [notices.plugin(), withoutDom],
    build: {
      ...written,
      rollupOptions: {
        input: {views: entry("views")},
        // The bundler's own helper asks where it is only for style sheets to load, and there are none.
        onwarn: (warning, warn) => warning.code === "EMPTY_IMPORT_META" || warn(warning),
        preserveEntrySignatures: "strict",
        output: {format, name: "ecco", entryFileNames: file, codeSplitting: false}
      }
    }
  });
}

/** Builds what guides a reader through a text into one file. */
function buildGuided() {
  return build({
    ...shared,
    plugins: [notices.plugin(), withoutDom],
    build: {
      ...written,
      rollupOptions: {
        input: {guided: entry("guided")},
        output: {format: "es", entryFileNames: "guided.js", codeSplitting: false}
      }
    }
  });
}

/** Builds views/TAG.js, a small module a view; what they share is in views/parts/. */
function buildSingleViews() {
  const modules = singleViews();
  const prefix = "ecco-single:";
  return build({
    ...shared,
    plugins: [
      notices.plugin(),
      withoutDom,
      generations.plugin(),
      {
        name: "ecco-single-views",
        resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : null),
        load: (id) => modules.get(id.slice(prefix.length + 1)) ?? null
      }
    ],
    build: {
      ...written,
      rollupOptions: {
        input: Object.fromEntries([...modules.keys()].map((tag) => [tag, prefix + tag])),
        preserveEntrySignatures: "strict",
        output: {...output("views/parts"), entryFileNames: "views/[name].js"}
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

/**
 * The bundler's own import() loads styles first, of which there are none, and asks for a module by an expression, of
 * which others that bundle ecco.js warn.
 */
const plainImports = {
  name: "ecco-plain-imports",
  enforce: "pre",
  load: (id) =>
    id === "\0vite/preload-helper.js" ? "export const __vitePreload = (load) => load();" : null
};

/**
 * Who bundles ecco.js with other modules would take the worker for a file to copy alone, without those it imports: its
 * address is computed, and `ecco-assets` says where the folder is then. A classic script does not know its own address.
 */
const workerPlugin = {
  name: "ecco-worker-address",
  generateBundle(_options, bundle) {
    const address =
      /new URL\((["'`](?:\.\/)?(?:ecco\/)?worker-[\w-]+\.js["'`]),\s*import\.meta\.url\)/g;
    for (const chunk of Object.values(bundle))
      if (chunk.code)
        chunk.code = chunk.code
          .replaceAll(address, "new URL($1,[import.meta.url||document.baseURI][0])")
          .replaceAll(/\.href,\s*["'`]{2}\s*\+\s*import\.meta\.url\)/g, ".href)");
  }
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
    copyText(join(root, "models", model, "README.md"), folder);
  }
}

/** Site generators make pages of Markdown, and stop where its links lead nowhere: as text it is only kept. */
const copyText = (file, folder) => cpSync(file, join(folder, basename(file, ".md") + ".txt"));

/** The service worker of another build has other code: its browser notices, and forgets the old. */
function writeServiceWorker(before) {
  const names = readdirSync(dist, {recursive: true})
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => /\.(js|wasm)$/.test(name) && !before.has(name));
  const hash = createHash("sha256");
  for (const name of names.toSorted((a, b) => (a < b ? -1 : 1)))
    if (!name.startsWith("editor")) hash.update(name).update(readFileSync(join(dist, name)));
  const worker = readFileSync(entry("ecco-sw"), "utf8");
  const build = hash.digest("hex").slice(0, 12);
  writeFileSync(join(dist, "ecco-sw.js"), worker.replace("__ECCO_BUILD__", build));
}

// The editor's folder is replaced as a whole, once the new one is built: somebody may be using it. Files whose names
// change with what is in them stay until the end, some of them longer.
for (const part of [
  "ecco.js",
  "ecco-sw.js",
  "elements",
  "guided.js",
  "views.js",
  "views.classic.js",
  "models",
  "README.md",
  "README.txt",
  "THIRD-PARTY.txt"
])
  rmSync(join(dist, part), {recursive: true, force: true});
for (const name of existsSync(join(dist, "views")) ? readdirSync(join(dist, "views")) : [])
  if (name.endsWith(".js")) rmSync(join(dist, "views", name));
mkdirSync(dist, {recursive: true});
await buildEcco();
copyModels();
if (existsSync(join(root, "LICENSE"))) cpSync(join(root, "LICENSE"), join(dist, "LICENSE"));
copyText(join(root, "README.md"), dist);
await buildElements(dist, shared);
await buildSingleViews();
await buildViews("views.classic.js", "iife");
await buildGuided();
await buildViews("views.js", "es");
await buildEditor([notices.plugin()]);
writeFileSync(join(dist, "THIRD-PARTY.txt"), notices.text());
const before = generations.end();
writeServiceWorker(before);
printSizes(dist, before);
const over = overBudget(dist);
if (over.length) {
  console.error(over.join("\n"));
  process.exitCode = 1;
}
