/** What a model does with the states of its last layer, as its modules.json says (sentence-transformers). */
import {InputError, shown, UnsupportedError} from "../../errors.ts";
import type {Session} from "../session.ts";
import type {Pooling, PoolingOptions} from "./options.ts";

export type AfterPooling =
  | {readonly kind: "normalise"}
  | {
      readonly kind: "dense";
      readonly folder: string;
      readonly activation: DenseActivation;
      readonly widths: readonly [number, number];
      readonly bias: boolean;
    };

/** A text becomes a vector by these steps, in this order. */
export interface SentenceModules {
  readonly poolings: readonly Pooling[];
  /** Whether nothing says so, and the mean is taken because most models take it. */
  readonly assumed: boolean;
  /** Whether the tokens of a prompt are pooled too. */
  readonly withPrompt: boolean;
  readonly after: readonly AfterPooling[];
  /** The longest text, in tokens, special ones counted. */
  readonly limit: number;
  readonly lowerCase: boolean;
  /** null for none. */
  readonly prompt: string | null;
}

const activations = {
  Tanh: "tanh",
  ReLU: "relu",
  GELU: "gelu",
  SiLU: "silu",
  Identity: "identity"
} as const;
export type DenseActivation = (typeof activations)[keyof typeof activations];

/** In the order in which sentence-transformers puts them one behind the other. */
const poolingKeys: {readonly [P in Pooling]: string} = {
  cls: "pooling_mode_cls_token",
  max: "pooling_mode_max_tokens",
  mean: "pooling_mode_mean_tokens",
  mean_sqrt_len_tokens: "pooling_mode_mean_sqrt_len_tokens",
  weightedmean: "pooling_mode_weightedmean_tokens",
  lasttoken: "pooling_mode_lasttoken"
};
export const poolingNames = Object.keys(poolingKeys) as readonly Pooling[];

const wordOf = (value: unknown): string => (typeof value === "string" ? value : shown(value));

type Json = Readonly<Record<string, unknown>>;
const objectOf = (value: unknown): Json =>
  typeof value === "object" && value !== null ? (value as Json) : {};

/** Returns how the model pools. Throws UnsupportedError for a module that is not known here, naming it. */
export function modulesOf(session: Session, options: PoolingOptions): SentenceModules {
  const {sentence, graph} = session;
  const asked = options.pooling === undefined ? null : poolingsOf(options.pooling);
  const said = sentence ? readModules(sentence.modules, asked === null) : null;
  const settings = (file: string): Json => objectOf(sentence?.settings.get(file));
  const own = asked || !said ? null : poolingIn(poolingConfig(said, settings));
  const after = asked ? [] : (said?.dense ?? []).map((folder) => denseOf(folder, session));
  const normalise = options.normalise ?? said?.normalise ?? false;
  const limits = settingsNamed(session, /^sentence_[\w-]+_config\.json$/);
  return {
    poolings: asked ?? own ?? ["mean"],
    assumed: !asked && !own,
    withPrompt: poolingConfig(said, settings)["include_prompt"] !== false,
    after: normalise ? [...after, {kind: "normalise"}] : after,
    limit: Math.min(graph.context, numberIn(limits["max_seq_length"]) ?? Infinity),
    lowerCase: limits["do_lower_case"] === true,
    prompt: promptOf(settings("config_sentence_transformers.json"), options)
  };
}

const numberIn = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isInteger(value) && value > 0 ? value : undefined;

const settingsNamed = ({sentence}: Session, pattern: RegExp): Json =>
  objectOf([...(sentence?.settings ?? [])].find(([name]) => pattern.test(name))?.[1]);

function poolingsOf(asked: Pooling | readonly Pooling[]): readonly Pooling[] {
  const list = (Array.isArray(asked) ? asked : [asked]) as readonly Pooling[];
  const odd = list.find((name) => !poolingNames.includes(name));
  if (odd !== undefined || list.length === 0)
    throw new InputError(
      `pooling: got ${list.length === 0 ? "none" : shown(odd)}, expected some of ${poolingNames.join(", ")}`
    );
  return list;
}

interface Said {
  /** Folder of the pooling; null where there is none. */
  readonly pooling: string | null;
  readonly dense: readonly string[];
  readonly normalise: boolean;
}

