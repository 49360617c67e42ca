/** Says in words which token or channel holds more than half of a table, and how to leave it out. */
import {largestOf, smallestOf} from "../../lists.ts";
import type {Dominance, LeftOut} from "./results.ts";

/** More than this share is said. */
const HALF = 0.5;
/** Of two tokens one always has the larger half. */
const FEWEST = 3;
/** Tokens of a kind are many: they are said to hold a table only where each holds so many times what another does. */
const TIMES = 10;

type Tokens = Omit<Dominance<unknown>, "channel">;

/** Who holds more than half of a table. */
export interface Holder {
  readonly who: "token" | "first" | "special";
  readonly share: number;
}

/** Returns who holds more than half of a table of so many tokens; null where nobody does. */
export function holderOf({token, first, special}: Tokens, tokens: number): Holder | null {
  if (tokens < FEWEST) return null;
  // A kind that is every row of the table (of pooled texts each is a first one) has no others that it could outdo.
  const some = Object.entries({first, special}).filter(([, kind]) => kind.tokens < tokens);
  const kinds = some.map(([who, {share, tokens: own}]) => {
    const usual = (TIMES * (1 - share)) / (tokens - own);
    return {
      who: who as Holder["who"],
      share,
      held: share > HALF && share / own > usual,
      // Without its largest token too: then it is the kind, and not that one.
      together: own > 1 && (share - token.share) / (own - 1) > usual
    };
  });
  const kind = kinds.find(({held}) => held);
  if (token.share > HALF && !kind?.together) return {who: "token", share: token.share};
  return kind ? {who: kind.who, share: kind.share} : null;
}

/** Returns 0.9986 as “99.9 %”; what is not all is never 100 %. */
export const percentOf = (share: number): string =>
  `${share < 1 ? Math.min(99.9, share * 100).toFixed(1) : "100"} %`;

/** Longer texts are cut. */
const LONGEST = 40;

function quoted(text: string | null): string {
  if (text === null) return "";
  const said = text.trim();
  return ` (“${said.length > LONGEST ? `${said.slice(0, LONGEST)}…` : said}”)`;
}

interface About {
  /** How many texts there are. */
  readonly texts: number;
  /** What is left out already. */
  readonly leftOut: readonly LeftOut[];
  /** Whether each row of the tables is a whole text; defaults to false. */
  readonly whole?: boolean;
}

/** Returns the tokens that hold a table: position 0 (“The”). */
export function holderText({who}: Holder, {token, first, special}: Tokens, about: About): string {
  if (who === "first") return `the first tokens of the ${first.tokens} texts`;
  if (about.whole) return `text ${token.of}${quoted(token.text)}`;
  if (who === "special") return `the ${special.tokens} special tokens`;
  return `${about.texts > 1 ? `text ${token.of}, ` : ""}position ${token.position}${quoted(token.text)}`;
}

/** Returns the option that leaves these tokens out, beside what is left out already; null where none can say it. */
function withoutText(
  {who}: Holder,
  {token}: Tokens,
  {texts, leftOut, whole = false}: About
): string | null {
  if (whole) return null;
  const positions = [...leftOut.map(({position}) => position), token.position];
  // Of several texts a number would mean that position of each.
  if (who === "token" && texts === 1 && (leftOut.length > 0 || token.position > 0))
    return `without: [${positions.toSorted((a, b) => a - b).join(", ")}]`;
  if (leftOut.length > 0) return null;
  if (who !== "token") return `without: "${who}"`;
  return token.position === 0 ? 'without: "first"' : null;
}

/** Returns the advice that goes with a holder, as the end of a sentence. */
export function adviceFor(holder: Holder, tokens: Tokens, about: About): string {
  const option = withoutText(holder, tokens, about);
  if (option !== null) return `leave ${holder.who === "token" ? "it" : "them"} out with ${option}`;
  return holder.who === "token" ? "give another text in place of that one" : "give longer texts";
}

