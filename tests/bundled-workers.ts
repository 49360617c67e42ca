/** Workers of tests come as one file each, as readers get them: hundreds of modules a start cost more than most tests. */
import {relative} from "node:path";
import {build} from "vite";
import type {Plugin, Rolldown} from "vite";

/** Binaries stay where the test server has them. */
const addresses = (root: string): Plugin => ({
  name: "ecco-test-addresses",
  enforce: "pre",
  async resolveId(id, importer) {
    if (!id.endsWith(".wasm?url")) return null;
    const found = await this.resolve(id.slice(0, -"?url".length), importer, {skipSelf: true});
    return found && `\0address:/${relative(root, found.id)}`;
  },
  load: (id) =>
    id.startsWith("\0address:")
      ? `export default ${JSON.stringify(id.slice("\0address:".length))}`
      : null
});

/** Returns a worker's first module with all it imports. */
async function bundle(root: string, input: string): Promise<string> {
  const built = await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: "error",
    plugins: [addresses(root)],
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      assetsInlineLimit: 0,
      target: "esnext",
      rolldownOptions: {input, output: {format: "es", codeSplitting: false}}
    }
  });
  for (const {output} of [built].flat() as Rolldown.RolldownOutput[])
    for (const part of output) if (part.type === "chunk") return part.code;
  throw new Error(`the bundler made no code of ${input}`);
}

/** Serves each worker's first module with all it imports. */
export function bundledWorkers(): Plugin {
  const known = new Map<string, Promise<string>>();
  return {
    name: "ecco-bundled-workers",
    configureServer({middlewares, config: {root}}) {
      middlewares.use((request, response, next) => {
        const {pathname, searchParams} = new URL(request.url ?? "/", "http://localhost");
        if (!searchParams.has("worker_file")) return next();
        const made = known.get(pathname) ?? bundle(root, root + pathname);
        known.set(pathname, made);
        made.then((code) => {
          response.setHeader("content-type", "text/javascript");
          response.end(code);
        }, next);
      });
    }
  };
}
