/** Python's two ways of putting values into a text: "{}".format(…) and "%s" % …, without widths and precisions. */
import {isDict, numberIn, Tuple} from "./values.ts";
import type {Arguments, Options, Value} from "./values.ts";
import {repr, textOf} from "./writing.ts";

export function format(text: string, args: Arguments, options: Options): string {
  let next = 0;
  return text.replaceAll(/\{\{|\}\}|\{([^{}]*)\}|[{}]/g, (whole, field: string | undefined) => {
    if (whole === "{{" || whole === "}}") return whole[0]!;
    const match = /^(\w*)(?:!([rs]))?$/.exec(field ?? "?");
    if (!match) throw new Error(`format: ${JSON.stringify(whole)} is not known here`);
    const [, name = "", how] = match;
    const at = name === "" ? next++ : Number(name);
    const found = Number.isNaN(at) ? options.has(name) : at < args.length;
    if (!found) throw new Error(`format: nothing is given for ${JSON.stringify(whole)}`);
    const value = Number.isNaN(at) ? options.get(name) : args[at];
    return how === "r" ? repr(value) : textOf(value);
  });
}

export function formatPercent(text: string, given: Value): string {
  const values = given instanceof Tuple ? [...given] : [given];
  let next = 0;
  const made = text.replaceAll(
    /%(?:\((\w+)\))?(.)/g,
    (whole, name: string | undefined, how: string) => {
      if (how === "%") return "%";
      const value = name !== undefined && isDict(given) ? given.get(name) : values[next++];
      if (how === "s") return textOf(value);
      if (how === "r") return repr(value);
      const number = numberIn(value);
      if ((how === "d" || how === "i") && number !== null) return String(Math.trunc(number));
      throw new Error(`%: ${JSON.stringify(whole)} is not known here`);
    }
  );
  if (!isDict(given) && next !== values.length)
    throw new Error(`%: got ${values.length} values for ${next} places`);
  return made;
}
