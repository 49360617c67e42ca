/** What stands in the foot about how far a map can be trusted. */
import type {Attribution, AttributionWarning, Token} from "../data.ts";
import {count, decimal, delta as deltaText, percent, signed} from "../format.ts";
import {ofConversation} from "../token/turns.ts";
import {leftOut, withoutWords} from "../token/without.ts";
import type {Without} from "../token/without.ts";
import {deltaFact} from "../view/foot.ts";
import type {Fact} from "../view/foot.ts";
import {familyOf, wordFor} from "./methods.ts";

/** Returns what a reader should know beside a warning. */
export const noteFacts = (notes: readonly string[] = []): readonly Fact[] =>
  notes.map((value) => ({name: "note", value, note: true}));

/** Returns a warning with methods and numbers written as everywhere else. */
export const warningText = ({message, instead}: AttributionWarning): string =>
  instead
    .reduce((text, method) => text.replaceAll(method, wordFor(method)), message)
    .replace(/(?<=\s)-(?=\d)/g, "−");

/** What to take where a sum is missed, of records of before: newer ones say it themselves. */
const remedies: Readonly<Record<string, string>> = {
  relevance: `${wordFor("deeplift")}, which does`,
  "from a baseline": "more steps or another baseline"
};

/** Returns the completeness error as a fact; a warning says itself what to take. */
export function sumFact({
  method,
  delta,
  change,
  warning
}: Pick<Attribution, "method" | "delta" | "change" | "warning">): readonly Fact[] {
  if (!warning) return deltaFact(delta, change, remedies[familyOf(method) ?? ""]);
  return [
    {name: "warning", value: warningText(warning), bad: true},
    ...(delta === null ? [] : [{name: "delta", value: deltaText(delta, change), bad: true}])
  ];
}

/** Returns a figure between what lots reach and, where that is known, the best there is. */
const between = (own: number, floor: number, ceiling: number | undefined): string =>
  `${signed(own)} (random ${signed(floor)}${ceiling === undefined ? "" : `, best ${signed(ceiling)}`})`;

function qualityFacts({quality}: Attribution): readonly Fact[] {
  if (!quality) return [];
  const {comprehensiveness, sufficiency, floor, ceiling, soft, infidelity, sensitivity} = quality;
  const bad = comprehensiveness <= floor.comprehensiveness;
  const said = between(comprehensiveness, floor.comprehensiveness, ceiling?.comprehensiveness);
  const figure = (name: string, value: number | null | undefined): Fact[] =>
    typeof value === "number" ? [{name, value: decimal(value)}] : [];
  return [
    {
      name: "loses without the first",
      value: bad ? `${said}: no better than chance, try another method` : said,
      bad
    },
    {
      name: "with them alone",
      value: between(sufficiency, floor.sufficiency, ceiling?.sufficiency)
    },
    ...(soft
      ? [
          {
            name: "soft",
            value: `${signed(soft.comprehensiveness)}, ${signed(soft.sufficiency)}`
          }
        ]
      : []),
    ...figure("infidelity", infidelity),
    ...figure("sensitivity", sensitivity),
    ...agreementFact(quality.agreement)
  ];
}

function agreementFact(agreement: NonNullable<Attribution["quality"]>["agreement"]): Fact[] {
  const found = Object.entries(agreement ?? {}).filter(([, value]) => value !== undefined);
  if (!found.length) return [];
  const said = found.map(([method, value]) => `${wordFor(method)} ${signed(value)}`);
  return [{name: "rank correlation with", value: said.join(", ")}];
}

/** The tokens of a text, and scores of them or of their parts. */
interface Scored {
  readonly tokens: readonly Token[];
  readonly scores: readonly number[];
  /** By score: the positions it is of; one each by default. */
  readonly places?: readonly (readonly number[])[];
}

/** Returns what the template of a conversation, or what is left out, holds of a map; none of plain texts of which nothing is. */
export function templateFact(
  {tokens, scores, places}: Scored,
  without: Without | null | undefined
): readonly Fact[] {
  const out = leftOut(tokens, without);
  const ofTemplate = out.size === 0;
  if (ofTemplate && !ofConversation(tokens)) return [];
  const isHeld = (at: number): boolean =>
    ofTemplate ? tokens[at]?.template === true : out.has(at);
  const size = (list: readonly number[]): number => list.reduce((sum, x) => sum + Math.abs(x), 0);
  const whole = size(scores);
  const held = scores.filter((_, at) => (places ? (places[at] ?? [-1]) : [at]).every(isHeld));
  const share = `${percent(whole > 0 ? size(held) / whole : 0)} of the map`;
  if (!ofTemplate) return [{name: "left out", value: `${withoutWords(without!)}, ${share}`}];
  return [{name: "template", value: without ? share : `${share}, out of the scale`}];
}

/** Returns everything that is known of how good a map is. */
export function mapFacts(attribution: Attribution): readonly Fact[] {
  const {errors, baseline, steps, notes} = attribution;
  return [
    ...sumFact(attribution),
    ...noteFacts(notes),
    ...(errors?.length
      ? [{name: "drawn", value: `± ${decimal(Math.max(...errors))} at most`}]
      : []),
    ...(baseline === null ? [] : [{name: "baseline", value: baseline}]),
    ...(steps === null ? [] : [{name: "steps", value: count(steps)}]),
    ...qualityFacts(attribution)
  ];
}
