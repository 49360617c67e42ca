import {join} from "node:path";
import {defineConfig} from "vite";
import type {PluginOption, UserConfig} from "vite";
import {apartFromEntry} from "./worker-entry.ts";

const names = {
  entryFileNames: "assets/[name]-[hash].js",
  chunkFileNames: "assets/[name]-[hash].js",
  assetFileNames: "assets/[name]-[hash][extname]"
};

/** Every browser that runs Ecco reads fonts as WOFF2: KaTeX's other two kinds stay out of the build. */
const fontsOnce: PluginOption = {
  name: "fonts-once",
  enforce: "pre",
  transform: (code, id) =>
    id.includes("katex.min.css")
      ? code.replaceAll(/,url\([^)]*\.(?:woff|ttf)\) format\("[^"]*"\)/g, "")
      : undefined
};

/** Builds the shell, the page for who is not known yet, and the notebook frame, which another site serves. */
const config: UserConfig = defineConfig({
  root: import.meta.dirname,
  // Relative: the editor can be served from any place.
  base: "./",
  publicDir: false,
  // The notebook's page stands in the notebook's folder, and what it is built of at the top of its site.
  experimental: {
    renderBuiltUrl: (filename, {hostId}) =>
      hostId === "frame.html" ? `/${filename}` : {relative: true}
  },
  plugins: [fontsOnce],
  define: {"process.env.NODE_ENV": '"production"'},
  resolve: {
    alias: {
      // Of several megabytes; cells have lost their types before notebook-kit sees them.
      typescript: join(import.meta.dirname, "no-typescript.js")
    }
  },
  worker: {format: "es", rollupOptions: {output: {...names, ...apartFromEntry}}},
  build: {
    outDir: join(import.meta.dirname, "../../dist/editor"),
    emptyOutDir: true,
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 5000,
    rollupOptions: {
      input: {
        index: join(import.meta.dirname, "index.html"),
        enter: join(import.meta.dirname, "enter.html"),
        frame: join(import.meta.dirname, "frame.html")
      },
      output: names
    }
  }
});
export default config;
