/** What edited runs must keep on every backend, by their definitions. */
import {afterAll, beforeAll, expect, test} from "vitest";
import {createCachedDecoding} from "../../packages/engine/src/explain/cache/cached-decoding.ts";
import {approximationOf} from "../../packages/engine/src/explain/causal/approximation.ts";
import {valuesWith} from "../../packages/engine/src/explain/causal/cells.ts";
import {edited} from "../../packages/engine/src/explain/causal/edited-session.ts";
import {editNodes} from "../../packages/engine/src/explain/causal/edits.ts";
import type {
  Intervention,
  PatchSite,
  CausalStack
} from "../../packages/engine/src/explain/causal/options.ts";
import {ablate} from "../../packages/engine/src/explain/causal/ablate.ts";
import {placesOf, stacksOf} from "../../packages/engine/src/explain/causal/places.ts";
import {
  askWith,
  editQuestion,
  repeated,
  valuesOf
} from "../../packages/engine/src/explain/causal/reading.ts";
import {feedsOf} from "../../packages/engine/src/explain/causal/cells.ts";
import {twoRuns} from "../../packages/engine/src/explain/causal/two-runs.ts";
import type {TwoRuns} from "../../packages/engine/src/explain/causal/two-runs.ts";
import {plainDecoding} from "../../packages/engine/src/explain/generation/decoding.ts";
import {encode} from "../../packages/engine/src/explain/input.ts";
import type {Session} from "../../packages/engine/src/explain/session.ts";
import {input, mul} from "../../packages/engine/src/graph/ops.ts";
import type {BackendName} from "../../packages/engine/src/results.ts";
import {eachModel} from "../replay/replay.ts";
import {architectureNames, inputOf} from "./architecture-laws.ts";
import type {Oracle} from "./architecture-laws.ts";
import {difference} from "./numbers.ts";
import type {Expected} from "./numbers.ts";
import {sessionOf} from "./session-of.ts";

/** `same`: of runs that are one by definition, relative to 1 and the value. `cached`: relative to the largest logit. */
const tolerances: {
  readonly [B in BackendName]: {
    readonly same: number;
    readonly nothing: number;
    readonly cached: number;
  };
} = {
  reference: {same: 1e-12, nothing: 0, cached: 1e-12},
  onnx: {same: 1e-4, nothing: 1e-5, cached: 1e-5},
  webgpu: {same: 1e-4, nothing: 1e-5, cached: 1e-5}
};

/** Stacks with a residual stream. */
const streamsOf = ({graph}: Session): readonly CausalStack[] =>
  stacksOf(graph).filter((stack) => stack !== "cross");

