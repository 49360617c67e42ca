/** A session whose model is edited while it runs: whoever asks it, asks the edited model. */
import type {ModelGraph} from "../../architectures/architecture.ts";
import type {Backend, Tensor} from "../../backends/backend.ts";
import type {Node} from "../../graph/node.ts";
import {needsInside} from "../questions.ts";
import {Session, dimsOf} from "../session.ts";
import type {Ask, Question} from "../session.ts";
import {editNodes} from "./edits.ts";
import {changeOf, editsOf, feedsOf} from "./interventions.ts";
import type {Edit} from "./interventions.ts";
import type {InterventionOptions} from "./options.ts";

/** Returns the session itself where nothing is edited. Throws InputError for an intervention that does not fit. */
export function edited(session: Session, {interventions = []}: InterventionOptions): Session {
  if (interventions.length === 0) return session;
  needsInside(session.graph, "interventions");
  return new EditedSession(session, editsOf(session.graph, interventions));
}

class EditedSession extends Session {
  readonly #inner: Session;
  readonly #edits: readonly Edit[];
  /** Programs are the inner session's: the same sites make the same programs, whatever is fed. */
  readonly #key: string;

  constructor(inner: Session, edits: readonly Edit[]) {
    const {weights, tokenizer, config, generation, backend} = inner;
    super({
      graph: graphOf(inner.graph, edits),
      cached: () => graphOf(inner.cachedGraph(), edits),
      weights,
      tokenizer,
      config,
      generation,
      backend,
      fallback: () => Promise.resolve(null)
    });
    this.#inner = inner;
    this.#edits = edits;
    this.#key = `edited:${edits.map(({site}) => site).join()}:`;
  }

  override get backend(): Backend {
    return this.#inner.backend;
  }

  override ask(question: Question, ask: Ask): Promise<Map<string, Tensor>> {
    const dims = dimsOf(ask);
    const feeds = feedsOf(this.#edits, dims, dims.N ?? 0);
    return this.#inner.ask(
      {...question, key: this.#key + question.key},
      {...ask, extra: new Map([...(ask.extra ?? []), ...feeds])}
    );
  }

  /** Nothing of its own is held. */
  override dispose(): void {}
}

/** Returns the graph with edits; whatever is made of it later, such as its head, is made of what they leave. */
function graphOf(graph: ModelGraph, edits: readonly Edit[]): ModelGraph {
  const changes = new Map<Node, (value: Node) => Node>();
  for (const edit of edits) {
    const {node} = graph.sites.get(edit.site)!;
    const [before, next] = [changes.get(node), changeOf(edit)];
    // Two names may be of one place: an encoder's output is its last layer's where no norm follows.
    changes.set(node, before ? (value) => next(before(value)) : next);
  }
  const names = [...graph.sites.keys()];
  const nodes = names.map((name) => graph.sites.get(name)!.node);
  const made = editNodes([graph.logits, ...graph.residuals, ...nodes], changes);
  const places = made.slice(1 + graph.residuals.length);
  return {
    ...graph,
    logits: made[0]!,
    residuals: made.slice(1, 1 + graph.residuals.length),
    // The look-ups stay: they are leaves, and what is fed in their place shall be edited too.
    sites: new Map(
      names.map((name, index) => [name, {node: places[index]!, axes: graph.sites.get(name)!.axes}])
    )
  };
}
