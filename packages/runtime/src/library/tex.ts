/** Mathematics in TeX, set by KaTeX, which loads with its style sheet and fonts when there is mathematics to set. */
import type {KatexOptions, ParseError} from "katex";

/** As KaTeX has them; links, pictures and classes are refused unless `trust` allows them. */
export interface TexOptions extends Omit<
  KatexOptions,
  "displayMode" | "throwOnError" | "errorColor"
> {
  /** On a line of its own, large, instead of within a line of text. */
  readonly display?: boolean;
}

/** Returns HTML and MathML of a formula. Throws {@link TexError} for one that cannot be read. */
export type RenderTex = (text: string, options?: TexOptions) => string;

/** A formula that KaTeX cannot read. */
export class TexError extends Error {
  override readonly name = "TexError";
  /** The first character it is about, from 0; null when KaTeX does not say. */
  readonly position: number | null;

  constructor(message: string, position: number | null) {
    super(message);
    this.position = position;
  }
}

type Katex = Pick<typeof import("katex").default, "render" | "renderToString">;

let loading: Promise<Katex> | undefined;
let katex: Katex | undefined;

/** Loads KaTeX, and in a page its style sheet. */
export async function loadTex(): Promise<RenderTex> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  katex = await loading;
  return renderNow;
}

/** Returns what sets formulas if KaTeX is loaded. */
export const loadedTex = (): RenderTex | undefined => katex && renderNow;

/** Returns HTML and MathML of a formula. Rejects with {@link TexError} for one that cannot be read. */
export async function renderTex(text: string, options: TexOptions = {}): Promise<string> {
  return (await loadTex())(text, options);
}

/**
 * Puts a formula into an element in place of what is there, node by node, once KaTeX is loaded. Throws {@link TexError}
 * for one that cannot be read, and leaves the element as it is.
 */
export function setFormula(element: HTMLElement, text: string, options: TexOptions = {}): void {
  const made = document.createElement("span");
  attempt(text, () => katex!.render(text, made, forKatex(options)));
  element.replaceChildren(...made.childNodes);
}

async function load(): Promise<Katex> {
  const [{default: loaded}] = await Promise.all([
    import("katex"),
    typeof document === "undefined" ? undefined : import("katex/dist/katex.min.css")
  ]);
  return loaded;
}

const renderNow: RenderTex = (text, options = {}) =>
  attempt(text, () => katex!.renderToString(text, forKatex(options)));

const forKatex = ({display = false, ...options}: TexOptions): KatexOptions => ({
  strict: "ignore",
  trust: refuse,
  ...options,
  displayMode: display
});

function attempt<Value>(text: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw texError(error, text);
  }
}

const refuse = ({command}: {readonly command: string}): never => {
  throw new TexError(`${command} is not allowed in a formula: remove it`, null);
};

/** The end of what a message quotes. */
const most = 60;
const shorten = (text: string): string => (text.length > most ? `${text.slice(0, most)}…` : text);

function texError(error: unknown, text: string): unknown {
  if (error instanceof RangeError)
    return new TexError("The formula is nested too deeply: write it in parts", null);
  if (!(error instanceof Error) || error.name !== "ParseError") return error;
  const {rawMessage, position} = error as ParseError;
  const reason = (rawMessage ?? error.message).replaceAll("EOF", "end of the formula");
  // KaTeX counts from 0, and says nothing of what ends too early inside a macro.
  const place = typeof position === "number" ? position : null;
  const where = place === null ? "" : ` at character ${place + 1}`;
  return new TexError(
    `The formula cannot be read: ${reason}${where} of ${shorten(text.trim())}`,
    place
  );
}
