/** Pages of strangers, each with one view that asks a tiny model. */

export const prompt = "the cat";

/** The folders that hold the same tiny model: frames of one origin that keep the same file at once are another matter. */
export const folders = Array.from({length: 12}, (_, index) => `tiny-${index}`);

let made = 0;
const view = (models: string): string =>
  `<ecco-model src="${models}/${folders[made++ % folders.length]}" autoload backend="reference"><ecco-prompt value="${prompt}"></ecco-prompt><ecco-candidates></ecco-candidates></ecco-model>`;

const head = `<!doctype html><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">`;

/** A page with a script and a model of *host*, and what else its head holds. */
export const pageOf = (host: string, inHead = "", nonce = ""): string =>
  `${head}${inHead}<script type="module"${nonce} src="${host}/ecco.js"></script>${view(host)}`;

const policy = (content: string): string =>
  `<meta http-equiv="content-security-policy" content="${content}">`;

const escaped = (html: string): string => html.replaceAll("&", "&amp;").replaceAll('"', "&quot;");

/** What a page is like, as a frame of it; *own* is the host that serves the page, *other* another one. */
export interface Case {
  readonly name: string;
  /** The page at an address of its own. */
  readonly page?: string;
  /** The frame that shows it, given the address of the page. */
  readonly frame: (address: string) => string;
}

const framed = (address: string): string => `<iframe src="${address}"></iframe>`;

/** Returns the pages in which the engine has to run. */
export const running = (own: string, other: string): readonly Case[] => [
  {name: "script from another host", page: pageOf(other), frame: framed},
  {
    name: "sandboxed",
    page: pageOf(own),
    frame: (address) => `<iframe sandbox="allow-scripts" src="${address}"></iframe>`
  },
  {
    name: "sandboxed, script from another host, in the frame's own text",
    frame: () => `<iframe sandbox="allow-scripts" srcdoc="${escaped(pageOf(other))}"></iframe>`
  },
  {
    name: "in an address of data",
    frame: () => framed(`data:text/html,${encodeURIComponent(pageOf(other))}`)
  },
  {
    name: "trusted types",
    page: pageOf(own, policy("require-trusted-types-for 'script'; trusted-types ecco lit-html")),
    frame: framed
  },
  {
    name: "trusted types, script from another host",
    page: pageOf(other, policy("require-trusted-types-for 'script'; trusted-types ecco lit-html")),
    frame: framed
  },
  {
    name: "strict policy",
    page: pageOf(
      own,
      policy("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'")
    ),
    frame: framed
  },
  {
    name: "strict policy, script from another host",
    page: pageOf(
      other,
      policy(
        `default-src 'none'; script-src ${other} 'wasm-unsafe-eval'; connect-src ${other}; worker-src blob: ${other}`
      )
    ),
    frame: framed
  },
  {
    name: "scripts by a nonce",
    page: pageOf(
      other,
      policy("script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'"),
      ' nonce="abc"'
    ),
    frame: framed
  }
];

/** Returns the pages whose own policy keeps the engine out, with what the view has to say. */
export const refusing = (
  own: string,
  other: string
): readonly (Case & {readonly says: string})[] => [
  {
    name: "no policy of our name",
    page: pageOf(own, policy("require-trusted-types-for 'script'; trusted-types lit-html")),
    frame: framed,
    says: "allows no trusted-types policy called ecco"
  },
  {
    name: "no workers of the page's own",
    page: pageOf(
      other,
      policy(`default-src 'none'; script-src ${other} 'wasm-unsafe-eval'; connect-src ${other}`)
    ),
    frame: framed,
    says: "Content-Security-Policy (worker-src refuses blob)"
  },
  {
    name: "no scripts of that host in workers",
    page: pageOf(
      other,
      policy(`script-src 'nonce-abc' 'wasm-unsafe-eval'; connect-src ${other}; worker-src blob:`),
      ' nonce="abc"'
    ),
    frame: framed,
    says: "Content-Security-Policy"
  },
  {
    name: "nothing there any more",
    page: `${head}<script type="module" src="${own}/gone/ecco.js"></script>${view(own)}`,
    frame: framed,
    says: "answers 404"
  }
];

/** Returns the page that frames pages. */
export const pageOfFrames = (
  cases: readonly Case[],
  addressOf: (index: number) => string
): string =>
  `${head}<style>iframe { width: 600px; height: 260px }</style>${cases.map((each, index) => each.frame(addressOf(index))).join("\n")}`;

/** A page with a live model that comes with Ecco. */
export const livePage = (text: string): string => `${head}<script>
const messages = (globalThis.messages = []);
addEventListener("error", (event) => messages.push(event.message || "did not load: " + event.target.src), true);
addEventListener("unhandledrejection", (event) => messages.push(String(event.reason)));
for (const level of ["warn", "error"]) console[level] = (...words) => messages.push(words.join(" "));
</script>
<script type="module" src="./ecco.js"></script>
<ecco-model src="atlas"><ecco-prompt value="${text}"></ecco-prompt>
<ecco-saliency></ecco-saliency><ecco-candidates></ecco-candidates><ecco-logit-lens></ecco-logit-lens></ecco-model>`;
