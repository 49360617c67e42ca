/** Packages that cells import and that are not installed: the reader decides, and sees how far it is. */
import * as v from "valibot";
import {request} from "./request.ts";

/** A package as a cell imports it. */
export interface PackageWish {
  readonly name: string;
  /** Versions that are asked for; null for none. */
  readonly range: string | null;
}

/** Where it would be installed, and whom npm would ask. */
const place = v.object({into: v.string(), registry: v.nullable(v.string())});
const line = v.union([
  v.object({answers: v.number()}),
  v.object({done: v.literal(true)}),
  v.object({message: v.string()})
]);

export interface WantedPackage extends PackageWish {
  /** name@version, as npm is given it. */
  readonly what: string;
  readonly step: "asked" | "working" | "failed";
  /** Null as long as it is not known. */
  readonly place: v.InferOutput<typeof place> | null;
  /** Answers of the registry that have come. */
  readonly answers: number;
  /** Why it was not installed. */
  readonly message: string;
}

interface Wish extends WantedPackage {
  step: WantedPackage["step"];
  place: WantedPackage["place"];
  answers: number;
  message: string;
  controller: AbortController;
}

/** Most that are asked at once, and that are remembered. */
const most = 3;
const longest = 100;
/** In ms: longer than a second click takes. */
const moment = 700;

export interface PackageDeskOptions {
  /** Path of the notebook. */
  readonly notebook: string;
  /** Called when a package has been installed. */
  readonly installed: () => void;
  readonly changed: () => void;
}

export class PackageDesk {
  readonly #options: PackageDeskOptions;
  readonly #wishes = new Map<string, Wish>();
  /** What the reader does not want. */
  readonly #declined = new Set<string>();
  #freshUntil = 0;

  constructor(options: PackageDeskOptions) {
    this.#options = options;
  }

  get wanted(): readonly WantedPackage[] {
    return [...this.#wishes.values()].slice(0, most);
  }

  /** Whether a question is so new that a click may have been meant for what stood there before. */
  get isFresh(): boolean {
    return performance.now() < this.#freshUntil;
  }

  want({name, range}: PackageWish): void {
    const what = `${name}@${range ?? "latest"}`;
    const isKnown = this.#wishes.has(what) || this.#declined.has(what);
    if (isKnown || this.#wishes.size >= longest) return;
    const wish: Wish = {
      name,
      range,
      what,
      step: "asked",
      place: null,
      answers: 0,
      message: "",
      controller: new AbortController()
    };
    this.#wishes.set(what, wish);
    this.#begin();
    void this.#locate(wish);
  }

  /** Installs it: the reader has agreed to this package in this version. */
  async install(what: string): Promise<void> {
    const wish = this.#wishes.get(what);
    if (!wish || wish.step === "working") return;
    wish.step = "working";
    wish.answers = 0;
    this.#options.changed();
    try {
      await this.#run(wish);
      this.#wishes.delete(what);
      this.#begin();
      this.#options.installed();
    } catch (error) {
      if (wish.controller.signal.aborted) return;
      wish.step = "failed";
      wish.message = error instanceof Error ? error.message : String(error);
      this.#options.changed();
    }
  }

  /** Does not install it, or stops. */
  decline(what: string): void {
    const wish = this.#wishes.get(what);
    wish?.controller.abort();
    this.#wishes.delete(what);
    this.#declined.add(what);
    this.#begin();
  }

  close(): void {
    for (const {controller} of this.#wishes.values()) controller.abort();
    this.#wishes.clear();
    this.#declined.clear();
  }

  /** What is asked stands elsewhere now, or is new. */
  #begin(): void {
    this.#freshUntil = performance.now() + moment;
    setTimeout(() => this.#options.changed(), moment + 10);
    this.#options.changed();
  }

  async #locate(wish: Wish): Promise<void> {
    try {
      const response = await request(`api/packages?${this.#query({})}`);
      if (response.ok) wish.place = v.parse(place, await response.json());
      this.#options.changed();
    } catch {
      // Installing says what is the matter.
    }
  }

  async #run({name, range, controller, ...wish}: Wish): Promise<void> {
    const query = this.#query({name, ...(range === null ? {} : {range})});
    const response = await request(`api/packages?${query}`, {
      method: "POST",
      signal: controller.signal
    });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = ""; ;) {
      const {done, value = ""} = await reader.read();
      if (done) throw new Error("the server ended before npm did");
      const lines = (rest + value).split("\n");
      rest = lines.pop()!;
      for (const each of lines) {
        const said = v.parse(line, JSON.parse(each));
        if ("done" in said) return;
        if ("message" in said) throw new Error(said.message);
        const own = this.#wishes.get(wish.what);
        if (own) own.answers = said.answers;
        this.#options.changed();
      }
    }
  }

  #query(more: Readonly<Record<string, string>>): string {
    return new URLSearchParams({beside: this.#options.notebook, ...more}).toString();
  }
}
