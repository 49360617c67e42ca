import type {Manner, PromptInput, WritesData} from "@ecco/viz";
import type {RecordedView} from "../recorded/recording.ts";
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

/** What a connected view has beside a view's own properties. */
export interface ConnectedView<D> extends RecordedView<D>, Manner {
  /** A model of its own: a name, an address or a notebook's handle; the surrounding `<ecco-model>` without it. */
  model: ModelLike | undefined;
  backend: string | undefined;
  /** Asks the reader before a model of its own comes, whatever it weighs. */
  lazy?: boolean;
  /** Loads a model of its own without asking. */
  autoload?: boolean;
  /** The prompt that the picture belongs to; undefined for recorded results and while there is none. */
  shownPrompt: PromptInput | undefined;
  /** What the part of the model that is pinned speaks for and against, in views that tell it. */
  writes?: WritesData | undefined;
}
