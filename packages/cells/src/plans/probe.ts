import type {ProbeExample, ProbeOptions, ProbePool, SpaceSite} from "@ecco/engine";
import type {ProbeData, ProbingData} from "@ecco/viz";
import {withoutOf} from "../questions/without.ts";
import {given} from "../elements/plan.ts";
import type {Plan, Request, Subject, Work} from "../elements/plan.ts";
import type {ConnectedProbe, ProbeExamples} from "../elements/probe.ts";

const isList = (examples: ProbeExamples): examples is readonly ProbeExample[] =>
  Array.isArray(examples);

export function planProbe(host: ConnectedProbe): Plan<ProbeData> {
  const options = (): ProbeOptions => {
    const {pool, folds, control, site, seed, l2, without} = host;
    return given({
      pool: pool as ProbePool | undefined,
      site: site as SpaceSite | undefined,
      folds,
      control: control !== "off",
      seed,
      l2,
      without: withoutOf(without)
    });
  };
  const sets = (): readonly (readonly [string | undefined, readonly ProbeExample[]])[] => {
    const {examples} = host;
    // An attribute that is no JSON is null.
    return isList(examples) ? [[undefined, examples]] : Object.entries(examples ?? {});
  };
  return {
    // What is typed elsewhere changes nothing here.
    about: () => (sets().some(([, list]) => list.length) ? "" : undefined),
    request: () => ({...options(), examples: host.examples}),
    async answer(
      {model}: Subject,
      _request: Request,
      {signal, progress, partial}: Work<ProbeData>
    ): Promise<ProbeData> {
      const all = sets();
      const told: ProbingData[] = [];
      for (const [at, [name, examples]] of all.entries()) {
        const probing = await model.probe(examples, {
          ...options(),
          signal,
          progress: (done, total) => progress((at + done / total) / all.length)
        });
        if (name === undefined) return probing;
        told.push({name, ...probing});
        partial([...told]);
      }
      return told;
    },
    outward: () => null,
    inward: () => null
  };
}
