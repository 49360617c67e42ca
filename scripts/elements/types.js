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

/** What handles an event. */
export type EccoHandler<E> =
  | ((event: E) => void)
  | {handleEvent(event: E): void}
  | null
  | undefined;

/** What JSX and templates may say of any element. */
export interface EccoHost {
  key?: string | number | null | undefined;
  ref?: unknown;
  id?: string | undefined;
  class?: string | undefined;
  className?: string | undefined;
  slot?: string | undefined;
  style?: unknown;
  title?: string | undefined;
  lang?: string | undefined;
  dir?: string | undefined;
  role?: string | undefined;
  hidden?: boolean | undefined;
  children?: unknown;
  dangerouslySetInnerHTML?: {readonly __html: unknown} | undefined;
  suppressHydrationWarning?: boolean | undefined;
  oninput?: EccoHandler<Event>;
  onInput?: EccoHandler<any>;
${Object.entries(events)
  .map(([name, type]) => `  "on${name}"?: EccoHandler<${type}>;`)
  .join("\n")}
  /** Handlers of other events, and as other frameworks name them. */
  [handler: \`on\${string}\`]: EccoHandler<any>;
}

/** The elements as components: what Vue's templates may say. */
export type EccoComponents = {
  [Tag in keyof EccoElements]: new () => {$props: EccoElements[Tag]};
};

declare global {
  interface HTMLElementEventMap {
${Object.entries(events)
  .map(([name, type]) => `    "${name}": ${type};`)
  .join("\n")}
  }
}
`;
}
