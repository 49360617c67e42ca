import type {AlikeMethod, AlikeOptions, Unit} from "@ecco/engine";
import {Alike, promptConverter} from "@ecco/viz";
import type {AlikeData} from "@ecco/viz";
import {readAlike} from "../recorded/read-alike.ts";
import {connected} from "./connected.ts";
import {Connection} from "./connection.ts";
import type {PromptInput} from "./conversation.ts";
import {given} from "./plan.ts";
import type {Plan, Request, Subject, Work} from "./plan.ts";
import {poolingOf} from "./sentences.ts";
import type {ModelLike} from "./source.ts";

/** Shows which words make the prompt and another text alike by the vectors the model gives them, live. */
export class ConnectedAlike extends Alike {
  static override properties = {
    ...Alike.properties,
    ...connected,
    otherPrompt: {attribute: "other-prompt", converter: promptConverter},
    baseline: {},
    steps: {type: Number},
    pooling: {},
    promptName: {attribute: "prompt-name"}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** The second text. */
  declare otherPrompt: PromptInput | undefined;
  /** What an absent token is in integrated gradients: "zero", "mean", "pad", "mask" or a token. */
  declare baseline: string | undefined;
  /** Steps of integrated gradients; defaults to 50. */
  declare steps: number | undefined;
  /** How the tokens' states become one vector: "mean", "cls", "lasttoken", …; defaults to what the model says. */
  declare pooling: string | undefined;
  /** The name of one of the model's own prompts, written before each text: "query". */
  declare promptName: string | undefined;

  constructor() {
    super();
    this.choices = {
      method: ["occlusion", "integrated-gradients"],
      unit: ["word", "token", "sentence"]
    };
    new Connection<AlikeData>(this, planFor(this));
  }
}

function planFor(host: ConnectedAlike): Plan<AlikeData> {
  const options = (): AlikeOptions => {
    const {method, unit, baseline, steps} = host;
    const walks = method === "integrated-gradients";
    return {
      ...poolingOf(host),
      ...given({
        method: method as AlikeMethod | undefined,
        unit: unit as Unit | undefined,
        // Occlusion has neither.
        baseline: walks ? baseline : undefined,
        steps: walks ? steps : undefined
      })
    };
  };
  return {
    about: (prompt) => (prompt && host.otherPrompt ? prompt : undefined),
    request: () => ({...options(), ...given({otherPrompt: host.otherPrompt})}),
    answer: (
      {model, prompt}: Subject,
      _request: Request,
      {signal, progress}: Work<AlikeData>
    ): Promise<AlikeData> =>
      model.alike(prompt, host.otherPrompt!, {
        ...options(),
        signal,
        progress: (done, total) => progress(done / total)
      }),
    selection: (shown) => firstOf(shown, host.value?.a ?? null),
    inward: (position, shown) => (shown && position < shown.a.tokens.length ? position : null),
    read: readAlike
  };
}

/** The first token of a unit of the first text. */
const firstOf = (shown: AlikeData | undefined, unit: number | null): number | null =>
  unit === null ? null : (shown?.a.units[unit]?.tokens[0] ?? null);
