/** Which kind of tokenizer a folder without tokenizer.json has. */
import {shown, UnsupportedError} from "../../errors.ts";
import {isText} from "../fields.ts";
import {byteKinds} from "./byte-kinds.ts";
import {genericKind} from "./generic.ts";
import type {FileKind, FromFiles, Kind} from "./kind.ts";
import {pieceKinds} from "./piece-kinds.ts";
import {fileNames, hasFiles, readPieces} from "./vocabulary-files.ts";
import {wordKinds} from "./word-kinds.ts";

const kinds = [...byteKinds, ...wordKinds, ...pieceKinds];
const byClass = new Map(kinds.flatMap((kind) => kind.classes.map((name) => [name, kind] as const)));
const byType = new Map(kinds.flatMap((kind) => kind.types.map((type) => [type, kind] as const)));

/** Names that say nothing of a kind. */
const silent: ReadonlySet<string> = new Set([
  "PreTrainedTokenizer",
  "PreTrainedTokenizerBase",
  "TokenizersBackend",
  "PythonBackend"
]);
/** Models whose published files name a class that is not theirs: what the model is counts. */
const misnamed: ReadonlySet<string> = new Set(["qwen2"]);
/** Models whose sentencepiece file speaks for itself, whatever class is named. */
const selfSpoken: ReadonlySet<string> = new Set(
  "mistral mixtral ministral ministral3 mistral3 phi3 olmo2 stablelm granite granitemoe internlm2 minicpm persimmon umt5 pegasus_x".split(
    " "
  )
);

/** Models that have a kind of their own, which is not read: their sentencepiece file does not speak for itself. */
const ofTheirOwn: ReadonlySet<string> = new Set(
  "xglm m2m_100 nllb nllb-moe seamless_m4t seamless_m4t_v2 speech_to_text speecht5 marian bert-generation reformer rembert fnet cpm gpt-sw3 siglip siglip2 plbart barthez bartpho udop mluke layoutxlm lasr_ctc".split(
    " "
  )
);

/** Returns the kind; null where no files of a tokenizer are there. Throws UnsupportedError for a class that is not read. */
export function kindOf({files, settings, config, where}: FromFiles): Kind | null {
  const there = (Object.keys(fileNames) as FileKind[]).filter((kind) => hasFiles(files, kind));
  if (there.length === 0) return null;
  const type = isText(config["model_type"]) ? config["model_type"] : "";
  const said = [settings["tokenizer_class"], config["tokenizer_class"]].find(isText);
  const name = said?.replace(/Fast$/, "");
  const own = byType.get(type);
  const pieces = there.includes("pieces") ? readPieces(files, where) : null;
  if (pieces?.tiktoken && there.length === 1)
    // Whatever class is named: it is cut as tiktoken's files are.
    return {
      classes: ["tiktoken"],
      types: [],
      files: "pieces",
      roles: {},
      parts: pieces.tiktoken.parts
    };
  const generic = pieces?.model ? () => genericKind(pieces.model!) : null;
  const speaksForItself = generic && selfSpoken.has(type);
  const named = name === undefined || silent.has(name) ? undefined : byClass.get(name);
  if (
    name !== undefined &&
    !silent.has(name) &&
    !named &&
    !speaksForItself &&
    !(own && misnamed.has(type))
  )
    throw new UnsupportedError(
      `tokenizer_class is ${shown(said)}, which is not read without a tokenizer.json; one of ${[...byClass.keys()].join(", ")}`
    );
  const chosen = own && misnamed.has(type) ? own : (named ?? own);
  if (chosen && !speaksForItself && there.includes(chosen.files)) return chosen;
  if (generic && (speaksForItself || (name === undefined && !ofTheirOwn.has(type))))
    return generic();
  throw new UnsupportedError(
    chosen
      ? `a ${chosen.classes[0]} is made of ${fileNames[chosen.files].join(" or ")}, and there is only ${there
          .flatMap((kind) => fileNames[kind])
          .filter((one) => files.has(one))
          .join(", ")}`
      : `neither tokenizer_config.json (tokenizer_class) nor config.json (model_type ${shown(config["model_type"])}) says how ${there
          .flatMap((kind) => fileNames[kind])
          .filter((one) => files.has(one))
          .join(" and ")} cut a text`
  );
}
