/** Lets several that would each ask the model ask it together. */

/** The place of one who asks. */
export interface Seat<A, R> {
  /** Returns the answer, once all who are still there have asked. */
  ask(asked: A): Promise<R>;
  /** Waits for this one no more. */
  leave(): void;
}

/**
 * Returns seats for so many. Each asks again and again, until it leaves; `answer` is called with what all who are left
 * have asked, in no certain order, and its failure is everybody's.
 */
export function gather<A, R>(
  count: number,
  answer: (asked: readonly A[]) => Promise<readonly R[]>
): Seat<A, R>[] {
  interface Waiting {
    readonly asked: A;
    readonly resolve: (reply: R) => void;
    readonly reject: (reason: unknown) => void;
  }
  let left = count;
  let waiting: Waiting[] = [];

  async function answerAll(all: readonly Waiting[]): Promise<void> {
    try {
      const replies = await answer(all.map(({asked}) => asked));
      for (const [index, {resolve}] of all.entries()) resolve(replies[index]!);
    } catch (error) {
      for (const {reject} of all) reject(error);
    }
  }

  function check(): void {
    if (waiting.length === 0 || waiting.length < left) return;
    const all = waiting;
    waiting = [];
    void answerAll(all);
  }

  return Array.from({length: count}, () => {
    let there = true;
    return {
      ask: (asked) =>
        new Promise((resolve, reject) => {
          waiting.push({asked, resolve, reject});
          check();
        }),
      leave() {
        if (!there) return;
        there = false;
        left--;
        check();
      }
    };
  });
}
