/** What a GGUF file puts before and behind each text. */
import type {Metadata} from "./reader.ts";

/**
 * Returns the template that puts tokens before and behind each text, as a tokenizer.json has it; where the file does
 * not say, the start token comes first if *startsWithBos*, and no end token last.
 */
export function templateOf(
  kind: string,
  tokens: readonly string[],
  {meta, startsWithBos}: {readonly meta: Metadata; readonly startsWithBos: boolean}
): unknown {
  const bert = kind === "bert";
  const flag = (name: string, usual: boolean): boolean =>
    meta.flag(`tokenizer.ggml.add_${name}_token`) ?? usual;
  const idOf = (...names: string[]): number | undefined =>
    names
      .map((name) => meta.id(`tokenizer.ggml.${name}_token_id`))
      .find((id) => id !== undefined && tokens[id] !== undefined);
  const first = flag("bos", startsWithBos) ? idOf("bos", "cls") : undefined;
  const last = bert
    ? idOf("seperator", "separator", "eos")
    : flag("eos", false)
      ? idOf("eos")
      : undefined;
  const special = [first, last].flatMap((id) => (id === undefined ? [] : [id]));
  const piece = (id: number | undefined): unknown[] =>
    id === undefined ? [] : [{SpecialToken: {id: tokens[id]!, type_id: 0}}];
  const text = (id: "A" | "B"): unknown => ({Sequence: {id, type_id: id === "A" ? 0 : 1}});
  return {
    type: "TemplateProcessing",
    single: [...piece(first), text("A"), ...piece(last)],
    pair: [...piece(first), text("A"), ...piece(last), text("B"), ...piece(last)],
    special_tokens: Object.fromEntries(
      special.map((id) => [tokens[id]!, {id: tokens[id]!, ids: [id], tokens: [tokens[id]!]}])
    )
  };
}
