/** The elements as types of TypeScript: for React's and others' JSX, and for addEventListener. */

const events = {
  "ecco-token-hover": "CustomEvent<{readonly position: number | null}>",
  "ecco-change": "CustomEvent<{readonly name: string; readonly value: string}>",
  "ecco-action": 'CustomEvent<{readonly name: "run" | "stop" | "try" | "why"}>'
};

/** Numbers and switches by their own type; whatever else is written as text. */
const typeOf = (type) => jsx.find(([pattern]) => pattern.test(type))?.[1] ?? "string";
const jsx = [
  [/^boolean\b/, "boolean"],
  [/^number\b/, "number | string"],
  [/^PromptInput\b/, "string | EccoConversation"],
  [/^readonly Message\[\]/, 'string | EccoConversation["messages"]']
];

/** Returns dist/elements.d.ts. */
export function typesOf(elements) {
  const attributes = ({fields}) =>
    fields
      .map(
        ({name, attribute, type, text}) =>
          `    /** ${text.replaceAll("*/", "")} */\n    "${attribute ?? name}"?: ${attribute === null ? "unknown" : `${typeOf(type)} | undefined`};`
      )
      .join("\n");
  return `/** The elements with their attributes: what JSX may say. */
export interface EccoElements {
${elements
  .map(
    (element) =>
      `  /** ${element.text.replaceAll("*/", "")} */\n  "${element.tag}": EccoHost & {\n${attributes(element)}\n  };`
  )
  .join("\n")}
}

/** A conversation as a prompt; as an attribute its JSON. */
export interface EccoConversation {
  readonly messages: readonly {readonly role: string; readonly content: string}[];
  readonly continue?: boolean;
  readonly literal?: boolean;
}

/** What JSX may say of any element. */
export interface EccoHost {
  key?: string | number | null | undefined;
  ref?: unknown;
  id?: string | undefined;
  class?: string | undefined;
  className?: string | undefined;
  slot?: string | undefined;
  style?: unknown;
  children?: unknown;
  /** Handlers: oninput, onecco-change. */
  [handler: \`on\${string}\`]: unknown;
}

declare global {
  interface HTMLElementEventMap {
${Object.entries(events)
  .map(([name, type]) => `    "${name}": ${type};`)
  .join("\n")}
  }
}
`;
}
