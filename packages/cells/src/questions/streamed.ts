/** Tokens as they are produced, from a question that is answered once and tells what it has so far. */
import {deferred} from "@ecco/engine";
import type {Generation, GenerationStep, Model} from "@ecco/engine";

type Piece = {readonly step: GenerationStep; readonly text: string | null};

/** Returns `Model.stream` on top of a `generate` whose `progress` hears every token. */
export const streamed = (generate: Generate): Model["stream"] =>
  async function* (input, options = {}) {
    const {progress, signal} = options;
    const leaving = new AbortController();
    const pieces: Piece[] = [];
    let wake = deferred<void>();
    let ended = false;
    const running = generate(input, {
      ...options,
      signal: signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal,
      progress(step, index, text) {
        progress?.(step, index, text);
        // Which beam wins is known at the end.
        if ((options.beams ?? 1) > 1) return;
        pieces.push({step, text});
        wake.resolve();
      }
    });
    running.then(end, end);
    function end(): void {
      ended = true;
      wake.resolve();
    }
    try {
      let told = 0;
      while (!ended || told < pieces.length) {
        if (told < pieces.length) yield pieces[told++]!;
        else {
          await wake.promise;
          wake = deferred();
        }
      }
      const generation = await running;
      for (const step of generation.steps.slice(told)) yield {step, text: null};
      return generation;
    } finally {
      if (!ended) leaving.abort();
    }
  };

type Generate = (...args: Parameters<Model["generate"]>) => Promise<Generation>;
