import {Sentences} from "@ecco/viz";
import type {SimilaritiesData} from "@ecco/viz";
import {readSentences} from "../recorded/read-sentences.ts";
import {connected} from "./connected.ts";
import type {PromptInput} from "./conversation.ts";
import {texts as textList} from "./converters.ts";
import type {ModelLike} from "./source.ts";
import {connectView} from "./connect.ts";

/** Shows how alike the prompt and other texts are by the vectors the model gives them, live. */
export class ConnectedSentences extends Sentences {
  static override properties = {
    ...Sentences.properties,
    ...connected,
    texts: {converter: textList},
    promptName: {attribute: "prompt-name"}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** Texts that are read beside the prompt, between bars. */
  declare texts: readonly string[];
  /** The name of one of the model's own prompts, written before each text: "query". */
  declare promptName: string | undefined;

  constructor() {
    super();
    this.texts = [];
    connectView<SimilaritiesData>(this, "ecco-sentences", readSentences);
  }
}
