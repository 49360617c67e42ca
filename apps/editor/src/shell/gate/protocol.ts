/** What the shell and its gate say to each other. */
import type {ToFrame, ToShell} from "../../protocol/messages.ts";

export type ToGate =
  /** The line to a frame that was loaded, in place of the last one. */
  | {readonly kind: "line"; readonly port: MessagePort}
  | {readonly kind: "send"; readonly message: ToFrame}
  | {readonly kind: "taken"}
  /** Passes on what is left; nothing comes after that. */
  | {readonly kind: "end"};

export type FromGate =
  | {readonly kind: "messages"; readonly messages: readonly ToShell[]}
  | {readonly kind: "over"}
  | {readonly kind: "ended"};