/** Whether a channel, one of so many, holds more than half. */
export const holdsChannel = ({share}: {readonly share: number}, channels: number): boolean =>
  channels >= FEWEST && share > HALF;

/** A layer's table and what is held of it. */
export interface LayerDominance {
  readonly layer: number | "embedding";
  readonly dominance: Dominance | null;
}

/** What is said of the layers of a result. */
export interface LayersAbout extends About {
  /** How many tokens, and how many channels, each table has. */
  readonly tokens: number;
  readonly channels: number;
  /** What follows for what was asked, where a token holds a table: "so the picture shows …". */
  readonly effect: string;
  /** The same for a channel; left out where the scale of channels counts for nothing. */
  readonly channelEffect?: string;
  /** Whose states they are, where there are two models: "of atlas". */
  readonly whose?: string;
}

/** Returns a sentence for each token and channel that holds more than half of the table of some layers. */
export function dominanceWarnings(layers: readonly LayerDominance[], about: LayersAbout): string[] {
  const {tokens, channels, effect, channelEffect, whose} = about;
  const held = new Map<string, Said>();
  const alone = new Map<string, Said>();
  for (const {layer, dominance} of layers) {
    if (!dominance) continue;
    const holder = holderOf(dominance, tokens);
    const {channel} = dominance;
    if (holder) {
      const key = holderText(holder, dominance, about);
      note(held, key, {layer, share: holder.share, advice: adviceFor(holder, dominance, about)});
    } else if (channelEffect !== undefined && holdsChannel(channel, channels))
      note(alone, `channel ${channel.index}`, {layer, share: channel.share, advice: ""});
  }
  const states = `of the states${whose ? ` ${whose}` : ""}, `;
  return [
    ...[...held].map(
      ([who, {layers: own, shares, advice}]) =>
        `${who} ${who.startsWith("the ") ? "hold" : "holds"} ${rangeText(shares)} of the squared length ${states}${layersText(own)}, ${effect}; ${advice}`
    ),
    ...[...alone].map(
      ([who, {layers: own, shares}]) =>
        `${who} holds ${rangeText(shares)} of the differences ${states}${layersText(own)}, ${channelEffect}`
    )
  ];
}

interface Said {
  readonly layers: readonly (number | "embedding")[];
  readonly shares: readonly number[];
  readonly advice: string;
}

function note(
  said: Map<string, Said>,
  key: string,
  {
    layer,
    share,
    advice
  }: {readonly layer: number | "embedding"; readonly share: number; readonly advice: string}
): void {
  const before = said.get(key);
  // A layer may stand in the rows and in the columns.
  if (before?.layers.includes(layer)) return;
  said.set(key, {
    layers: [...(before?.layers ?? []), layer],
    shares: [...(before?.shares ?? []), share],
    advice
  });
}

function rangeText(shares: readonly number[]): string {
  const [low, high] = [smallestOf(shares), largestOf(shares)].map(percentOf);
  return low === high ? low! : `${low!.replace(/ %$/, "")} to ${high!}`;
}

/** Returns "layers 11–28 and 30", "the embedding". */
export function layersText(layers: readonly (number | "embedding")[]): string {
  const numbers = layers.filter((layer) => layer !== "embedding").toSorted((a, b) => a - b);
  const runs: number[][] = [];
  for (const layer of numbers) {
    const last = runs.at(-1);
    if (last && layer === last.at(-1)! + 1) last.push(layer);
    else runs.push([layer]);
  }
  const parts = runs.map((run) => (run.length > 1 ? `${run[0]}–${run.at(-1)}` : String(run[0])));
  const word = numbers.length > 1 ? "layers" : "layer";
  return [
    ...(layers.includes("embedding") ? ["the embedding"] : []),
    ...(parts.length > 0 ? [`${word} ${listText(parts)}`] : [])
  ].join(" and ");
}

const listText = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)!}`;
