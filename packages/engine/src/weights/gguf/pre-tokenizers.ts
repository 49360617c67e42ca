/** How byte-level vocabularies cut a text before their merges, by the name GGUF files give it. */
import {ownOf} from "../../own.ts";
import {cuts} from "./cuts.ts";
import type {Component} from "./cuts.ts";

export interface PreTokenizer {
  readonly component: Component;
  /** Whether a piece that is in the vocabulary as a whole is taken without its merges. */
  readonly wholePieces: boolean;
  /** Whether the start token comes first where the file does not say. */
  readonly startsWithBos: boolean;
}

interface Named {
  readonly names: readonly string[];
  readonly cut: keyof typeof cuts;
  readonly wholePieces?: true;
  readonly startsWithBos?: true;
}

/** llama.cpp's list, without those that need more than patterns: kimi-k2, afmoe, superbpe, tiny_aya, gemma4. */
const named: readonly Named[] = [
  {cut: "usual", names: ["default"]},
  {
    cut: "gpt2",
    names:
      "gpt-2 phi-2 phi2 olmo mpt jais jina-es jina-de jina-v1-en jina-v2-es jina-v2-de jina-v2-code roberta-bpe gigachat a.x-4.0 mellum modern-bert exaone4 trillion granite-docling".split(
        " "
      )
  },
  {
    cut: "digitByDigit",
    names: "smollm starcoder refact command-r codeshell exaone minerva-7b mellum2".split(" ")
  },
  {
    cut: "llama3",
    wholePieces: true,
    startsWithBos: true,
    names: "llama-bpe llama3 llama-v3 falcon3 falcon-h1 pixtral midm-2.0 lfm2 jina-v5-nano".split(
      " "
    )
  },
  {cut: "llama3", wholePieces: true, names: ["dbrx"]},
  {cut: "llama3", names: ["smaug-bpe", "olmo2", "chatglm-bpe", "glm4", "glm5"]},
  {
    cut: "qwen2",
    names: "qwen2 deepseek-r1-qwen kormo f2llmv2 megrez stablelm2 hunyuan solar-open grok-2".split(
      " "
    )
  },
  {cut: "qwen35", names: ["qwen35"]},
  {cut: "tekken", wholePieces: true, startsWithBos: true, names: ["tekken"]},
  {cut: "gpt4o", names: ["gpt-4o", "llama4", "kanana2", "talkie", "minimax-m2"]},
  {cut: "gpt4o", wholePieces: true, names: ["granite-embed-multi-97m"]},
  {cut: "youtu", wholePieces: true, names: ["youtu"]},
  {cut: "deepseekLlm", names: ["deepseek-llm"]},
  {cut: "deepseekCoder", names: ["deepseek-coder"]},
  {cut: "deepseek3", names: ["deepseek-v3", "hunyuan-dense", "joyai-llm", "hy_v4"]},
  {cut: "falcon", names: ["falcon"]},
  {cut: "bloom", names: ["bloom", "poro-chat", "gpt3-finnish"]},
  {cut: "viking", names: ["viking"]},
  {cut: "bailing", names: ["bailingmoe", "bailingmoe2", "llada-moe"]},
  {cut: "seedCoder", names: ["seed-coder"]},
  {cut: "exaoneMoe", names: ["exaone-moe"]},
  {cut: "minicpm5", wholePieces: true, names: ["minicpm5"]},
  {cut: "jais2", names: ["jais-2"]},
  {cut: "laguna", names: ["laguna"]}
];

const byName: ReadonlyMap<string, PreTokenizer> = new Map(
  named.flatMap(({names, cut, wholePieces = false, startsWithBos = false}) =>
    names.map((name) => [name, {component: cuts[cut], wholePieces, startsWithBos}])
  )
);

export const preTokenizerNames: readonly string[] = [...byName.keys()];

/** Returns the pre-tokenizer of `tokenizer.ggml.pre`; undefined for a name that is not known. */
export const preTokenizerOf = (name: string): PreTokenizer | undefined => byName.get(name);

interface Guess {
  readonly pre: string;
  /** Whose vocabulary has so many tokens. */
  readonly of: string;
}

const qwen: Guess = {pre: "qwen2", of: "Qwen 2"};
/** Vocabularies from before converters wrote how they cut, by how many tokens they have. */
const bySize: Readonly<Record<number, Guess>> = {
  128256: {pre: "llama-bpe", of: "Llama 3"},
  151643: qwen,
  151646: qwen,
  151936: qwen,
  152064: qwen,
  50257: {pre: "gpt-2", of: "GPT-2"},
  50295: {pre: "phi-2", of: "Phi-2"},
  51200: {pre: "phi-2", of: "Phi-2"},
  49152: {pre: "starcoder", of: "StarCoder"},
  100289: {pre: "stablelm2", of: "StableLM 2"},
  102400: {pre: "deepseek-llm", of: "DeepSeek LLM"},
  32256: {pre: "deepseek-coder", of: "DeepSeek Coder"},
  131072: {pre: "tekken", of: "Mistral NeMo"},
  200064: {pre: "gpt-4o", of: "Phi-4-mini"}
};
/** Sizes that several have, told apart by `general.architecture`. */
const byFamily: Readonly<Record<string, Guess>> = {
  "stablelm 100352": {pre: "stablelm2", of: "StableLM 2"},
  "olmo2 100352": {pre: "dbrx", of: "OLMo 2"},
  "olmo2 100278": {pre: "dbrx", of: "OLMo 2"}
};

/** Returns how a vocabulary of so many tokens is likely to cut, and what to say of it where the file does not say. */
export function guessPre(
  architecture: string,
  tokens: number
): {readonly pre: string; readonly notice: string} {
  const guess = ownOf(byFamily, `${architecture} ${tokens}`) ?? ownOf(bySize, String(tokens));
  const advice =
    "convert the model again with llama.cpp, or put its tokenizer.json beside the file";
  return guess
    ? {
        pre: guess.pre,
        notice: `the file does not say how it cuts a text (no tokenizer.ggml.pre); its ${tokens} tokens are as many as ${guess.of} has, so it is cut as "${guess.pre}"; if that is not so, the tokens are others than the model learned: ${advice}`
      }
    : {
        pre: "default",
        notice: `the file does not say how it cuts a text (no tokenizer.ggml.pre), so it is cut by llama.cpp's "default"; the tokens may be others than the model learned: ${advice}`
      };
}
