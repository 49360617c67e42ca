/** Why two texts are alike: which of their words, and where in the last layer. */
import type {ModelInput} from "../../api.ts";
import {playersOf} from "../attribution/players.ts";
import {member} from "../attribution/settings.ts";
import type {Answer} from "../provenance.ts";
import type {Meter, Session} from "../session.ts";
import {integrated} from "./alike-integrated.ts";
import {occluded} from "./alike-occluded.ts";
import {readText} from "./encode-text.ts";
import {cosineOf, plainText, pooledOf, sentenceModules, vectorsOf} from "./embed.ts";
import type {AlikeMethod, AlikeOptions} from "./options.ts";
import {pairsOf} from "./pairs.ts";
import type {Alike, AlikeSum, AlikeText} from "./results.ts";
import type {Scored, Two} from "./two.ts";

const methods: {readonly [M in AlikeMethod]: (two: Two) => Promise<Scored>} = {
  occlusion: occluded,
  "integrated-gradients": integrated
};
const methodNames = Object.keys(methods) as readonly AlikeMethod[];

/** A sum that misses by more than this share of what it should be is told. */
const SHARE = 0.1;
/** Below this everything is rounding. */
const NOTHING = 1e-3;

export async function alike(
  session: Session,
  inputs: readonly [ModelInput, ModelInput],
  options: AlikeOptions,
  meter: Meter
): Promise<Answer<Alike>> {
  const method = member("method", options.method ?? "occlusion", methodNames);
  const unit = options.unit ?? "word";
  const modules = sentenceModules(session, options);
  const [one, other] = inputs;
  const texts = [readText(session, one, modules), readText(session, other, modules)] as const;
  const units = [
    playersOf([texts[0].tokens], unit, undefined),
    playersOf([texts[1].tokens], unit, undefined)
  ] as const;
  const {signal} = options;
  const [a, b] = await vectorsOf(session, texts, modules, signal ? {signal} : {}, meter);
  const cosine = cosineOf(a!, b!);
  const two: Two = {session, modules, texts, vectors: [a!, b!], cosine, units, options, meter};
  const scored = await methods[method](two);
  const pairs = await pairsOf(two);
  const sums = [...scored.sums, ...(pairs ? [pairs.sum] : [])];
  const pooled = pooledOf(modules, texts);
  const said = [
    ...(pooled.warning ? [pooled.warning.message] : []),
    ...sums.filter(isOff).map(wordsOf)
  ];
  return {
    ...pooled,
    warning: said.length > 0 ? {message: said.join("; ")} : null,
    method,
    unit,
    cosine,
    a: textOf(two, 0, scored.scores[0]),
    b: textOf(two, 1, scored.scores[1]),
    pairs: pairs && {values: pairs.values},
    sums,
    baseline: scored.baseline,
    steps: scored.steps
  };
}

function textOf({texts, units}: Two, side: 0 | 1, scores: readonly number[]): AlikeText {
  const {tokens} = texts[side];
  return {
    ...plainText(texts[side]),
    units: units[side].map((own, at) => {
      const words = own.map((token) => tokens[token]!.text);
      const text = words.includes(null) ? null : words.join("");
      return {tokens: own, text, score: scores[at]!};
    })
  };
}

const isOff = ({expected, error}: AlikeSum): boolean =>
  !(Math.abs(error) <= Math.max(SHARE * Math.abs(expected), NOTHING));

const wordsOf = ({row, sum, expected}: AlikeSum): string =>
  `the scores of ${row} add up to ${sum.toPrecision(3)}, the cosine changed by ${expected.toPrecision(3)}: take more steps, or occlusion`;
