import {InputError} from "@ecco/engine";
import type {EmbedOptions, Pooling} from "@ecco/engine";
import type {SimilaritiesData} from "@ecco/viz";
import type {PromptInput} from "../elements/conversation.ts";
import {given} from "../elements/plan.ts";
import type {Plan, Request, Subject, Work} from "../elements/plan.ts";
import type {ConnectedSentences} from "../elements/sentences.ts";

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

export function planSentences(host: ConnectedSentences): Plan<SimilaritiesData> {
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
    inward: () => null
  };
}
