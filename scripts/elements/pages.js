/** The elements as pages: docs/elements/TAG.md, and a live page each for dist/elements/. */

/** Said by a view while it works: not in its markup. */
export const spoken = new Set(["state", "message", "progress", "suggestion"]);

const code = (text) => (text ? `\`${text.replaceAll("|", "\\|")}\`` : "");
const cell = (text) => text.replaceAll("|", "\\|");

/** Returns what a page says of an element, as sections of rows. */
function sectionsOf({fields, methods, events, parts, css}) {
  const attributes = fields.filter(({attribute}) => attribute !== null);
  const properties = fields.filter(({attribute}) => attribute === null);
  const field = (name) => (each) => [each[name], each.type, each.default ?? "", each.text];
  return [
    {
      title: "Attributes",
      note: "Each is a property too, and shows in the markup when it is set.",
      columns: ["attribute", "type", "default", "what it is"],
      rows: attributes.map(field("attribute"))
    },
    {
      title: "Properties",
      columns: ["property", "type", "default", "what it is"],
      rows: properties.map(field("name"))
    },
    {
      title: "Methods",
      columns: ["method", "returns", "what comes back"],
      rows: methods.map(({name, parameters, type, text}) => [`${name}(${parameters})`, type, text])
    },
    {
      title: "Events",
      columns: ["event", "when"],
      rows: events.map(({name, text}) => [name, text])
    },
    {
      title: "Parts and custom properties",
      columns: ["name", "what it is"],
      rows: [
        ...parts.map(({name, text}) => [`::part(${name})`, text]),
        ...css.map(({name, text}) => [name, text])
      ]
    }
  ].filter(({rows}) => rows.length);
}

/** Which columns hold code: all but the last. */
const isCode = (columns, i) => i < columns.length - 1;

const heathrow = "Heathrow airport is located in the city of";
/** What a view has to be told beside a prompt. */
const more = {
  "ecco-compare": `other-prompt="Orly airport is located in the city of"`,
  "ecco-patching": `corrupt="Orly airport is located in the city of" target=" London" foil=" Paris"`,
  "ecco-probe": `folds="3" examples='[{"input": "The name is London", "label": "city"}, {"input": "The name is Paris", "label": "city"}, {"input": "The name is Madrid", "label": "city"}, {"input": "The name is France", "label": "country"}, {"input": "The name is Spain", "label": "country"}, {"input": "The name is Peru", "label": "country"}]'`,
  "ecco-projection": `texts="The capital of France is | The capital of Peru is | The capital of Kenya is"`,
  "ecco-prompt": `value="${heathrow}"`
};

const steps = `<ecco-steps>
  <ecco-model src="atlas"><ecco-logit-lens></ecco-logit-lens></ecco-model>
  <ecco-step prompt="${heathrow}"><p>The last layer says London.</p></ecco-step>
  <ecco-step layer="4"><p>Layer 4 is the first to say it.</p></ecco-step>
</ecco-steps>`;
/** What needs no model of its own. */
const guided = {
  "ecco-steps": steps,
  "ecco-step": steps,
  "ecco-exercise": `<ecco-exercise answer="London | Londres">
  <p>Which city is Heathrow airport in?</p>
  <details class="hint"><summary>Hint</summary><p>It has a tower bridge.</p></details>
</ecco-exercise>`
};

/** Returns how an element is written into a page with a model. */
export function exampleOf({tag}) {
  if (tag === "ecco-model")
    return `<ecco-model src="atlas">
  <ecco-prompt value="${heathrow}"></ecco-prompt>
  <ecco-candidates></ecco-candidates>
</ecco-model>`;
  if (tag in guided) return guided[tag];
  if (tag === "ecco-model-picker") return `<ecco-model-picker value="atlas"></ecco-model-picker>`;
  const prompt = tag === "ecco-prompt" ? "" : ` prompt="${heathrow}"`;
  const said = more[tag] ? ` ${more[tag]}` : "";
  return `<ecco-model src="atlas"${prompt}>
  <${tag}${said}></${tag}>
</ecco-model>`;
}

