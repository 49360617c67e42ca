import type {LensTranslators} from "@ecco/engine";
import {LogitLens} from "@ecco/viz";
import type {LensGrid} from "@ecco/viz";
import {readLens} from "../recorded/read-lens.ts";
import {connected} from "./connected.ts";
import type {PromptInput} from "./conversation.ts";
import {tokenNames} from "./converters.ts";
import {lensSites, modesFor} from "./lens-modes.ts";
import type {ModelLike} from "./source.ts";
import {connectView, offer} from "./connect.ts";

/** Shows what each layer would say next at each position, live. */
export class ConnectedLogitLens extends LogitLens {
  static override properties = {
    ...LogitLens.properties,
    ...connected,
    watch: {converter: tokenNames},
    contrast: {converter: tokenNames},
    top: {type: Number},
    translators: {attribute: false}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** Tokens whose rank is told in every cell's tooltip. */
  declare watch: readonly string[];
  /** Two tokens (" is, are"): each cell tells how much its layer prefers the first to the second. */
  declare contrast: readonly string[];
  /** How many candidates are kept a cell; defaults to 5. */
  declare top: number | undefined;
  /** Matrices of a tuned or Jacobian lens, of `ecco.readTranslators`; with them those modes are offered. */
  declare translators: LensTranslators | undefined;

  constructor() {
    super();
    this.watch = this.contrast = [];
    this.choices = {mode: modesFor(undefined), site: lensSites};
    connectView<LensGrid>(this, "ecco-logit-lens", readLens);
  }

  protected override willUpdate(changed: Parameters<LogitLens["update"]>[0]): void {
    if (changed.has("translators")) offer(this, {mode: modesFor(this.translators)});
    super.willUpdate(changed);
  }
}