/** Reads the list of modules; `all` false: what comes behind the pooling is not needed. */
function readModules(modules: unknown, all: boolean): Said {
  const list = (Array.isArray(modules) ? modules : []).map((module: unknown) => {
    const {type, path} = objectOf(module);
    const whole = wordOf(type ?? null);
    return {
      whole,
      name: whole.split(".").at(-1)!,
      path: typeof path === "string" ? path : ""
    };
  });
  const kinds = list.map(({name}) => name).filter((name) => name !== "Dropout");
  const refuse = (what: string): never => {
    throw new UnsupportedError(
      `modules.json: ${what}; expected Transformer, Pooling, any Dense, and Normalize at the end; give a pooling ("mean") to pool the last layer without it`
    );
  };
  if (all) {
    const unknown = list.find(
      ({name}) => !["Transformer", "Pooling", "Dense", "Dropout", "Normalize"].includes(name)
    );
    if (unknown) refuse(`module ${unknown.whole} is not known here`);
    if (!/^Transformer Pooling(?: Dense)*(?: Normalize)?$/.test(kinds.join(" ")))
      refuse(`got the modules ${kinds.join(", ") || "none"}`);
  }
  return {
    pooling: list.find(({name}) => name === "Pooling")?.path ?? null,
    dense: list.filter(({name}) => name === "Dense").map(({path}) => path),
    normalise: kinds.at(-1) === "Normalize"
  };
}

const poolingConfig = (said: Said | null, settings: (file: string) => Json): Json =>
  said?.pooling ? settings(`${said.pooling}/config.json`) : {};

function poolingIn(config: Json): readonly Pooling[] {
  const named = config["pooling_mode"];
  if (named !== undefined) return poolingsOf(named as Pooling | readonly Pooling[]);
  const flagged = poolingNames.filter((name) => config[poolingKeys[name]] === true);
  return flagged.length > 0 ? flagged : ["mean"];
}

function denseOf(folder: string, {sentence, weights}: Session): AfterPooling {
  const config = objectOf(sentence!.settings.get(`${folder}/config.json`));
  const said = wordOf(config["activation_function"] ?? "torch.nn.modules.activation.Tanh");
  const name = said.split(".").at(-1)!;
  const refuse = (what: string): never => {
    throw new UnsupportedError(
      `${folder}: ${what}; give a pooling ("mean") to pool the last layer without this Dense layer`
    );
  };
  const activation = Object.hasOwn(activations, name)
    ? activations[name as keyof typeof activations]
    : refuse(`got the activation ${said}, expected one of ${Object.keys(activations).join(", ")}`);
  if (config["use_residual"] === true) refuse("got a residual, which is not known here");
  const input = config["module_input_name"] ?? "sentence_embedding";
  const output = config["module_output_name"] ?? input;
  if (input !== "sentence_embedding" || output !== input)
    refuse(`reads ${wordOf(input)} and writes ${wordOf(output)}, expected sentence_embedding`);
  const tensor = weights.get(`${folder}.linear.weight`);
  const shape = tensor?.shape ?? refuse("its weights are not in model.safetensors");
  if (shape.length !== 2 || shape.includes(0))
    refuse(`its weights are [${shape.join(", ")}], expected [out, in]`);
  const [out, inner] = shape;
  const biased = weights.get(`${folder}.linear.bias`);
  if (biased && !(biased.shape.length === 1 && biased.shape[0] === out))
    refuse(`its bias is [${biased.shape.join(", ")}], expected [${out}]`);
  return {
    kind: "dense",
    folder,
    activation,
    widths: [inner!, out!],
    bias: biased !== undefined
  };
}

/** Returns what is written before each text. Throws InputError for a name the model has no prompt of. */
function promptOf(config: Json, {prompt, promptName}: PoolingOptions): string | null {
  if (prompt !== undefined && promptName !== undefined)
    throw new InputError("got both prompt and promptName, expected one of them");
  if (prompt !== undefined) return prompt || null;
  const known = objectOf(config["prompts"]);
  const name = promptName ?? config["default_prompt_name"];
  if (typeof name !== "string") return null;
  const found = Object.hasOwn(known, name) ? known[name] : undefined;
  if (typeof found === "string") return found || null;
  if (promptName === undefined) return null;
  const names = Object.keys(known);
  throw new InputError(
    `promptName: got ${JSON.stringify(promptName)}, ${names.length > 0 ? `expected one of ${names.join(", ")}` : "but this model names no prompts; give a prompt itself"}`
  );
}

const denseName = ({widths, activation}: Extract<AfterPooling, {kind: "dense"}>): string =>
  `Dense (${widths.join(" → ")}${activation === "identity" ? "" : `, ${activation}`})`;

/** Returns what a text goes through, in words. */
export const moduleWords = ({poolings, after}: SentenceModules): readonly string[] => [
  "Transformer",
  `Pooling (${poolings.join(" + ")})`,
  ...after.map((step) => (step.kind === "dense" ? denseName(step) : "Normalize"))
];

/** Returns how the states are pooled, in words. */
export const poolingWords = ({poolings, assumed}: SentenceModules): string =>
  `${poolings.join(" + ")}${assumed ? " (assumed)" : ""}`;
