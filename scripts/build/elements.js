/** dist/elements/: a live page an element, and the gallery that the picture tests draw; beside it types and manifest. */
import {mkdirSync, readdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {build} from "vite";
import {tokens} from "../../packages/viz/src/tokens.ts";
import {manifestOf} from "../elements/manifest.js";
import {liveIndexOf, livePageOf} from "../elements/pages.js";
import {readElements} from "../elements/read-classes.js";
import {typesOf} from "../elements/types.js";
import {root} from "../node.js";

const pictures = join(root, "tests", "viz", "pictures");

/** Writes all of it into *dist*; *shared* is what every build here has in common. */
export async function buildElements(dist, shared) {
  const folder = join(dist, "elements");
  mkdirSync(folder, {recursive: true});
  await build({
    ...shared,
    root: join(root, "tests", "viz"),
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: "es2023",
      modulePreload: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: Infinity,
      rollupOptions: {
        input: join(root, "tests", "viz", "gallery.html"),
        output: {
          entryFileNames: "gallery/[name]-[hash].js",
          assetFileNames: "gallery/[name]-[hash][extname]",
          chunkFileNames: "gallery/[name]-[hash].js"
        }
      }
    }
  });
  const elements = readElements();
  const drawn = await examples();
  for (const element of elements)
    writeFileSync(join(folder, `${element.tag}.html`), livePageOf(element, drawn.get(element.tag)));
  writeFileSync(join(folder, "index.html"), liveIndexOf(elements));
  writeFileSync(join(folder, "page.css"), style());
  writeFileSync(join(dist, "elements.d.ts"), typesOf(elements));
  writeFileSync(join(dist, "custom-elements.json"), JSON.stringify(manifestOf(elements), null, 2));
}

/** Returns a picture of each view by its tag: real data, and what of it attributes say. */
async function examples() {
  const found = new Map();
  for (const file of readdirSync(pictures)) {
    const {chapter} = await import(`../../tests/viz/pictures/${file}`).catch((error) => {
      // The list of all pictures is for bundlers only.
      if (file === "chapters.ts") return {};
      throw error;
    });
    for (const {tag, properties} of chapter?.pictures ?? []) {
      if (found.has(tag) || !properties.data) continue;
      const {data, ...rest} = properties;
      const said = Object.entries(rest).filter(([, value]) =>
        ["string", "number", "boolean"].includes(typeof value)
      );
      const attributes = said
        .filter(([, value]) => value !== false)
        .map(([name, value]) => [name.toLowerCase(), value === true ? "" : String(value)]);
      found.set(tag, {data, attributes: Object.fromEntries(attributes)});
    }
  }
  return found;
}

const style = () => `:root { color-scheme: light dark; ${Object.entries(tokens)
  .map(([name, value]) => `--ecco-${name}: ${value};`)
  .join(" ")} }
body { margin: 0; background: var(--ecco-page); color: var(--ecco-ink); font: 15px/1.55 var(--ecco-sans); }
main { max-width: 860px; margin: 0 auto; padding: 24px 16px 72px; }
h1, h2 { font-family: var(--ecco-serif); line-height: 1.2; }
a { color: var(--ecco-accent); }
code, pre { font-family: var(--ecco-mono); font-size: 13px; }
pre, .wide { overflow-x: auto; }
pre { padding: 12px 16px; background: var(--ecco-sunken); border-radius: var(--ecco-radius); }
table { border-collapse: collapse; font-size: 13px; }
th, td { padding: 4px 12px 4px 0; text-align: start; vertical-align: top; border-bottom: 1px solid var(--ecco-line); }
th { color: var(--ecco-muted); font-weight: 500; }
`;
