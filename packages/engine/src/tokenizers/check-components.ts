/** The parts of a tokenizer.json that cut and join texts, before the tokenizer library believes them. */
import {shown, SourceError, UnsupportedError} from "../errors.ts";
import {ownOf} from "../own.ts";

/** Throws SourceError for a field's value that is not of this kind; absent and null are left to the library. */
type Check = (value: unknown, where: string) => void;
type Fields = Readonly<Record<string, Check>>;

export function refuse(where: string, value: unknown, expected: string): never {
  throw new SourceError(
    `tokenizer.json: ${where} is ${shown(value)}, expected ${expected}; copy or download the file again`
  );
}

const kind =
  (expected: string, fits: (value: unknown) => boolean): Check =>
  (value, where) => {
    if (!fits(value)) refuse(where, value, expected);
  };

export const isText = (value: unknown): value is string => typeof value === "string";
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const text = kind("a text", isText);
const flag = kind("true or false", (value) => typeof value === "boolean");
const count = kind(
  "a whole number from 1 to 1000000",
  (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 1_000_000
);
const whole = kind(
  "a whole number from 0 to 1000000",
  (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 1_000_000
);
const pattern = kind(
  '{"String": …} or {"Regex": …}',
  (value) => isRecord(value) && (isText(value["String"]) || isText(value["Regex"]))
);
/** A token and its id. */
const pair = kind("[token, id]", (value) => Array.isArray(value) && isText(value[0]));

/** What a post-processor puts around a text. */
const template: Check = (value, where) => {
  const fits = (item: unknown): boolean =>
    isRecord(item) &&
    ["SpecialToken", "Sequence"].some((name) => {
      const part = ownOf(item, name);
      return isRecord(part) && isText(part["id"]);
    });
  if (!Array.isArray(value) || !value.every(fits))
    refuse(where, value, 'a list of {"SpecialToken": {id}} and {"Sequence": {id}}');
};

const replace: Fields = {pattern, content: text};
const cased: Fields = {
  clean_text: flag,
  handle_chinese_chars: flag,
  strip_accents: flag,
  lowercase: flag
};
const bytes: Fields = {add_prefix_space: flag, trim_offsets: flag, use_regex: flag};
const spaces: Fields = {replacement: text, str_rep: text, prepend_scheme: text};
const around: Fields = {sep: pair, cls: pair};

/** Fields of each component that the library reads, by its `type`; those of `needed` may not be absent. */
interface Kinds {
  readonly fields: Readonly<Record<string, Fields>>;
  /** What a Sequence calls its list. */
  readonly parts: string;
}

const needed: ReadonlySet<string> = new Set([
  "length",
  "pattern",
  "prepend",
  "sep",
  "cls",
  "single"
]);

export const kindsOf = {
  normalizer: {
    fields: {
      BertNormalizer: cased,
      Precompiled: {},
      Replace: replace,
      NFC: {},
      NFD: {},
      NFKC: {},
      NFKD: {},
      Strip: {strip_left: flag, strip_right: flag},
      StripAccents: {},
      Lowercase: {},
      Prepend: {prepend: text}
    },
    parts: "normalizers"
  },
  pre_tokenizer: {
    fields: {
      BertPreTokenizer: {},
      Whitespace: {},
      WhitespaceSplit: {},
      Metaspace: spaces,
      ByteLevel: bytes,
      Split: {pattern, behavior: text, invert: flag},
      Punctuation: {behavior: text},
      Digits: {individual_digits: flag},
      Replace: replace,
      FixedLength: {length: count}
    },
    parts: "pretokenizers"
  },
  post_processor: {
    fields: {
      TemplateProcessing: {single: template, pair: template},
      ByteLevel: {},
      BertProcessing: around,
      RobertaProcessing: around
    },
    parts: "processors"
  },
  decoder: {
    fields: {
      ByteLevel: {},
      WordPiece: {prefix: text, cleanup: flag},
      Metaspace: {replacement: text},
      BPEDecoder: {suffix: text},
      CTC: {pad_token: text, word_delimiter_token: text, cleanup: flag},
      Replace: replace,
      Fuse: {},
      Strip: {content: text, start: whole, stop: whole},
      ByteFallback: {}
    },
    parts: "decoders"
  }
} as const satisfies Readonly<Record<string, Kinds>>;

/** Sequences within sequences, and components of one list: published files have two and ten. */
const [deepest, longest] = [8, 256];

/** Throws SourceError for a component that the library cannot take, UnsupportedError for one that is not known here. */
export function checkComponent(value: unknown, where: keyof typeof kindsOf): void {
  const {fields, parts}: Kinds = kindsOf[where];
  const check = (component: unknown, at: string, depth: number): void => {
    if (!isRecord(component) || !isText(component["type"]))
      refuse(at, component, 'an object with a "type"');
    const {type} = component as {readonly type: string};
    if (type === "Sequence") {
      const list = ownOf(component as Record<string, unknown>, parts);
      if (!Array.isArray(list) || list.length > longest || depth >= deepest)
        refuse(`${at}.${parts}`, list, `up to ${longest} components, nested up to ${deepest} deep`);
      (list as readonly unknown[]).forEach((inner, i) =>
        check(inner, `${at}.${parts}[${i}]`, depth + 1)
      );
      return;
    }
    const own = ownOf(fields, type);
    if (!own)
      throw new UnsupportedError(
        `tokenizer.json: ${at} is a ${shown(type)}, which is not known; one of Sequence, ${Object.keys(fields).join(", ")}`
      );
    for (const [name, checkField] of Object.entries(own)) {
      const field = ownOf(component as Record<string, unknown>, name) ?? null;
      if (field !== null || needed.has(name)) checkField(field, `${at}.${name}`);
    }
  };
  if (value !== null) check(value, where, 0);
}
