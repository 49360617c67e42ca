import {conversing} from "./conversation.ts";
import type {ModelLike} from "./source.ts";

/** A notebook's handle is a model by name, too. */
const modelName = {
  fromAttribute: (text: string | null): string | null => text,
  toAttribute: (model: ModelLike | null): string | null =>
    typeof model === "object" ? (model?.src ?? null) : model
};

/** Properties of every connected view, beside those of the view itself. */
export const connected = {
  model: {converter: modelName},
  backend: {},
  ...conversing,
  src: {},
  lazy: {type: Boolean},
  autoload: {type: Boolean},
  shownPrompt: {attribute: false}
} as const;
