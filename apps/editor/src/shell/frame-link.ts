/** The frame that runs a notebook, and the line to it. It lives on another site: it can be stuck, and we are not. */
import {hello} from "../protocol/messages.ts";
import type {ToFrame, ToShell} from "../protocol/messages.ts";
import {Budget} from "./gate/budget.ts";
import {Grabs} from "./grabs.ts";
import type {FromGate, ToGate} from "./gate/protocol.ts";

/**
 * absent: has never said anything. silent: does not answer. floods: has said more than the shell listens to. reloads: has
 * loaded itself again and again. grabs: takes the focus from the editor. After the last three nothing that is typed there
 * would arrive.
 */
export type Trouble = "absent" | "silent" | "floods" | "reloads" | "grabs";

export interface FrameOptions {
  readonly host: Element;
  /** Origin of the frame's site. */
  readonly origin: string;
  /** Address of its page. */
  readonly page: string;
  readonly title: string;
  readonly hear: (message: ToShell) => void;
  /** Called when there is trouble with the frame, and when there is none any more. */
  readonly trouble: (what: Trouble | null) => void;
}

const cut: ReadonlySet<Trouble | null> = new Set(["floods", "reloads", "grabs"]);

/** After so many ms without an answer a frame counts as stuck. */
const patience = 5000;
/** A page that has not opened after so many ms is not there: the browser does not find its site. */
const arrival = 8000;
/** A frame that is loaded so often within so many ms is not greeted again. */
const loads = {count: 3, within: 10_000};
/** Messages to the shell's own window, which a frame has no reason to send. */
const strays = {burst: 2, perSecond: 0.1};

export class FrameLink {
  readonly #frame = document.createElement("iframe");
  readonly #options: FrameOptions;
  readonly #gate = new Worker(new URL("./gate/gate.worker.ts", import.meta.url), {type: "module"});
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #grabs: Grabs;
  readonly #strays = new Budget(strays, performance.now());
  readonly #stray = (event: MessageEvent): void => this.#overhear(event);
  /** When it was made, as long as it has said nothing. */
  #made: number | null = performance.now();
  #heard = 0;
  #loads: readonly number[] = [];
  #trouble: Trouble | null = null;
  #closed = false;

  constructor(options: FrameOptions) {
    this.#options = options;
    const frame = this.#frame;
    frame.title = options.title;
    // No windows, no files, no dialogs, and no way to move the page it stands in.
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin");
    frame.allow = "cross-origin-isolated; clipboard-write";
    frame.src = options.page;
    frame.addEventListener("load", () => this.#greet());
    this.#gate.addEventListener("message", ({data}: MessageEvent<FromGate>) => this.#take(data));
    addEventListener("message", this.#stray);
    this.#grabs = new Grabs(frame, () => this.#set("grabs"));
    options.host.replaceChildren(frame);
    this.#timer = setInterval(() => this.#beat(), 1000);
  }

  send(message: ToFrame): void {
    this.#tell({kind: "send", message});
  }

  focus(): void {
    this.#grabs.allow();
    this.#frame.focus();
  }

  /** Removes the frame, and with it whatever it does. What was typed there before still arrives. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    removeEventListener("message", this.#stray);
    this.#grabs.close();
    this.#frame.remove();
    this.#tell({kind: "end"});
    setTimeout(() => this.#gate.terminate(), 1000);
  }

  #tell(message: ToGate, transfer: Transferable[] = []): void {
    this.#gate.postMessage(message, transfer);
  }

  #greet(): void {
    const now = performance.now();
    this.#loads = [...this.#loads.filter((time) => now - time < loads.within), now];
    if (this.#loads.length >= loads.count) this.#set("reloads");
    if (this.#isCut()) return;
    const {port1, port2} = new MessageChannel();
    this.#tell({kind: "line", port: port1}, [port1]);
    this.#heard = now;
    this.#frame.contentWindow!.postMessage(hello, this.#options.origin, [port2]);
  }

  #take(said: FromGate): void {
    if (said.kind === "ended") return this.#gate.terminate();
    if (said.kind === "over") return this.#set("floods");
    const began = performance.now();
    this.#heard = began;
    this.#made = null;
    for (const message of said.messages)
      if (!this.#closed || message.kind === "text") this.#options.hear(message);
    // Half of the time is for the reader.
    const took = performance.now() - began;
    setTimeout(() => this.#tell({kind: "taken"}), Math.max(8, took));
  }

  #overhear({source}: MessageEvent): void {
    if (source !== window && !this.#strays.take(1, performance.now())) this.#set("floods");
  }

  #beat(): void {
    const now = performance.now();
    // A page that is not seen has its timers held back, the frame's too.
    if (document.hidden) {
      if (this.#made !== null) this.#made = now;
      return void (this.#heard = now);
    }
    if (this.#made !== null) return this.#set(now - this.#made > arrival ? "absent" : null);
    this.send({kind: "ping", beat: now});
    this.#set(now - this.#heard > patience ? "silent" : null);
  }

  /** Whether nothing arrives any more, whatever the frame does. */
  #isCut(): boolean {
    return this.#closed || cut.has(this.#trouble);
  }

  #set(trouble: Trouble | null): void {
    if (trouble === this.#trouble || this.#isCut()) return;
    this.#trouble = trouble;
    this.#options.trouble(trouble);
  }
}
