import {afterEach, beforeEach, vi} from "vitest";
import {Session} from "../../apps/editor/src/shell/session.ts";
import {FakeDisk, FakeDrafts, notebookOf, path} from "./fakes.ts";

/** What is on disk when a test begins. */
export const before = notebookOf("a", "b", "c");

/** An open notebook with fake timers, made anew for each test of the file. */
export class Desk {
  readonly disk = new FakeDisk(before);
  readonly drafts = new FakeDrafts();
  /** How often the notebook, and how often only its state has changed. */
  readonly told = {notebook: 0, state: 0};
  session: Session = this.open();

  /** Opens the notebook as a page does that was loaded again. */
  open(): Session {
    this.session = new Session(path, this.disk.version!, {
      disk: this.disk,
      drafts: this.drafts,
      changed: ({notebook}) => this.told[notebook ? "notebook" : "state"]++
    });
    return this.session;
  }

  /** Another program writes, and the server tells. */
  async foreign(text: string | null): Promise<void> {
    this.disk.put(text);
    void this.session.diskChanged(this.disk.etag);
    await pass(100);
  }
}

/** Lets time go by, in ms. */
export async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

/** Lets everything come to rest, so that a wrong write would have happened. */
export const rest = (): Promise<void> => pass(60_000);

/** Calls *take* with a new desk before each test of the file. */
export function withDesk(take: (desk: Desk) => void): void {
  let desk: Desk;
  beforeEach(() => {
    vi.useFakeTimers();
    desk = new Desk();
    take(desk);
  });
  afterEach(() => {
    desk.session.close();
    vi.useRealTimers();
  });
}
