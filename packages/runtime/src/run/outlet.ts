/** Where a cell shows what it shows. Nodes that are shown again stay where they are: focus, hover and scroll survive. */
import {expandedOf, inspect} from "./inspect.ts";

export class Outlet {
  readonly root: Element;
  #next: ChildNode | null = null;
  #fresh = true;
  #expanded: (readonly number[][] | undefined)[] = [];
  #count = 0;
  /** What nodes that the inspector has made stand for. */
  readonly #values = new WeakMap<Node, unknown>();

  constructor(root: Element) {
    this.root = root;
  }

  /** What is shown: nodes, and values that the inspector writes. */
  get shown(): readonly unknown[] {
    return [...this.root.childNodes].map((node) =>
      this.#values.has(node) ? this.#values.get(node) : node
    );
  }

  /** Begins anew: what is shown from now on takes the place of what was, which stays until `end`. */
  begin(): void {
    this.#fresh = true;
  }

  /** Shows a node, or a value as the inspector writes it. */
  show(value: unknown, name?: string): void {
    this.#start();
    const node = this.#isNode(value) ? value : this.#inspect(value, name);
    for (const each of node.nodeType === 11 ? [...node.childNodes] : [node as ChildNode])
      this.#place(each);
  }

  /** Takes away what this run has not shown again. */
  end(): void {
    this.#start();
    while (this.#next) this.#drop();
  }

  #inspect(value: unknown, name: string | undefined): HTMLElement {
    const node = inspect(value, this.#expanded[this.#count], name);
    this.#values.set(node, value);
    return node;
  }

  #start(): void {
    if (!this.#fresh) return;
    this.#fresh = false;
    this.#count = 0;
    this.#expanded = [...this.root.childNodes].map(expandedOf);
    this.#next = this.root.firstChild;
  }

  #place(node: ChildNode): void {
    this.#count++;
    // What stands before it goes, not it: a node that is taken out loses its focus and its state.
    if (this.#follows(node)) while (this.#next !== node) this.#drop();
    if (node === this.#next) this.#next = node.nextSibling;
    else this.root.insertBefore(node, this.#next);
  }

  #follows(node: ChildNode): boolean {
    for (let each = this.#next; each; each = each.nextSibling) if (each === node) return true;
    return false;
  }

  #drop(): void {
    const gone = this.#next!;
    this.#next = gone.nextSibling;
    gone.remove();
  }

  /** Element.prototype is an Element too, and a node that is shown elsewhere stays there. */
  #isNode(value: unknown): value is Element | Text | DocumentFragment {
    return (
      (value instanceof Element || value instanceof Text || value instanceof DocumentFragment) &&
      value instanceof value.constructor &&
      (!value.parentNode || this.root.contains(value))
    );
  }
}
