import {InputError} from "@ecco/engine";
import type {EmbedOptions, Pooling} from "@ecco/engine";
import {Sentences} from "@ecco/viz";
import type {SimilaritiesData} from "@ecco/viz";
import {readSentences} from "../recorded/read-sentences.ts";
import {connected} from "./connected.ts";
import {Connection} from "./connection.ts";
import type {PromptInput} from "./conversation.ts";
import {texts as textList} from "./converters.ts";
import {given} from "./plan.ts";
import type {Plan, Request, Subject, Work} from "./plan.ts";
import type {ModelLike} from "./source.ts";

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
    new Connection<SimilaritiesData>(this, planFor(this));
  }
}

/** Returns how texts become vectors, where an element says it. */
export function poolingOf({
  pooling,
  promptName
}: {
  readonly pooling?: string | undefined;
  readonly promptName?: string | undefined;
}): Pick<EmbedOptions, "pooling" | "promptName"> {
  return given({pooling: pooling as Pooling | undefined, promptName});
}

function planFor(host: ConnectedSentences): Plan<SimilaritiesData> {
  const inputsOf = (prompt: PromptInput | undefined): readonly PromptInput[] => [
    ...(prompt ? [prompt] : []),
    ...host.texts
  ];
  return {
    about: (prompt) => (inputsOf(prompt).length > 1 ? (prompt ?? "") : undefined),
    request: () => ({...poolingOf(host), texts: host.texts}),
    async answer(
      {model, prompt}: Subject,
      _request: Request,
      {signal, progress}: Work<SimilaritiesData>
    ): Promise<SimilaritiesData> {
      const inputs = inputsOf(prompt);
      if (inputs.length < 2)
        throw new InputError("one text is like itself; give a second one as texts");
      return model.similarities(inputs, {
        ...poolingOf(host),
        signal,
        progress: (done, total) => progress(done / total)
      });
    },
    outward: () => null,
    inward: () => null,
    read: readSentences
  };
}
