/** The events of views, for `addEventListener`. */
import type {ActionName} from "./state.ts";

/** A position was pointed at, or none any more. */
export type TokenHoverEvent = CustomEvent<{readonly position: number | null}>;
/** The reader chose another parameter. */
export type ChangeEvent = CustomEvent<{readonly name: string; readonly value: string}>;
/** The reader pressed a button of a state. */
export type ActionEvent = CustomEvent<{readonly name: ActionName}>;

declare global {
  interface HTMLElementEventMap {
    "ecco-token-hover": TokenHoverEvent;
    "ecco-change": ChangeEvent;
    "ecco-action": ActionEvent;
  }
}
