/** What makes an answer right, by the kind of answer. */

/** What a check finds: whether the answer is right, and why, in the author's words. */
export interface Verdict {
  readonly right: boolean;
  readonly words?: string;
}

/** An answer that cannot be one: neither right nor wrong, with what to write instead. */
export interface Unclear {
  readonly unclear: string;
}

/** What is asked for. */
interface Wanted {
  /** The right answer; of words several, between bars. */
  readonly answer: string;
  /** How far a number may be off: "0.5", or "5%" of the answer. */
  readonly tolerance: string;
  /** Whether upper case counts in words. */
  readonly exact: boolean;
}

type Check = (given: string, wanted: Wanted) => Verdict | Unclear;

/** What is said of an answer that should be a number. */
export const noNumber = "Write a number, such as 3.5.";

/**
 * Returns what a text may mean as a number, as people write them ("0.5", "0,5", "1 000", "2e-3", "50 %"), the likeliest
 * first: "1,000" is a thousand in one country and one in another. None: it is no number.
 */
export function numbersIn(text: string): readonly number[] {
  const [, digits, percent] = /^(.*?)\s*(%?)$/s.exec(text.trim().replace(/^\+/, ""))!;
  const plain = digits!.replace("−", "-").replaceAll(/(?<=\d)[\s_](?=\d{3}(?!\d))/g, "");
  const isGrouped = /^-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/.test(plain);
  const isPointed = /^-?\d*,\d+$/.test(plain);
  const read = [
    ...(isGrouped ? [plain.replaceAll(",", "")] : []),
    ...(isPointed ? [plain.replace(",", ".")] : []),
    plain
  ]
    .filter((each) => /^-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(each))
    .map(Number);
  return percent ? [...read.map((each) => each / 100), ...read] : read;
}

/** How far an answer may be off; without a word, what arithmetic itself is off by. */
function reachOf({tolerance}: Wanted, answer: number): number {
  const [read = 0] = numbersIn(tolerance);
  const reach = tolerance.includes("%") ? answer * read : read;
  return Math.abs(reach) + Math.abs(answer) * 1e-9;
}

const number: Check = (given, wanted) => {
  const values = numbersIn(given);
  const [answer] = numbersIn(wanted.answer);
  if (answer === undefined)
    throw new Error(`answer: got "${wanted.answer}", expected a number such as 3.5`);
  if (values.length === 0) return {unclear: noNumber};
  return {right: values.some((value) => Math.abs(value - answer) <= reachOf(wanted, answer))};
};

const plain = (text: string, exact: boolean): string => {
  const words = text.normalize("NFC").trim().replaceAll(/\s+/g, " ");
  return exact ? words : words.toLocaleLowerCase();
};

/** Returns the answers that stand between bars. */
export const answersOf = (text: string): readonly string[] =>
  text
    .split("|")
    .map((each) => each.trim())
    .filter(Boolean);

const text: Check = (given, {answer, exact}) => ({
  right: answersOf(answer).some((each) => plain(each, exact) === plain(given, exact))
});

export const checks = {number, text} as const;

/** Kinds of answers; "value" is one that is given elsewhere and only checked. */
export const answerKinds = ["choice", "number", "text", "value"] as const;
export type AnswerKind = (typeof answerKinds)[number];

/** What the author's own function may return. */
export type Checked = boolean | string | Verdict | null | undefined;

/** Returns what a function of the author's has found; a text is what is wrong, or what to write instead. */
export function verdictOf(found: Checked): Verdict {
  if (typeof found === "string") return {right: false, words: found};
  if (typeof found === "object" && found !== null)
    return {right: Boolean(found.right), ...(found.words ? {words: String(found.words)} : {})};
  return {right: Boolean(found)};
}
