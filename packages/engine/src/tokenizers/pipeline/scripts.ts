/** Cutting a text where its script changes. */
import type {Aligned} from "./aligned.ts";
import {newer} from "./unicode-tables.ts";

/** Scripts of Unicode that a character may have; those of Japan are one with Han. */
const names =
  "Latin Common Han Hiragana Katakana Inherited Arabic Cyrillic Greek Hangul Devanagari Hebrew Thai Armenian Bengali Georgian Tamil Telugu Ethiopic Khmer Myanmar Lao Tibetan Gujarati Gurmukhi Kannada Malayalam Oriya Sinhala Mongolian Adlam Ahom Anatolian_Hieroglyphs Avestan Balinese Bamum Bassa_Vah Batak Bhaiksuki Bopomofo Brahmi Braille Buginese Buhid Canadian_Aboriginal Carian Caucasian_Albanian Chakma Cham Cherokee Coptic Cuneiform Cypriot Deseret Duployan Egyptian_Hieroglyphs Elbasan Glagolitic Gothic Grantha Hanunoo Hatran Imperial_Aramaic Inscriptional_Pahlavi Inscriptional_Parthian Javanese Kaithi Kayah_Li Kharoshthi Khojki Khudawadi Lepcha Limbu Linear_A Linear_B Lisu Lycian Lydian Mahajani Mandaic Manichaean Marchen Meetei_Mayek Mende_Kikakui Meroitic_Cursive Meroitic_Hieroglyphs Miao Modi Mro Multani Nabataean New_Tai_Lue Newa Nko Ogham Ol_Chiki Old_Hungarian Old_Italic Old_North_Arabian Old_Permic Old_Persian Old_South_Arabian Old_Turkic Osage Osmanya Pahawh_Hmong Palmyrene Pau_Cin_Hau Phags_Pa Phoenician Psalter_Pahlavi Rejang Runic Samaritan Saurashtra Sharada Shavian Siddham SignWriting Sora_Sompeng Sundanese Syloti_Nagri Syriac Tagalog Tagbanwa Tai_Le Tai_Tham Tai_Viet Takri Tangut Thaana Tifinagh Tirhuta Ugaritic Vai Warang_Citi Yi".split(
    " "
  );

const known = new Map<string, string | null>();
let patterns: readonly (readonly [string, RegExp])[] | undefined;

/** Returns a character's script; null for what goes with any. */
function scriptOf(char: string): string | null {
  let script = known.get(char);
  if (script === undefined) known.set(char, (script = findScript(char)));
  return script;
}

/** Characters whose script has changed since the Rust library's table. */
const moved: Readonly<Record<string, string>> = {
  "\u30fc": "Han",
  "\u0589": "Common",
  "\u061c": "Common",
  "\u0953": "Devanagari",
  "\u0954": "Devanagari"
};

function findScript(char: string): string | null {
  if (char === " " || newer(char)) return null;
  const other = moved[char];
  if (other !== undefined) return other;
  patterns ??= names.map((name) => [name, new RegExp(`^\\p{sc=${name}}$`, "u")] as const);
  const script = patterns.find(([, pattern]) => pattern.test(char))?.[0] ?? null;
  return script === "Hiragana" || script === "Katakana" ? "Han" : script;
}

/** Returns the parts of a text of one script each; what stands before the first script is left out, as there. */
export function cutAtScripts(piece: Aligned): Aligned[] {
  const parts: Aligned[] = [];
  let [from, at] = [0, 0];
  let last: string | null = null;
  for (const char of piece.text) {
    const script = scriptOf(char);
    if (script !== null && script !== last) {
      if (last !== null) parts.push(piece.slice(from, at));
      [from, last] = [at, script];
    }
    at += char.length;
  }
  if (last !== null) parts.push(piece.slice(from, at));
  return parts;
}