/** Returns the Markdown page of an element. */
export function markdownOf(element) {
  const sections = sectionsOf(element).map(
    ({title, note, columns, rows}) => `## ${title}

${note ? `${note}\n\n` : ""}| ${columns.join(" | ")} |
| ${columns.map(() => "---").join(" | ")} |
${rows.map((row) => `| ${row.map((text, i) => (isCode(columns, i) ? code(text) : cell(text))).join(" | ")} |`).join("\n")}
`
  );
  return `# \`<${element.tag}>\`

${element.text}

\`\`\`html
${exampleOf(element)}
\`\`\`

${sections.join("\n")}
Made from the comments of \`${element.name}\` by \`npm run elements\`. [All elements](README.md) · [views.md](../views.md)
`;
}

/** Returns the list of all elements. */
export const indexOf = (elements) => `# Elements

Every element of Ecco, made from the comments of its source by \`npm run elements\`. \`npm run build\` writes a live page for each, \`dist/elements/TAG.html\`, and says the same to editors and frameworks in \`dist/custom-elements.json\` and \`dist/elements.d.ts\`.

| element | what it does |
| --- | --- |
${elements.map(({tag, text}) => `| [${tag}](${tag}.md) | ${cell(text.split(/(?<=\.) (?=[A-Z])/)[0])} |`).join("\n")}
`;

const escapes = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"};
const escape = (text) => text.replaceAll(/[&<>"]/g, (letter) => escapes[letter]);
/** Words between backticks are code. */
const prose = (text) => escape(text).replaceAll(/`([^`]+)`/g, "<code>$1</code>");

const frame = (title, style, body) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${style}">
</head>
<body>
${body}
</body>
</html>
`;

/** Returns the tags that load what an element needs. */
const scriptsOf = ({script}, folder) =>
  [...new Set(["ecco.js", script])]
    .map((name) => `<script type="module" src="${folder}${name}"></script>`)
    .join("\n");

/** Returns the live page of an element; *picture* is real data to draw, as attributes and JSON. */
export function livePageOf(element, picture) {
  const {tag} = element;
  const sections = sectionsOf(element).map(
    ({title, note, columns, rows}) => `<h2>${title}</h2>
${note ? `<p>${note}</p>` : ""}<div class="wide"><table><thead><tr>${columns.map((name) => `<th>${name}</th>`).join("")}</tr></thead><tbody>
${rows.map((row) => `<tr>${row.map((text, i) => `<td>${isCode(columns, i) && text ? `<code>${escape(text)}</code>` : prose(text)}</td>`).join("")}</tr>`).join("\n")}
</tbody></table></div>`
  );
  return frame(
    tag,
    "page.css",
    `${scriptsOf(element, "../")}
<main>
<p><a href="index.html">Elements</a></p>
<h1>&lt;${tag}&gt;</h1>
<p>${prose(element.text)}</p>
${picture ? recordedExample(tag, picture) : exampleOf(element).replace("<ecco-model ", "<ecco-model lazy ")}
<h2>In a page</h2>
<pre>${escape(`${scriptsOf(element, "")}\n\n${exampleOf(element)}`)}</pre>
${sections.join("\n")}
</main>`
  );
}

/** A recorded result first; where its model comes with Ecco, the reader can have it run. */
function recordedExample(tag, {attributes, data}) {
  const {tokens, produced, provenance} = data;
  const text = tokens?.map((token) => (token.special ? "" : token.text)).join("");
  const runs = provenance?.model === "atlas" && text && !produced;
  const said = {...attributes, ...(runs ? {model: "atlas", prompt: text} : {})};
  const markup = Object.entries(said)
    .map(([name, value]) => (value === "" ? ` ${name}` : ` ${name}="${escape(value)}"`))
    .join("");
  const json = JSON.stringify(data).replaceAll("<", "\\u003c");
  return `<${tag}${markup}><script type="application/json">${json}</script></${tag}>
<p>Drawn from a recorded result, as <code>${escape(`<${tag}${markup} src="result.json"></${tag}>`)}</code> would.</p>`;
}

/** Returns the page that leads to all. */
export const liveIndexOf = (elements) =>
  frame(
    "Elements of Ecco",
    "page.css",
    `<main>
<h1>Elements of Ecco</h1>
<p>Every view in every state: <a href="gallery.html">gallery</a>.</p>
<div class="wide"><table><tbody>
${elements.map(({tag, text}) => `<tr><td><a href="${tag}.html">${tag}</a></td><td>${prose(text)}</td></tr>`).join("\n")}
</tbody></table></div>
</main>`
  );
