/** Cells that try to run, load or send something as soon as they are shown. */

/** What must never happen. */
export const run = "globalThis.ran=1,document.title='ran',alert(1)";
export const leak = "http://leak.localhost:9/x";

export const attacks: Readonly<Record<string, string>> = {
  script: `<script>${run}</script>`,
  "script with a type of none": `<script type="">${run}</script>`,
  "module script": `<script type="module">${run}</script>`,
  "script of an address": `<script src="${leak}.js"></script>`,
  "picture that fails": `<img src=x onerror="${run}">`,
  "picture from elsewhere": `<img src="${leak}.png"><img srcset="${leak} 2x"><picture><source srcset="${leak}"><img></picture>`,
  "svg that loads": `<svg onload="${run}"><path d="M0 0" onclick="${run}"/></svg>`,
  "body that loads": `<body onload="${run}"><p>x</p></body>`,
  "details that open": `<details open ontoggle="${run}"><summary>x</summary></details>`,
  "field that gets the focus": `<input autofocus onfocus="${run}"><p autofocus tabindex=1 onfocus="${run}">x</p>`,
  "style that moves": `<style>@keyframes k{}</style><p style="animation:k 1s" onanimationstart="${run}">x</p>`,
  "video that fails": `<video src="${leak}" poster="${leak}" onerror="${run}"><source onerror="${run}" src="${leak}"></video><audio src="${leak}" autoplay></audio>`,
  "marquee that starts": `<marquee onstart="${run}">x</marquee>`,
  "handlers with odd names": `<p oN\tcLick="${run}" onbeforetoggle="${run}" oncontentvisibilityautostatechange="${run}" style="content-visibility:auto">x</p>`,
  "svg script": `<svg><script>${run}</script><script href="${leak}.js"/></svg>`,
  "svg animation": `<svg><a><set attributeName="href" to="javascript:${run}"/><animate onbegin="${run}" attributeName="x" dur="1s"/><text y="9">x</text></a></svg>`,
  "svg use": `<svg><use href="data:image/svg+xml,%3Csvg id='x' onload='${run}'/%3E#x"/><image href="${leak}"/><feImage href="${leak}"/></svg>`,
  "svg paint": `<svg><rect width="9" height="9" fill="url(${leak}#a)" style="fill:url(${leak})"/></svg>`,
  "svg foreign object": `<svg><foreignObject><iframe srcdoc="<script>parent.ran=1</script>"></iframe><body onload="${run}"></foreignObject></svg>`,
  "svg link": `<svg><a xlink:href="javascript:${run}" href="javascript:${run}"><text y="9">x</text></a></svg>`,
  "math link": `<math href="javascript:${run}"><mtext><a href="javascript:${run}">x</a></mtext></math>`,
  "math and style": `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${run}&gt;">`,
  "form and math": `<form><math><mtext></form><form><mglyph><style></math><img src onerror="${run}">`,
  "svg, p and style": `<svg></p><style><a id="</style><img src=1 onerror=${run}>">`,
  noscript: `<noscript><p title="</noscript><img src=x onerror=${run}>"></noscript>`,
  noembed: `<noembed><p title="</noembed><img src=x onerror=${run}>"></noembed>`,
  xmp: `<xmp><p title="</xmp><img src=x onerror=${run}>"></xmp>`,
  textarea: `<textarea><p title="</textarea><img src=x onerror=${run}>"></textarea>`,
  comment: `<!--><img src=x onerror=${run}>--><!--x--!><img src=x onerror=${run}>-->`,
  "CDATA in svg": `<svg><![CDATA[><img src=x onerror=${run}>]]></svg>`,
  "processing instruction": `<?x ><img src=x onerror=${run}>?>`,
  "nested tables": `<table><tr><td><table><a title="</table><img src=x onerror=${run}>">x`,
  "style sheet": `<style>body{background:url(${leak})}@import "${leak}.css";@font-face{font-family:x;src:url(${leak})}*{font-family:x}</style>`,
  "style attribute": `<p style="background:url(${leak});background-image:image-set('${leak}' 1x);color:red;position:fixed;inset:0">x</p>`,
  "style with escapes": `<p style="background:u\\72l(${leak});--x:url(${leak});background:var(--x)">x</p>`,
  "style sheet of an address": `<link rel="stylesheet" href="${leak}.css">`,
  "hints for the network": [
    "preconnect",
    "dns-prefetch",
    "preload",
    "prefetch",
    "modulepreload",
    "icon",
    "manifest",
    "prerender"
  ]
    .map((rel) => `<link rel="${rel}" as="script" href="${leak}">`)
    .join(""),
  "speculation rules": `<script type="speculationrules">{"prefetch":[{"urls":["${leak}"]}]}</script>`,
  "import map": `<script type="importmap">{"imports":{"x":"${leak}"}}</script>`,
  refresh: `<meta http-equiv="refresh" content="0;url=${leak}"><meta http-equiv="refresh" content="0;url=javascript:${run}">`,
  base: `<base href="${leak}/" target="_top">`,
  frames: `<iframe src="${leak}"></iframe><iframe srcdoc="<script>parent.ran=1</script>"></iframe><iframe src="javascript:parent.ran=1"></iframe><fencedframe></fencedframe>`,
  objects: `<object data="${leak}"></object><object data="javascript:${run}"></object><embed src="${leak}"><applet code="${leak}"></applet>`,
  frameset: `<frameset onload="${run}"><frame src="${leak}"></frameset>`,
  form: `<form action="${leak}"><button formaction="javascript:${run}">x</button><input type="image" src="${leak}"></form>`,
  "a model": `<ecco-model src="atlas" autoload prompt="x"><ecco-candidates></ecco-candidates></ecco-model>`,
  "a model from elsewhere": `<ecco-model src="${leak}" autoload></ecco-model><ecco-model src="hf:leak/x" autoload></ecco-model>`,
  "a record from elsewhere": `<ecco-saliency src="${leak}.json"></ecco-saliency><ecco-saliency src="/leak.json"><script type="application/json">{}</script></ecco-saliency>`,
  "a view with a model": `<ecco-saliency model="atlas" prompt="x"></ecco-saliency><ecco-prompt value="x"></ecco-prompt><ecco-model-picker></ecco-model-picker>`,
  "elements of others": `<x-foo onclick="${run}"></x-foo><p is="x-foo">x</p><ecco-shell></ecco-shell><button is="ecco-model">x</button>`,
  "tags of recorded views": `<ecco-recorded-saliency data="x" onclick="${run}"></ecco-recorded-saliency>`,
  template: `<template><img src=x onerror="${run}"></template>`,
  "shadow root": `<p><template shadowrootmode="open"><img src="${leak}" onerror="${run}"><style>:host{background:url(${leak})}</style></template></p>`,
  "shadow root of a view": `<ecco-saliency><template shadowrootmode="open"><script>${run}</script></template></ecco-saliency>`,
  links: [
    "javascript:",
    "JaVaScRiPt:",
    " java\tscript:",
    "&#106;avascript:",
    "java&NewLine;script:",
    "data:text/html,",
    "vbscript:",
    "blob:x",
    "view-source:x",
    "filesystem:x",
    "\u0001javascript:"
  ]
    .map((scheme) => `<a href="${scheme}${run}">x</a>`)
    .join(""),
  "link that reports": `<a href="https://example.org/" ping="${leak}" download="x" target="_top" onclick="${run}" attributionsrc="${leak}">x</a>`,
  "names of the page": [
    "body",
    "head",
    "firstChild",
    "localName",
    "attributes",
    "getAttribute",
    "documentElement",
    "createElement",
    "querySelector",
    "location",
    "ecco",
    "parent"
  ]
    .map(
      (name) =>
        `<form name="${name}" id="${name}"><input name="${name}"></form><img name="${name}" id="${name}"><a id="${name}"></a>`
    )
    .join(""),
  "a form that answers for its parts": `<form><input name="localName"><input name="firstChild"><input name="nextSibling"><input name="namespaceURI"><img src=x onerror="${run}"></form><p id="end">x</p>`,
  "classes of the editor": `<section class="cell" data-id="1"><div class="menu" popover>x</div><div class="code"></div></section>`,
  "popover and dialog": `<div popover id="p">x</div><button popovertarget="p" commandfor="p" command="show-popover">x</button><dialog open>x</dialog>`,
  portal: `<portal src="${leak}"></portal>`,
  expressions:
    "${globalThis.ran=1} <img src=${globalThis.ran=1}> <p onclick=${globalThis.ran=1}>x</p> ${html`<script>1</script>`}",
  "expression in a tag": "<${globalThis.ran=1}> <p ${globalThis.ran=1}>x</p>",
  "marks of expressions": "\uE0000\uE001 \uE00099\uE001 ${1}",
  "a long word": "x".repeat(20_000),
  "very deep": "<div>".repeat(3000) + `<img src=x onerror="${run}">`,
  "very many": "<i>x</i>".repeat(30_000),
  "characters that are none": `<p>\u0000\uFFFE\u202E</p><img src=x onerror\u0000="${run}">`
};
export const markdown: Readonly<Record<string, string>> = {
  "markdown links": `[a](javascript:${run}) [b](data:text/html,x) ![c](${leak}.png) <javascript:alert(1)> [d]: javascript:alert(1)`,
  "markdown with HTML": `# x\n\n<img src=x onerror="${run}">\n\n<script>${run}</script>\n\n<ecco-model src="atlas"></ecco-model>`,
  "markdown with values": "# ${globalThis.ran=1}\n\n[x](${globalThis.ran=1}) `${globalThis.ran=1}`",
  "formulas that link, load and name": String.raw`$\href{javascript:${run}}{x}$ $\url{${leak}}$ $\includegraphics{${leak}.png}$ $\htmlId{ecco}{x}$ $\htmlClass{cell}{x}$ $\htmlStyle{position:fixed}{x}$ $\htmlData{x=1}{x}$ $\text{<img src=x onerror="${run}">}$`,
  "formulas without end": String.raw`$\def\a{\a\a}\a$ $\def\a{${"x".repeat(1900)}}${String.raw`\a`.repeat(30)}$ ${"$a$ ".repeat(2000)}`,
  "formulas that move": String.raw`$$\raisebox{-500em}{x}\kern-500em x\rule{500em}{500em}$$`,
  "elements that are set": `<span class="math" onclick="${run}">\\href{javascript:${run}}{x}</span><span class="katex cell menu" style="position:fixed">x</span>`,
  "names and classes": `# x {#ecco .cell .menu onclick=1}\n\n[a]{#body .held style="position:fixed"} [b](#ecco) [c](#javascript:1)\n\n::: {.menu #parent popover=x}\nx\n:::\n\n[^a] [^constructor]\n\n[^a]: ${run}\n[^constructor]: x`,
  "code that is coloured": `~~~html\n<img src=x onerror="${run}"><script>${run}</script>\n~~~\n\n~~~constructor\nx\n~~~\n\n~~~__proto__\nx\n~~~`,
  "tasks and callouts": `- [ ] <b onclick="${run}">x</b>\n- [x] <input type=checkbox id=body onclick="${run}" autofocus>\n\n> [!NOTE] <img src=x onerror="${run}">\n> x\n\n::: details <script>${run}</script>\nx\n:::`,
  "the title block": `---\ntitle: <img src=x onerror="${run}">\nsubtitle: <script>${run}</script>\nauthors: [{name: "<b onclick=1>", url: "javascript:${run}", orcid: "javascript:1", affiliation: "<iframe>"}]\nabstract: '<img src=x onerror="${run}"> [a](javascript:${run}) <script>${run}</script> ![c](${leak}.png)'\nlicence: "javascript:${run}"\nurl: ${leak}\nbibliography: [${leak}.bib, ../../etc/passwd]\nlang: '"><script>'\n---\n\n[[toc]]\n\n## <img src=x onerror="${run}"> $x$\n\n::: cite-this\n:::`,
  "references and citations": `@fig:x" @constructor @__proto__ [@x; <script>${run}</script>] @sec:ecco\n\n::: figure {#fig:__proto__ .cell onclick=1}\n<img src=x onerror="${run}">\n\n<b onclick="${run}">x</b>\n:::\n\n<figure id="fig:x" onclick="${run}"></figure><a href="#fig:x"></a><span class="article-cite">[@x <script>]</span><div class="article-made article-preview cell">x</div>\n\n@x and [@x]`,
  bibtex: `~~~bibtex\n@misc{x, title={<img src=x onerror="${run}"> \\href{javascript:${run}}{a} <script>${run}</script>}, author={<b onclick=1>, \\<i}, url={javascript:${run}}, doi={"><script>}}\n@misc{__proto__, title={x}}\n@misc{"onclick=1, title={x}}\n~~~`
};
