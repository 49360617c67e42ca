/** Collects sites while a graph is built. */
import type {Dim, Node} from "../../graph/node.ts";
import type {Memory, Site} from "../architecture.ts";

export class Sites {
  readonly all: Map<string, Site> = new Map();
  /** Attention whose keys and values a next step may find again. */
  readonly memories: Memory[] = [];
  /** Whether the graph reads what follows a text that was read before, with that one's keys and values given. */
  readonly cached: boolean;

  constructor(cached: boolean) {
    this.cached = cached;
  }

  /** How many keys a decoder attends to: its own positions, or all a cache has room for. */
  get keys(): Dim {
    return this.cached ? "K" : "T";
  }

  /** Names a node and returns it. */
  mark(name: string, axes: readonly string[], node: Node): Node {
    this.all.set(name, {node, axes});
    return node;
  }
  residual(name: string, node: Node): Node {
    return this.mark(name, ["position", "channel"], node);
  }
  pattern(name: string, node: Node): Node {
    return this.mark(name, ["head", "query", "key"], node);
  }
  heads(name: string, node: Node): Node {
    return this.mark(name, ["head", "position", "channel"], node);
  }
  neurons(name: string, node: Node): Node {
    return this.mark(name, ["position", "neuron"], node);
  }
}
