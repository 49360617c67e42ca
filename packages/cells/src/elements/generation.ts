import type {GenerateOptions} from "@ecco/engine";
import {Generation} from "@ecco/viz";
import type {GenerationData} from "@ecco/viz";
import {readGeneration} from "../recorded/read-generation.ts";
import {connected} from "./connected.ts";
import type {PromptInput} from "./conversation.ts";
import {texts} from "./converters.ts";
import {given} from "./plan.ts";
import type {ModelLike} from "./source.ts";
import {connectView} from "./connect.ts";

/** Candidates kept of each token. */
const top = 8;

/**
 * Shows a text as the model writes it, live: token by token, and once more as often as the reader asks where it is
 * drawn. Masked models fill their masks, encoder–decoder models answer.
 */
export class ConnectedGeneration extends Generation {
  static override properties = {
    ...Generation.properties,
    ...connected,
    produce: {type: Number},
    temperature: {type: Number},
    topK: {type: Number, attribute: "top-k"},
    topP: {type: Number, attribute: "top-p"},
    minP: {type: Number, attribute: "min-p"},
    repetitionPenalty: {type: Number, attribute: "repetition-penalty"},
    seed: {type: Number},
    beams: {type: Number},
    lengthPenalty: {type: Number, attribute: "length-penalty"},
    stop: {converter: texts},
    fill: {},
    draws: {state: true}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** How many tokens at most; defaults to 12. */
  declare produce: number;
  /** 0 (default) takes the likeliest token each time, 1 draws from the model's own distribution. */
  declare temperature: number | undefined;
  /** Draws from so many of the likeliest; defaults to all. */
  declare topK: number | undefined;
  /** Draws from the fewest of the likeliest that hold this share; defaults to 1. */
  declare topP: number | undefined;
  /** Draws from what is at least this share of the likeliest's probability; defaults to 0. */
  declare minP: number | undefined;
  /** Above 1 makes tokens of the prompt and the output less likely; defaults to 1. */
  declare repetitionPenalty: number | undefined;
  /** The same seed, the same text; without one each view draws its own. */
  declare seed: number | undefined;
  /** How many texts beam search keeps at a time; defaults to 1: no search. */
  declare beams: number | undefined;
  /** Beams are compared by log-probability / length^penalty; defaults to 1. */
  declare lengthPenalty: number | undefined;
  /** Texts that end the output ("one | two" as an attribute). */
  declare stop: readonly string[];
  /** Several masks "at once" (default) or "one by one", the surest first. */
  declare fill: "at once" | "one by one" | undefined;
  /** How often the reader has asked for another draw. */
  declare private draws: number;
  readonly #own = Math.floor(Math.random() * 2 ** 31);

  constructor() {
    super();
    this.produce = 12;
    this.stop = [];
    this.draws = 0;
    this.addEventListener("ecco-action", (event) => {
      if ((event as CustomEvent<{name: string}>).detail.name === "again") this.draws++;
    });
    connectView<GenerationData>(this, "ecco-generation", readGeneration);
  }

  /** How the text is written, as the engine's options; drawn ones have a seed. */
  get writing(): GenerateOptions {
    const {produce, temperature, topK, topP, minP, repetitionPenalty, fill} = this;
    const {seed, beams, lengthPenalty, stop, draws} = this;
    return {
      tokens: produce,
      top,
      ...given({temperature, topK, topP, minP, repetitionPenalty, beams, lengthPenalty, fill}),
      ...((temperature ?? 0) > 0 ? {seed: (seed ?? this.#own) + draws} : {}),
      ...(stop.length ? {stop} : {})
    };
  }
}
