/** Rotary positions (Su et al. 2021) by the config in both its generations, with the scalings published models use. */
import {SourceError, UnsupportedError} from "../../errors.ts";
import {countOf, listOf, numberOf, objectOf, positiveOf, textOf} from "../config.ts";
import type {Config} from "../config.ts";

/** How fast each pair of channels turns, and what else a scaling changes. */
export interface Rope {
  /** Radians per position of each pair. */
  readonly frequencies: readonly number[];
  /** Factor of cos and sin; 1 when absent. */
  readonly factor?: number;
  /** Other frequencies for texts of more than so many positions. */
  readonly long?: {readonly beyond: number; readonly frequencies: readonly number[]};
}

interface Plain {
  readonly frequencies: readonly number[];
  readonly base: number;
  readonly options: Config;
  readonly config: Config;
}
type Scaling = (plain: Plain) => Rope;

/** Returns how many positions the model was trained on before its context was stretched. */
function trainedOn(config: Config, options: Config): number {
  const name = "original_max_position_embeddings";
  // The config's own goes before the scaling's.
  return countOf(config, name, countOf(options, name, countOf(config, CONTEXT)));
}
const CONTEXT = "max_position_embeddings";

/** Llama 3's scaling: long waves slowed by `factor`, short ones kept, those between blended. */
const llama3: Scaling = ({frequencies, options, config}) => {
  const factor = positiveOf(options, "factor");
  const low = numberOf(options, "low_freq_factor");
  const high = numberOf(options, "high_freq_factor");
  const trained = trainedOn(config, options);
  return {
    frequencies: frequencies.map((frequency) => {
      const turns = (trained * frequency) / (2 * Math.PI); // whole waves in the trained context
      if (turns < low) return frequency / factor;
      if (turns > high) return frequency;
      const blend = (turns - low) / (high - low);
      return (1 - blend) * (frequency / factor) + blend * frequency;
    })
  };
};

/** How many positions the model was trained on, and by what factor that was stretched. */
function stretch({options, config}: Plain): {readonly trained: number; readonly factor: number} {
  const trained = trainedOn(config, options);
  return {
    trained,
    factor: positiveOf(options, "factor", countOf(config, CONTEXT, trained) / trained)
  };
}

/** LongRoPE (Ding et al. 2024): a divisor for each pair, others beyond the trained length. */
const longrope: Scaling = (plain) => {
  const {frequencies, options} = plain;
  const {trained, factor} = stretch(plain);
  const divided = (name: string): readonly number[] => {
    const divisors = listOf(options, name, frequencies.length);
    return frequencies.map((frequency, pair) => frequency / divisors[pair]!);
  };
  const usual = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(trained));
  return {
    frequencies: divided("short_factor"),
    factor: numberOf(options, "attention_factor", usual),
    long: {beyond: trained, frequencies: divided("long_factor")}
  };
};

/** YaRN (Peng et al. 2023, §3.2): short waves kept, long ones slowed, a ramp between. */
const yarn: Scaling = (plain) => {
  const {frequencies, base, options} = plain;
  const {trained, factor} = stretch(plain);
  const size = 2 * frequencies.length;
  const pairOf = (turns: number): number =>
    (size * Math.log(trained / (turns * 2 * Math.PI))) / (2 * Math.log(base));
  const whole = options["truncate"] !== false;
  const fast = pairOf(numberOf(options, "beta_fast", 32));
  const slow = pairOf(numberOf(options, "beta_slow", 1));
  const low = Math.max(whole ? Math.floor(fast) : fast, 0);
  const high = Math.min(whole ? Math.ceil(slow) : slow, size - 1);
  const gain = (by: number): number => (factor <= 1 ? 1 : 0.1 * by * Math.log(factor) + 1);
  const [some, all] = [numberOf(options, "mscale", 0), numberOf(options, "mscale_all_dim", 0)];
  return {
    frequencies: frequencies.map((frequency, pair) => {
      const slowed = Math.min(1, Math.max(0, (pair - low) / (high - low || 0.001)));
      return (frequency / factor) * slowed + frequency * (1 - slowed);
    }),
    factor: numberOf(options, "attention_factor", some && all ? gain(some) / gain(all) : gain(1))
  };
};

// A Map, not an object: a config may name the scaling "constructor".
const scalings: ReadonlyMap<string, Scaling> = new Map<string, Scaling>([
  ["default", ({frequencies}) => ({frequencies})],
  [
    "linear",
    ({frequencies, options}) => ({
      frequencies: frequencies.map((frequency) => frequency / positiveOf(options, "factor"))
    })
  ],
  // It grows the base beyond the context only, and no text is longer than that here.
  ["dynamic", ({frequencies}) => ({frequencies})],
  ["llama3", llama3],
  ["longrope", longrope],
  ["su", longrope],
  [
    "yarn",
    (plain) => (Object.hasOwn(plain.options, "short_factor") ? longrope(plain) : yarn(plain))
  ]
]);

/** Channels of a head: published ones have up to 256. */
const widestHead = 65_536;

const usualNames = {base: "rope_theta", share: "partial_rotary_factor"};

export interface RopeDefaults {
  /** Of a config that does not say it; defaults to 10 000. */
  readonly base?: number;
  /**
   * Share of a head's channels that turn, where the config does not say it; families that give none turn all, whatever
   * the config says.
   */
  readonly share?: number;
  /** Names of the base and of the share in configs of the older form; defaults to rope_theta and partial_rotary_factor. */
  readonly names?: {readonly base: string; readonly share: string};
  /** The scaling's own options; defaults to the config's `rope_parameters` or `rope_scaling`. */
  readonly options?: Config | null;
}

/** Returns how the channels of a head of this size turn. Throws UnsupportedError for an unknown scaling. */
export function ropeOf(
  config: Config,
  size: number,
  {base: usual = 10_000, share: usualShare, names = usualNames, ...given}: RopeDefaults = {}
): Rope {
  const options =
    given.options ?? objectOf(config, "rope_scaling") ?? objectOf(config, "rope_parameters") ?? {};
  const base = positiveOf(options, "rope_theta", positiveOf(config, names.base, usual));
  const share =
    usualShare === undefined
      ? 1
      : numberOf(options, "partial_rotary_factor", numberOf(config, names.share, usualShare));
  const kind = textOf(options, "rope_type", textOf(options, "type", "default"));
  const scaling = scalings.get(kind);
  if (!scaling)
    throw new UnsupportedError(
      `unknown rope_type: ${kind}; one of ${[...scalings.keys()].join(", ")}`
    );
  // Asked before anything is made of that length; the weights' shapes are not known here.
  if (!(size <= widestHead && share >= 0 && share <= 1))
    throw new SourceError(
      `config.json: heads of ${size} channels, of which ${share} turn, expected up to ${widestHead} channels and a share from 0 to 1`
    );
  const turning = Math.trunc(size * share);
  if (turning % 2 === 1)
    throw new SourceError(
      `config.json: ${turning} of the ${size} channels of a head turn, expected an even number: they turn in pairs`
    );
  const frequencies = Array.from(
    {length: Math.ceil(turning / 2)},
    (_, pair) => base ** ((-2 * pair) / turning)
  );
  return checked(scaling({frequencies, base, options, config}));
}

/** Numbers that are each allowed may still make frequencies that are none. */
function checked(rope: Rope): Rope {
  const all = [...rope.frequencies, ...(rope.long?.frequencies ?? []), rope.factor ?? 1];
  if (all.every((each) => Number.isFinite(each))) return rope;
  throw new SourceError(
    "config.json: its rope_theta and rope_scaling give frequencies that are no finite numbers; copy or download it again"
  );
}
