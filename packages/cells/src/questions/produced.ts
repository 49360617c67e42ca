/** A text and what the model makes of it: continues it, answers it, or fills its masks. */
import {InputError} from "@ecco/engine";
import type {ModelInput, Token} from "@ecco/engine";
import type {Conversation, PromptInput} from "@ecco/viz";
import type {RemoteModel} from "../engine/remote-model.ts";

export interface Produced {
  /** The prompt's (the encoder's) tokens. */
  readonly tokens: readonly Token[];
  readonly produced: readonly Token[];
  /** Returns the input that makes the model say the produced token *index* next. */
  readonly before: (index: number) => ModelInput | Promise<ModelInput>;
}

/** Returns *count* greedily produced tokens after the prompt (an answer may end sooner); *each* hears them come. */
export async function produce(
  model: RemoteModel,
  prompt: PromptInput,
  count: number,
  {signal, each}: {readonly signal: AbortSignal; readonly each?: (token: Token) => void}
): Promise<Produced> {
  const {tokens, steps} = await model.generate(prompt, {
    tokens: count,
    signal,
    ...(each ? {progress: ({token}) => each(token)} : {})
  });
  const produced = steps.map(({token}) => token);
  const ids = (list: readonly Token[]): number[] => list.map(({id}) => id);
  if (model.info.kind === "encoder-decoder") {
    const first = await model.candidates(prompt, {top: 1, signal});
    const start = first.tokens.slice(tokens.length);
    const before = (index: number): ModelInput =>
      index === 0
        ? prompt
        : {...objectOf(prompt), decoderIds: ids([...start, ...produced.slice(0, index)])};
    return {tokens, produced, before};
  }
  const before = (index: number): ModelInput | Promise<ModelInput> => {
    if (index === 0) return prompt;
    const read = ids([...tokens, ...produced.slice(0, index)]);
    return typeof prompt === "string"
      ? {ids: read}
      : begun(model, prompt, {answer: produced.slice(0, index), read});
  };
  return {tokens, produced, before};
}

/**
 * Returns a conversation with a part of its answer as an answer that is begun, so that its tokens still know who says
 * them; the ids alone where that would be read as others.
 */
async function begun(
  model: RemoteModel,
  prompt: Conversation,
  {answer, read}: {readonly answer: readonly Token[]; readonly read: readonly number[]}
): Promise<ModelInput> {
  const said = answer.map(({text}) => text ?? "").join("");
  const {messages} = prompt;
  const last = messages.at(-1)!;
  const input: ModelInput = {
    ...prompt,
    messages: prompt.continue
      ? messages.with(-1, {...last, content: last.content + said})
      : [...messages, {role: "assistant", content: said}],
    continue: true
  };
  const tokens = await model.tokenize(input);
  const same = tokens.length === read.length && tokens.every(({id}, at) => id === read[at]);
  return same ? input : {ids: read};
}

/** Returns a prompt in the form that further parts of the input can stand beside. */
export const objectOf = (prompt: PromptInput): Exclude<ModelInput, string> =>
  typeof prompt === "string" ? {text: prompt} : prompt;

/** Returns which produced token is looked at unless the reader picks one: the first that is a word. */
export function firstWord(produced: readonly Token[]): number {
  const found = produced.findIndex(
    ({special, text}) => !special && (text === null || text.trim() !== "")
  );
  return Math.max(0, found);
}

/** Returns the positions of masks. */
export const masksOf = (tokens: readonly Token[]): number[] =>
  tokens.flatMap(({special, text}, position) =>
    special && text !== null && /mask/i.test(text) ? [position] : []
  );

/** Returns the error of a masked model that is asked about a text without masks. */
export const nothingToFill = (): InputError =>
  new InputError("nothing to fill: the prompt has no mask; write [MASK] into it");
