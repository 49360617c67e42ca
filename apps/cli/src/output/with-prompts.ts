/** --verbose: every prompt as the model reads it, on stderr, before it is asked about. */
import type {Model, ModelInput, ProbeExample, Token} from "@ecco/engine";
import {tokenText} from "./format.ts";
import {printable} from "./live-text.ts";
import {say} from "./streams.ts";

/** Where the prompts stand among the arguments of a question. */
type Prompts = (args: readonly unknown[]) => readonly ModelInput[];

const first: Prompts = ([input]) =>
  Array.isArray(input) ? (input as readonly ModelInput[]) : [input as ModelInput];
const both: Prompts = ([clean, corrupt]) => [clean as ModelInput, corrupt as ModelInput];

const prompts: {readonly [Q in keyof Model]?: Prompts} = {
  tokenize: first,
  run: first,
  candidates: first,
  candidatesBatch: first,
  generate: first,
  generateBatch: first,
  score: first,
  scoreBatch: first,
  explain: first,
  explainAll: first,
  lens: first,
  lensGrid: first,
  rankings: first,
  directLogits: first,
  conductance: first,
  neurons: first,
  topTokens: first,
  compare: first,
  probe: ([examples]) => (examples as readonly ProbeExample[]).map(({input}) => input),
  project: first,
  embed: first,
  similarities: first,
  alike: both,
  patch: both,
  pathPatch: both,
  ablate: first
};

/** Returns the model, which tells each prompt it is asked about, once. */
export function withPrompts(model: Model): Model {
  const told = new Set<string>();
  const tell = (input: ModelInput): void => {
    const tokens = model.tokenize(input);
    const text = promptText(tokens);
    if (told.has(text)) return;
    told.add(text);
    say(`prompt, ${tokens.length} token${tokens.length === 1 ? "" : "s"}:\n${text}`);
  };
  return new Proxy(model, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      const of = prompts[name as keyof Model];
      return (...args: unknown[]): unknown => {
        of?.(args).forEach(tell);
        return (value as (...given: readonly unknown[]) => unknown).apply(target, args);
      };
    }
  });
}

/** Returns a prompt as one text: as it is, with line breaks, but for other control characters. */
function promptText(tokens: readonly Token[]): string {
  const bytes = tokens.flatMap((token) => [
    ...(token.bytes ?? new TextEncoder().encode(token.text ?? `${tokenText(token)} `))
  ]);
  const text = new TextDecoder().decode(Uint8Array.from(bytes));
  return printable(text);
}
