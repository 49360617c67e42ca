import type {AlikeMethod, AlikeOptions, Unit} from "@ecco/engine";
import type {AlikeData} from "@ecco/viz";
import {given} from "../elements/plan.ts";
import type {Plan, Request, Subject, Work} from "../elements/plan.ts";
import {poolingOf} from "./sentences.ts";
import type {ConnectedAlike} from "../elements/alike.ts";

export function planAlike(host: ConnectedAlike): Plan<AlikeData> {
  const options = (): AlikeOptions => {
    const {method, unit, baseline, steps} = host;
    const walks = method === "integrated-gradients";
    return {
      ...poolingOf(host),
      ...given({
        method: method as AlikeMethod | undefined,
        unit: unit as Unit | undefined,
        // Occlusion has neither.
        baseline: walks ? baseline : undefined,
        steps: walks ? steps : undefined
      })
    };
  };
  return {
    about: (prompt) => (prompt && host.otherPrompt ? prompt : undefined),
    request: () => ({...options(), ...given({otherPrompt: host.otherPrompt})}),
    answer: (
      {model, prompt}: Subject,
      _request: Request,
      {signal, progress}: Work<AlikeData>
    ): Promise<AlikeData> =>
      model.alike(prompt, host.otherPrompt!, {
        ...options(),
        signal,
        progress: (done, total) => progress(done / total)
      }),
    selection: (shown) => firstOf(shown, host.value?.a ?? null),
    inward: (position, shown) => (shown && position < shown.a.tokens.length ? position : null)
  };
}

/** The first token of a unit of the first text. */
const firstOf = (shown: AlikeData | undefined, unit: number | null): number | null =>
  unit === null ? null : (shown?.a.units[unit]?.tokens[0] ?? null);
