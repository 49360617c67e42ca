/** What an export is made of. */
import type {LitElement} from "lit";
import type {Provenance} from "../data.ts";
import type {PromptInput} from "../prompt/conversation.ts";
import type {TableData} from "../view/table.ts";

/** Where a picture's numbers came from, as far as it is known. */
export interface Origin {
  /** What names the model: `atlas`, `hf:owner/name`. */
  readonly model?: string | undefined;
  readonly prompt?: PromptInput | undefined;
  /** What was asked of it. */
  readonly request?: Readonly<Record<string, unknown>> | undefined;
}

/** A view with something drawn. */
export interface Subject {
  /** The element itself: its shadow root is what is exported. */
  readonly host: LitElement;
  readonly heading: string;
  /** The finding, in one sentence. */
  readonly summary: string;
  readonly table: TableData;
  readonly data: unknown;
  readonly provenance: Provenance | undefined;
  readonly origin: Origin | undefined;
}

/** What can be operated has no use in a picture; nor has what only speaks. */
export const operated =
  ".controls, .tip, .menu, .hidden, .progress, button.link, .as-read, .btn, .badge.live, [role=status]";

/** Returns where the numbers came from, in one line. */
export function sourceLine({provenance, origin}: Subject): string {
  if (!provenance) return origin?.model ? `${origin.model} · Ecco` : "Ecco";
  const {model, revision, backend, dtype, ecco} = provenance;
  return [
    revision ? `${model} (${revision.slice(0, 8)})` : model,
    `${backend}, ${dtype}`,
    ecco ? `Ecco ${ecco}` : "Ecco"
  ].join(" · ");
}
