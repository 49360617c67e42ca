/**
 * Path patching (Wang et al. 2022, §3.1; Goldowsky-Dill et al. 2023): what a sender tells one receiver directly. All
 * else that writes to the residual stream between them is kept as it was.
 */
import type {ModelInput} from "../../api.ts";
import type {ModelGraph} from "../../architectures/architecture.ts";
import type {Tensor} from "../../backends/backend.ts";
import {InputError} from "../../errors.ts";
import {topological} from "../../graph/node.ts";
import type {Node} from "../../graph/node.ts";
import type {Answer} from "../provenance.ts";
import type {Meter, Session} from "../session.ts";
import {feedsOf, valuesWith} from "./cells.ts";
import type {Cell} from "./cells.ts";
import type {PathPatchOptions} from "./options.ts";
import {endOf, isWithin, writersOf} from "./path-ends.ts";
import type {End} from "./path-ends.ts";
import {askWith, editQuestion, repeated, valuesOf} from "./reading.ts";
import type {Work} from "./reading.ts";
import type {PathPatching} from "./results.ts";
import {tokensOf, twoRuns} from "./two-runs.ts";
import type {Run} from "./two-runs.ts";

/** Returns the target where the sender has told the receiver the other run's value, and the receiver alone. */
export async function pathPatch(
  session: Session,
  prompts: readonly [clean: ModelInput, corrupt: ModelInput],
  options: PathPatchOptions,
  meter: Meter
): Promise<Answer<PathPatching>> {
  const {direction = "denoise", mlps = "frozen", stack = "decoder", to = "output"} = options;
  oneOf("direction", direction, ["denoise", "noise"]);
  oneOf("mlps", mlps, ["frozen", "recomputed"]);
  const {graph} = session;
  const sender = endOf(graph, options.from, stack, "from");
  const receiver = to === "output" ? null : endOf(graph, to, stack, "to");
  const kept = between(graph, sender, receiver, mlps === "recomputed");
  const sites = [...new Set([sender.site, ...kept])];
  const runs = await twoRuns(session, prompts, sites, options, meter);
  const {work, clean, corrupt} = runs;
  const [base, other] = direction === "denoise" ? [corrupt, clean] : [clean, corrupt];
  const told = await tell(work, {base, other, sender, receiver, kept});
  options.progress?.(1, receiver ? 2 : 1);
  const value = receiver ? await hear(work, base, receiver, told.heard!) : told.value;
  if (receiver) options.progress?.(2, 2);
  const effect = value - base.value;
  const whole = other.value - base.value;
  return {
    from: options.from,
    to,
    direction,
    mlps,
    value,
    effect,
    share: whole === 0 ? null : effect / whole,
    clean: clean.value,
    corrupt: corrupt.value,
    target: work.subject.about,
    tokens: tokensOf(corrupt.encoded, stack),
    cleanTokens: tokensOf(clean.encoded, stack)
  };
}

function oneOf(name: string, value: string, known: readonly string[]): void {
  if (!known.includes(value))
    throw new InputError(`unknown ${name}: ${value}; one of ${known.join(", ")}`);
}

/**
 * Returns the sites that are kept: all that is added to the stream behind the sender and before the receiver. Throws
 * InputError where no path leads from one to the other.
 */
function between(
  graph: ModelGraph,
  sender: End,
  receiver: End | null,
  recomputed: boolean
): string[] {
  const from = graph.sites.get(sender.site)!.node;
  const end = receiver ? graph.sites.get(receiver.site)!.node : graph.logits;
  const behind = dependsOn(topological([end]), from);
  if (!behind.has(end) || end === from)
    throw new InputError(
      `nothing leads from ${sender.site} to ${receiver?.site ?? "the output"}; expected a sender that comes before its receiver`
    );
  return writersOf(graph, recomputed).filter((site) => {
    const {node} = graph.sites.get(site)!;
    return behind.has(node) && node !== from && node !== end && !isWithin(sender.site, site);
  });
}

/** Returns which of these nodes a node leads to. */
function dependsOn(order: readonly Node[], from: Node): ReadonlySet<Node> {
  const found = new Set([from]);
  for (const node of order) if (node.inputs.some((input) => found.has(input))) found.add(node);
  return found;
}

interface Telling {
  readonly base: Run;
  readonly other: Run;
  readonly sender: End;
  readonly receiver: End | null;
  readonly kept: readonly string[];
}

/** Runs the base with the other run's sender and all between kept; returns the target and what the receiver becomes. */
async function tell(
  work: Work,
  {base, other, sender, receiver, kept}: Telling
): Promise<{readonly value: number; readonly heard: Tensor | undefined}> {
  const source = other.sites.get(sender.site)!;
  const sources = new Map<string, Tensor>([[sender.site, source]]);
  for (const site of kept) sources.set(site, base.sites.get(site)!);
  const cells: Cell[] = [
    {site: sender.site, places: sender.places(source.shape)},
    ...kept.map((site) => ({site, places: placesIn(base.sites.get(site)!)}))
  ];
  const read = receiver ? [receiver.site] : [];
  const question = editQuestion(work, [...sources.keys()], {read});
  const feeds = feedsOf([cells], sources);
  const outputs = await askWith(work, question, repeated(base.encoded, 1), feeds);
  return {
    value: valuesOf(work, outputs)[0]!,
    heard: receiver ? outputs.get(receiver.site)! : undefined
  };
}

/** Returns the target of the base with nothing changed but the receiver. */
async function hear(work: Work, base: Run, receiver: End, heard: Tensor): Promise<number> {
  const cell = {site: receiver.site, places: receiver.places(heard.shape)};
  const sources = new Map([[receiver.site, heard]]);
  const [value] = await valuesWith(work, [cell], {encoded: base.encoded, sources});
  return value!;
}

const placesIn = ({shape}: Tensor): number[] =>
  Array.from(
    {length: shape.slice(1, -1).reduce((size, length) => size * length, 1)},
    (_, at) => at
  );
