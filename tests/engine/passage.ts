/** A text on which neurons' factors are told apart, and the classes of its tokens. */
import type {NeuronFactors, Token} from "../../packages/engine/src/index.ts";

/** Dostoevsky, Notes from Underground, part I, chapter VIII, translated by Constance Garnett (1918; public domain). */
export const passage: string = [
  "Now I ask you: what can be expected of man since he is a being endowed with strange qualities? Shower upon him",
  "every earthly blessing, drown him in a sea of happiness, so that nothing but bubbles of bliss can be seen on the",
  "surface; give him economic prosperity, such that he should have nothing else to do but sleep, eat cakes and busy",
  "himself with the continuation of his species, and even then out of sheer ingratitude, sheer spite, man would play",
  "you some nasty trick. He would even risk his cakes and would deliberately desire the most fatal rubbish, the most",
  "uneconomical absurdity, simply to introduce into all this positive good sense his fatal fantastic element. It is",
  "just his fantastic dreams, his vulgar folly that he will desire to retain, simply in order to prove to himself--as",
  "though that were so necessary--that men still are men and not the keys of a piano, which the laws of nature",
  "threaten to control so completely that soon one will be able to desire nothing but by the calendar. And that is",
  "not all: even if man really were nothing but a piano-key, even if this were proved to him by natural science and",
  "mathematics, even then he would not become reasonable, but would purposely do something perverse out of simple",
  "ingratitude, simply to gain his point. And if he does not find means he will contrive destruction and chaos, will",
  "contrive sufferings of all sorts, only to gain his point!"
].join(" ");

const personal = new Set("i you he him his himself it its".split(" "));
const textOf = ({text}: Token): string => (text ?? "").trim().toLowerCase();

export const isPunctuation = (token: Token): boolean =>
  !token.special && /^\p{P}+$/u.test(textOf(token));
export const isPersonalPronoun = (token: Token): boolean => personal.has(textOf(token));

/** How one factor's loadings lie on a class of tokens. */
export interface Concentration {
  readonly factor: number;
  /** Mean loading on the class by the mean on all other tokens. */
  readonly ratio: number;
  /** The tokens with the ten largest loadings. */
  readonly strongest: readonly Token[];
}

/** Returns the factor that is most concentrated on a class of tokens. */
export function mostConcentrated(
  {factors, tokens}: NeuronFactors,
  isMember: (token: Token) => boolean
): Concentration {
  return factors
    .map(({loadings}, factor): Concentration => {
      const mean = (member: boolean): number => {
        const own = loadings.filter((_, at) => isMember(tokens[at]!) === member);
        return own.reduce((sum, value) => sum + value, 0) / own.length;
      };
      const order = [...loadings.keys()].toSorted((a, b) => loadings[b]! - loadings[a]!);
      return {
        factor,
        ratio: mean(true) / mean(false),
        strongest: order.slice(0, 10).map((at) => tokens[at]!)
      };
    })
    .toSorted((a, b) => b.ratio - a.ratio)[0]!;
}
