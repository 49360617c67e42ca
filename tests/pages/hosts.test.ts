/** Pages on hosts as they are: that compress, lie about lengths, cut off; of another origin, without https, below a path. */
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from "node:fs";
import type {ServerResponse} from "node:http";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gzipSync} from "node:zlib";
import type {Browser, Page} from "playwright-core";
import {build} from "vite";
import {afterAll, beforeAll, expect, test} from "vitest";
import {deferred} from "../../packages/engine/src/deferred.ts";
import {built} from "./built.ts";
import {launch, untrustedName as network} from "./browsers.ts";
import {staticHost} from "./static-host.ts";
import {patience} from "../eventually.ts";

const prompt = "Heathrow airport is located in the city of";
/** Other origins may read, and see no more of the headers than usual. */
const cors = {"access-control-allow-origin": "*", "content-type": "application/octet-stream"};
let dist: string;
let browser: Browser;

beforeAll(async () => {
  dist = await built();
  browser = await launch(false);
});
afterAll(() => browser?.close());

const page = (script: string, model: string): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>A page</title>
<script type="module" src="${script}"></script>
<ecco-model ${model}><ecco-prompt value="${prompt}"></ecco-prompt><ecco-candidates></ecco-candidates></ecco-model>`;

/** Opens an address and looks. */
async function visit(address: string, look: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext();
  try {
    const opened = await context.newPage();
    await opened.goto(address);
    await look(opened);
  } finally {
    await context.close();
  }
}

const shows = (opened: Page, text: string | RegExp): Promise<void> =>
  opened.locator("ecco-candidates").getByText(text).first().waitFor({timeout: patience});

test("ecco.js of another host that compresses runs", async () => {
  await using script = await staticHost({folder: dist, compresses: true});
  await using host = await staticHost({
    pages: {"/page.html": page(`${script.origin}/ecco.js`, 'src="atlas"')}
  });
  await visit(`${host.origin}/page.html`, (opened) => shows(opened, "99.6"));
});

test("the runtime comes beside the model, once, and is counted; JSON is compressed, and all of it has a number", async () => {
  const {promise: wanted, resolve: asked} = deferred<void>();
  await using host = await staticHost({
    folder: dist,
    compresses: true,
    pages: {"/page.html": page("./ecco.js", 'src="atlas"')},
    async answers(path) {
      if (path.endsWith(".wasm")) asked();
      // The weights wait until the runtime is asked for: one after the other would be never.
      if (path.endsWith("model.safetensors")) await wanted;
      return false;
    }
  });
  await visit(`${host.origin}/page.html`, async (opened) => {
    await opened.evaluate(watchLoading);
    await shows(opened, "99.6");
    const {words, shares} = await opened.evaluate(() => globalThis.watched);
    const [loaded, total] = /([\d.]+)\sMB of ([\d.]+)\sMB/
      .exec(words.at(-1)!)!
      .slice(1)
      .map(Number);
    expect(total).toBe(24.2);
    // The bar goes when the model is there, whether or not the last bytes were drawn.
    expect(loaded).toBeLessThanOrEqual(24.2);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeGreaterThan(0.5);
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
  });
  expect(host.asked.filter((each) => each.endsWith(".wasm")).length).toBe(1);
  expect(host.asked.filter((each) => each.includes("/models/")).toSorted()).toEqual(
    ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"].map(
      (name) => `GET /models/atlas/${name}`
    )
  );
});

test("weights that are compressed, that stay behind what was said of them, and that are cut off", async () => {
  const cases: Readonly<Record<string, (response: ServerResponse, bytes: Buffer) => void>> = {
    // As hosts do that compress everything; another origin is not told.
    "/compressed/": (response, bytes) => {
      const body = gzipSync(bytes, {level: 1});
      response.writeHead(200, {
        ...cors,
        "content-encoding": "gzip",
        "content-length": body.length
      });
      response.end(body);
    },
    // Without a length: what was sent before the connection ended counts as all.
    "/cut/": (response, bytes) => {
      response.writeHead(200, {...cors, "transfer-encoding": "chunked"});
      response.end(bytes.subarray(0, 1_000_000));
    }
  };
  let weights = 0;
  await using models = await staticHost({
    folder: dist,
    answers(path, request, response) {
      const [kind, answer] = Object.entries(cases).find(([start]) => path.startsWith(start)) ?? [];
      if (!kind || !answer) return false;
      const file = join(dist, "models/atlas", path.slice(kind.length));
      if (!existsSync(file)) return false;
      if (file.endsWith("safetensors") && request.method === "GET") weights++;
      if (request.method === "HEAD" || !file.endsWith("safetensors"))
        response
          .writeHead(200, cors)
          .end(request.method === "HEAD" ? undefined : readFileSync(file));
      else answer(response, readFileSync(file));
      return true;
    }
  });
  const src = (kind: string): string => `src="${models.origin}/${kind}/" autoload`;
  await using host = await staticHost({
    folder: dist,
    pages: {
      "/compressed.html": page("./ecco.js", src("compressed")),
      "/cut.html": page("./ecco.js", src("cut"))
    }
  });
  await visit(`${host.origin}/compressed.html`, (opened) => shows(opened, "99.6"));
  weights = 0;
  await visit(`${host.origin}/cut.html`, (opened) =>
    shows(opened, /model\.safetensors: the transfer ended early, after 1000000 of 9585904 bytes/)
  );
  // Asked again once: what a host sends to its end twice it sends always.
  expect(weights).toBe(2);
});

test("a lazy model, and a folder of the own host, are asked about with HEAD; a small one is not offered", async () => {
  await using host = await staticHost({
    folder: dist,
    compresses: true,
    pages: {
      "/posts/lazy.html": page("../ecco.js", 'src="atlas" lazy'),
      "/posts/own.html": page("../ecco.js", 'src="../models/atlas"'),
      "/posts/base.html": `<base href="${"/"}deep/">${page("../ecco.js", 'src="../models/atlas/"')}`
    }
  });
  await visit(`${host.origin}/posts/lazy.html`, async (opened) => {
    await shows(opened, /^Run live, 9\.7\sMB, stays in this browser$/);
    const models = host.asked.filter((each) => each.includes("/models/"));
    expect(models.length).toBe(4);
    expect(models.every((each) => each.startsWith("HEAD "))).toBe(true);
    expect(host.requests.some((each) => each.endsWith(".wasm"))).toBe(false);
  });
  await visit(`${host.origin}/posts/own.html`, (opened) => shows(opened, "99.6"));
  await visit(`${host.origin}/posts/base.html`, (opened) => shows(opened, "99.6"));
});

test("without https, on a network: embedded models and those of addresses run, and are kept in the page's memory", async () => {
  await using models = await staticHost({folder: dist, compresses: true});
  await using host = await staticHost({
    folder: dist,
    pages: {
      "/page.html": page("./ecco.js", 'src="atlas"'),
      "/other.html": page("./ecco.js", `src="${models.origin}/models/atlas/"`)
    }
  });
  const origin = host.origin.replace("127.0.0.1", network);
  await visit(`${origin}/page.html`, (opened) => shows(opened, "99.6"));
  await visit(`${origin}/other.html`, async (opened) => {
    expect(await opened.evaluate(() => [isSecureContext, crypto.subtle])).toEqual([
      false,
      undefined
    ]);
    const offer = opened
      .locator("ecco-candidates")
      .getByRole("button", {name: /^Run live, 9\.7\sMB, stays in this page's memory$/});
    await offer.click();
    await shows(opened, "99.6");
  });
});

test("what stands inside a view is there until the script has run, and dist/ has no Markdown that site generators make pages of", async () => {
  const inside =
    '<ecco-candidates src="none.json"><em>No script has loaded.</em></ecco-candidates>';
  const head =
    '<!doctype html><html lang="en"><title>A page</title><link rel="icon" href="data:,">';
  await using host = await staticHost({
    folder: dist,
    pages: {
      "/blog/none.html": `${head}<script type="module" src="/no/ecco.js"></script>${inside}`,
      "/blog/views.html": `${head}<script type="module" src="../views.js?ver=6.4"></script>${inside}`
    }
  });
  await visit(`${host.origin}/blog/none.html`, (opened) => shows(opened, "No script has loaded."));
  await visit(`${host.origin}/blog/views.html`, async (opened) => {
    await shows(opened, /none\.json: got status 404/);
    expect(await opened.locator("em").isVisible()).toBe(false);
  });
  expect(
    readdirSync(dist, {recursive: true}).filter((name) => String(name).endsWith(".md"))
  ).toEqual([]);
});

test("a vendored copy that Vite has made part of a bundle finds its files where ecco-assets says, and says so where it does not", async () => {
  const root = mkdtempSync(join(tmpdir(), "ecco-vite-"));
  try {
    for (const name of ["ecco", "ecco.js"])
      cpSync(join(dist, name), join(root, "vendor", name), {recursive: true});
    const html = page("./main.js", 'src="atlas"');
    writeFileSync(join(root, "index.html"), html);
    writeFileSync(join(root, "main.js"), 'import "./vendor/ecco.js";');
    await build({
      root,
      configFile: false,
      logLevel: "error",
      build: {reportCompressedSize: false, minify: false, chunkSizeWarningLimit: Infinity}
    });
    const bundled = readFileSync(join(root, "dist/index.html"), "utf8");
    await using files = await staticHost({folder: dist});
    await using host = await staticHost({
      folder: join(root, "dist"),
      pages: {
        "/told.html": bundled.replace(
          "<title>",
          `<meta name="ecco-assets" content="${files.origin}"><title>`
        ),
        "/untold.html": bundled.replace(
          "<title>",
          `<meta name="ecco-models" content="${files.origin}/models/"><title>`
        )
      }
    });
    await visit(`${host.origin}/told.html`, (opened) => shows(opened, "99.6"));
    await visit(`${host.origin}/untold.html`, (opened) => shows(opened, /ecco-assets/));
  } finally {
    rmSync(root, {recursive: true, force: true});
  }
});

declare global {
  /** What the view has said while the model came. */
  var watched: {readonly words: readonly string[]; readonly shares: readonly number[]};
}

/** In the page: notes what the view says of loading, change by change. */
function watchLoading(): void {
  const watched = {words: [] as string[], shares: [] as number[]};
  globalThis.watched = watched;
  const view = document.querySelector("ecco-candidates") as HTMLElement & {
    state?: string;
    message?: string;
    progress?: number | null;
    addController?: (controller: {hostUpdated(): void}) => void;
  };
  void customElements.whenDefined("ecco-candidates").then(() =>
    view.addController!({
      hostUpdated() {
        const {state, message = "", progress} = view;
        if (state !== "loading" || message === watched.words.at(-1)) return;
        watched.words.push(message);
        if (typeof progress === "number") watched.shares.push(progress);
      }
    })
  );
}
