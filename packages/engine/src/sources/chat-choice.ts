/** Which of several chat templates is meant: NAME#chat-template=rag, behind the name of any model. */
import {InputError} from "../errors.ts";

/** What stands behind the name. */
export const choiceMark = "#chat-template=";

export interface Chosen {
  /** The source without it. */
  readonly source: string;
  /** Null where the model's own default is meant. */
  readonly template: string | null;
}

/** Returns a source and the name of the chat template behind it. */
export function chosenIn(given: string): Chosen {
  const at = given.lastIndexOf(choiceMark);
  if (at < 0) return {source: given, template: null};
  return {source: given.slice(0, at), template: decoded(given.slice(at + choiceMark.length))};
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Returns a source with the name of a chat template behind it. */
export const withChoice = (source: string, template: string): string =>
  `${source}${choiceMark}${encodeURIComponent(template)}`;

/**
 * Returns a tokenizer's settings with the template of this name alone. Throws InputError where there is none, naming
 * those there are.
 */
export function chooseTemplate(
  settings: Readonly<Record<string, unknown>>,
  name: string,
  where: string
): Readonly<Record<string, unknown>> {
  const said = settings["chat_template"];
  const templates: readonly unknown[] =
    typeof said === "string"
      ? [{name: "default", template: said}]
      : Array.isArray(said)
        ? said
        : [];
  const nameOf = (one: unknown): string => String((one as {name?: unknown} | null)?.name);
  const found = templates.find((one) => nameOf(one) === name);
  if (found === undefined)
    throw new InputError(
      `${where}: no chat template is called ${JSON.stringify(name)}; ${templates.length > 0 ? `it has ${templates.map(nameOf).join(", ")}` : "it has none"}`
    );
  return {...settings, chat_template: (found as {template: unknown}).template};
}
