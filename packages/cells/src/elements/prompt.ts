import {Prompt} from "@ecco/viz";
import {connect} from "./connect.ts";
import {texts} from "./converters.ts";
import type {ModelLike} from "./source.ts";

/** A field for the prompt of the surrounding `<ecco-model>`, or with `chat` for a conversation, with the number of its tokens, live. */
export class ConnectedPrompt extends Prompt {
  static override properties = {
    ...Prompt.properties,
    suggestions: {converter: texts},
    model: {},
    backend: {}
  };

  /** A model of its own, to count tokens with; the surrounding one without it. */
  declare model: ModelLike | undefined;
  declare backend: string | undefined;

  constructor() {
    super();
    connect(this, (live) => live.prompt(this));
  }
}