/** Registers the laws of every architecture on one backend. */
export function causalLaws(
  backend: BackendName,
  {fixture, json}: Oracle,
  names: readonly string[] = architectureNames
): void {
  const tolerance = tolerances[backend];
  eachModel("causal", backend, names, (name) => {
    let expected: Expected;
    let session: Session;
    let runs: TwoRuns | null;
    const meter = {forwards: 0, backwards: 0};
    /** Every site whose rows are edited. */
    let all: readonly string[];

    beforeAll(async () => {
      expected = await json<Expected>(`architectures/${name}/expected.json`);
      session = await sessionOf(fixture(`architectures/${name}`), backend);
      const {graph} = session;
      all = [...graph.sites.keys()].filter(
        (site) => site !== "logits" && typeof graph.sites.get(site)!.node.shape.at(-1) === "number"
      );
      const clean = inputOf(expected) as {ids: number[]};
      // One token is another: none that is special, so that what is read from ids stays.
      const at = 2;
      const corrupt = {...clean, ids: clean.ids.with(at, clean.ids[at] === 40 ? 41 : 40)};
      runs =
        graph.kind === "encoder"
          ? null
          : await twoRuns(session, [clean, corrupt], all, {target: 0}, meter);
    });
    afterAll(() => session?.dispose());

    const gap = (a: number, b: number): number => Math.abs(a - b) / Math.max(1, Math.abs(b));
    const rowsIn = (site: string, {corrupt}: TwoRuns): number[] => {
      const {shape} = corrupt.sites.get(site)!;
      const count = shape.slice(1, -1).reduce((size, length) => size * length, 1);
      return Array.from({length: count}, (_, place) => place);
    };
    /** Returns the target of the corrupt run with all of these sites as in the clean one. */
    const withAll = async (sites: readonly string[], own: TwoRuns): Promise<number> => {
      const sources = new Map(sites.map((site) => [site, own.clean.sites.get(site)!]));
      const outputs = await askWith(
        own.work,
        editQuestion(own.work, sites),
        repeated(own.corrupt.encoded, 1),
        feedsOf([sites.map((site) => ({site, places: rowsIn(site, own)}))], sources)
      );
      return valuesOf(own.work, outputs)[0]!;
    };

    test("patching nothing leaves the corrupt run, patching all makes it the clean one", async ({
      skip
    }) => {
      if (!runs) return skip("a model without head has no target");
      const {clean, corrupt, work} = runs;
      expect(clean.value).not.toBe(corrupt.value);
      const residuals = streamsOf(session).map(
        (stack) => placesOf(session.graph, "residual", stack).names
      );
      const sources = new Map(residuals.flat().map((site) => [site, clean.sites.get(site)!]));
      const [nothing] = await valuesWith(work, [{site: residuals[0]![0]!, places: []}], {
        encoded: corrupt.encoded,
        sources
      });
      expect(gap(nothing!, corrupt.value)).toBeLessThanOrEqual(tolerance.nothing);
      const [own, other] = residuals as [readonly string[], readonly string[] | undefined];
      // With an encoder's last states given, a decoder's layer is all there is.
      for (const site of own) {
        const value = await withAll(other ? [other.at(-1)!, site] : [site], runs);
        expect(gap(value, clean.value), site).toBeLessThan(tolerance.same);
      }
      for (const site of other ?? []) {
        const value = await withAll([site, own[0]!], runs);
        expect(gap(value, clean.value), site).toBeLessThan(tolerance.same);
      }
    });

    test("what enters the stream and all that is added to it make the clean run", async ({
      skip
    }) => {
      if (!runs) return skip("a model without head has no target");
      const kinds: readonly PatchSite[] = ["attention", "mlp"];
      const added = stacksOf(session.graph).flatMap((stack) =>
        (stack === "cross" ? (["attention"] as const) : kinds).flatMap(
          (kind) => placesOf(session.graph, kind, stack).names
        )
      );
      const first = streamsOf(session).map(
        (stack) => placesOf(session.graph, "residual", stack).names[0]!
      );
      const value = await withAll([...first, ...added], runs);
      expect(gap(value, runs.clean.value)).toBeLessThan(tolerance.same);
    });

    test("queries, keys and values of a layer make what its attention adds", async ({skip}) => {
      if (!runs) return skip("a model without head has no target");
      const {graph} = session;
      for (const stack of stacksOf(graph)) {
        const [whole, ...parts] = (["attention", "query", "key", "value"] as const).map((kind) =>
          placesOf(graph, kind, stack).names.at(-1)!
        );
        const [value, same] = [await withAll(parts, runs), await withAll([whole!], runs)];
        expect(gap(value, same), whole).toBeLessThan(tolerance.same);
      }
    });

    test("a head set to zero is one that attends to nothing", async ({skip}) => {
      if (!runs) return skip("a model without head has no target");
      const {work, corrupt} = runs;
      const {graph} = session;
      for (const stack of stacksOf(graph)) {
        const {names: sites, heads} = placesOf(graph, "head", stack);
        const layer = sites.length - 1;
        const site = sites[layer]!.replace(/heads$/, "pattern");
        const {node} = graph.sites.get(site)!;
        const count = heads!;
        const question = {
          key: `law:${site}`,
          outputs: () => {
            const cleared = new Map([
              [node, (x: typeof node) => mul(x, input("cleared", ["B", count, 1, 1]))]
            ]);
            return {value: editNodes([work.subject.scalar.node(graph)], cleared)[0]!};
          }
        };
        const data = Float32Array.from({length: count * count}, (_, at) =>
          Math.floor(at / count) === at % count ? 0 : 1
        );
        const outputs = await askWith(
          work,
          question,
          repeated(corrupt.encoded, count),
          new Map([["cleared", {shape: [count, count, 1, 1], data}]])
        );
        const found = await ablate(
          session,
          {ids: corrupt.encoded.batch.ids[0]!, ...rest(expected)},
          {site: "head", stack, layers: [layer], target: 0},
          meter
        );
        for (const [head, value] of valuesOf(work, outputs).entries())
          expect(gap(found.effects[0]![head]!, value - corrupt.value)).toBeLessThan(tolerance.same);
        expect(found.effects[0]!.some((effect) => effect !== 0)).toBe(true);
      }
    });

    if (backend === "reference")
      test("attribution patching is exact to first order: half the step, a quarter of the error", async ({
        skip
      }) => {
        if (!runs) return skip("a model without head has no target");
        const {names: sites} = placesOf(session.graph, "mlp", streamsOf(session)[0]);
        const site = sites[0]!;
        const own = runs.corrupt.sites.get(site)!;
        const errorOf = async (step: number): Promise<number> => {
          const {clean, corrupt, work} = runs!;
          const data = Float64Array.from(own.data, (x, at) => x + step * Math.sin(at + 1));
          const near = {...clean, sites: new Map([[site, {shape: own.shape, data}]])};
          const cell = {site, places: rowsIn(site, runs!)};
          const [[first]] = (await approximationOf({work, clean: near, corrupt}, [site], () => [
            cell
          ])) as [[number]];
          const [exact] = await valuesWith(work, [cell], {
            encoded: corrupt.encoded,
            sources: near.sites
          });
          return first - exact!;
        };
        const step = 3e-5;
        const [whole, half] = [await errorOf(step), await errorOf(step / 2)];
        expect(whole).not.toBe(0);
        expect(Math.abs(whole / half - 4)).toBeLessThan(0.1);
      });

    test("every place counts, and one that is left as it is changes nothing", async () => {
      const batch = encode(session, inputOf(expected)).batch;
      const {graph} = session;
      const output = graph.sites.has("logits")
        ? "logits"
        : placesOf(graph, "residual").names.at(-1)!;
      const read = async (interventions: readonly Intervention[]): Promise<ArrayLike<number>> => {
        const own = edited(session, {interventions});
        const question = {
          key: `law:${output}`,
          outputs: () => ({out: own.graph.sites.get(output)!.node})
        };
        return (await own.ask(question, {batch, meter})).get("out")!.data;
      };
      const plain = await read([]);
      const same = await read(all.map((site) => ({site, scale: 1, add: 0})));
      expect(difference(same, plain)).toBeLessThanOrEqual(tolerance.nothing);
      for (const site of all) {
        // Both: norms take factors away, and attention a vector that is added to every key.
        const width = graph.sites.get(site)!.node.shape.at(-1) as number;
        const add = Array.from({length: width}, (_, at) => Math.cos(at));
        const changed = await read([{site, scale: 0.5, add}]);
        expect(difference(changed, plain), site).toBeGreaterThan(1e-6);
      }
    });

    test("what is edited goes on as if the whole text were read anew", async ({skip}) => {
      if (!expected.greedy) return skip("this kind of model does not write");
      const encoded = encode(session, {ids: expected.input_ids});
      const prompt = [...(encoded.batch.decoderIds ?? encoded.batch.ids)[0]!];
      const {names: neurons} = placesOf(session.graph, "neuron");
      const {names: heads} = placesOf(session.graph, "head");
      const {names: residuals, width} = placesOf(session.graph, "residual");
      const interventions: readonly Intervention[] = [
        {site: neurons[0]!, scale: 0, neurons: [0, 2]},
        {site: residuals.at(-2)!, add: Array.from({length: width}, (_, at) => Math.cos(at))},
        {site: heads[0]!.replace(/heads$/, "key"), scale: 1.5, heads: [0]},
        {
          site: heads.at(-1)!,
          set: 0.1,
          heads: [1],
          positions: [0, prompt.length, prompt.length + 2]
        }
      ];
      const own = edited(session, {interventions});
      const cached = createCachedDecoding(own, encoded, meter);
      const plain = plainDecoding(own, encoded, meter);
      const bare = plainDecoding(session, encoded, meter);
      for (const more of [[], [5], [5, 6], [5, 6, 7, 8], [9]]) {
        const rows = [[...prompt, ...more]];
        const [[got], [want], [without]] = await Promise.all([
          cached.next(rows),
          plain.next(rows),
          bare.next(rows)
        ]);
        expect(difference(got!.logits, want!.logits), more.join()).toBeLessThan(tolerance.cached);
        expect(difference(got!.logits, without!.logits), more.join()).toBeGreaterThan(1e-4);
      }
      cached.dispose();
    });
  });
}

const rest = (expected: Expected): {decoderIds?: readonly number[]; types?: readonly number[]} => {
  const {ids: _ids, ...others} = inputOf(expected) as {ids: readonly number[]};
  return others;
};
