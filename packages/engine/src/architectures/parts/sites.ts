/** Collects sites while a graph is built. */
import type {Node} from "../../graph/node.ts";
import type {Site} from "../architecture.ts";

export class Sites {
  readonly all: Map<string, Site> = new Map();

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
  neurons(name: string, node: Node): Node {
    return this.mark(name, ["position", "neuron"], node);
  }
}
