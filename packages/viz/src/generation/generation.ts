import {html, nothing} from "lit";
import type {CSSResultGroup, PropertyValues, TemplateResult} from "lit";
import {candidatesStyles} from "../candidates/candidates.styles.ts";
import type {Provenance} from "../data.ts";
import {bits, count, percent, spokenPercent} from "../format.ts";
import {drawInline, lastWords} from "../token/draw-tokens.ts";
import {spokenToken, tokenText} from "../token/label.ts";
import {drawLegend} from "../view/foot.ts";
import type {Fact} from "../view/foot.ts";
import type {Knob} from "../view/head.ts";
import type {TableData} from "../view/table.ts";
import type {Tip} from "../view/tip.ts";
import {View} from "../view/view.ts";
import type {Spot} from "../view/walk.ts";
import type {Generation as Data, GenerationValue} from "./data.ts";
import {chosenHow, drawGeneration, drawStep, rankOf} from "./draw-generation.ts";
import {drawTree, fateOf, tokenOf} from "./draw-tree.ts";
import {generationFacts} from "./facts.ts";
import {generationStyles} from "./generation.styles.ts";
import {answers, fillsMasks, firstStep, positionOfStep, stepAt} from "./places.ts";
import {stepsTable, treeTable} from "./tables.ts";
import {childOf, pathOf, placeTree} from "./tree.ts";
import type {PlacedNode, PlacedTree} from "./tree.ts";
import {windowOf} from "../view/window-of.ts";

export type GenerationLook = "text" | "tree";

/**
 * Shows a text as a model writes it: each produced token on its probability, with what else could have stood there and
 * how it was chosen; of beam search also the tree of what was looked at. `value` is the pinned token.
 *
 * @event ecco-action - Also `detail: {name: "again"}`: the reader asks for another draw.
 */
export class Generation extends View<Data, GenerationValue> {
  static override properties = {
    ...View.properties,
    look: {reflect: true},
    again: {type: Boolean}
  };
  static override styles: CSSResultGroup = [View.styles, candidatesStyles, generationStyles];

  /** "text" or "tree"; without it the tree where there is one. */
  declare look: GenerationLook | undefined;
  /** Whether there is somebody who can draw again: a button asks for it. */
  declare again: boolean;
  protected override readonly invitation: string = "Nothing to continue yet. Write a prompt.";
  #tree: {readonly of: Data; readonly tree: PlacedTree} | undefined;

  constructor() {
    super();
    this.again = false;
  }

  protected override get name(): string {
    return this.data !== undefined && this.#look(this.data) === "tree" ? "Beam tree" : "Generation";
  }

  #look({tree}: Data): GenerationLook {
    return tree?.length && this.look !== "text" ? "tree" : "text";
  }

  #placed(data: Data): PlacedTree {
    if (this.#tree?.of !== data) this.#tree = {of: data, tree: placeTree(data)};
    return this.#tree.tree;
  }

  #nodeAt(data: Data, {row, column}: Spot): PlacedNode | undefined {
    return this.#placed(data).columns[column]?.[row];
  }

  /** Which produced token is looked at: pointed at, pinned, selected elsewhere, else the first that is a word. */
  #step(data: Data): number {
    const {pointed, value, selected} = this;
    const asked = [stepAt(data, pointed?.column), value?.step ?? -1, stepAt(data, selected)];
    return asked.find((step) => step >= 0 && step < data.steps.length) ?? firstStep(data);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const {data} = this;
    if (data === undefined) return;
    if ((changed.has("data") || changed.has("look")) && !this.matches(":focus-within"))
      this.cursor = this.#first(data);
    // A column of the tree may be shorter than its neighbour.
    const {row, column} = this.cursor;
    const length = this.#placed(data).columns[column]?.length;
    if (this.#look(data) === "tree" && length && row >= length)
      this.cursor = {row: length - 1, column};
  }

  /** The tab stop is on the first produced token, or on the first of the answer. */
  #first(data: Data): Spot {
    if (this.#look(data) === "text")
      return {
        row: 0,
        column: Math.max(
          0,
          data.steps.length ? positionOfStep(data, this.#step(data)) : data.tokens.length - 1
        )
      };
    const [id] = pathOf(data);
    const placed = id === undefined ? undefined : this.#placed(data).byId.get(id);
    return {row: placed?.row ?? 0, column: 0};
  }

  protected subtitle(data: Data): TemplateResult | string {
    const {tokens, steps, tree} = data;
    if (this.#look(data) === "tree")
      return html`What beam search looked at after ${drawInline(lastWords(tokens))}: higher is more
      probable so far`;
    if (fillsMasks(data))
      return html`What fills ${steps.length > 1 ? `the ${count(steps.length)} masks` : "the mask"}`;
    const how = tree
      ? "by beam search"
      : steps.some(({sampled}) => sampled !== undefined)
        ? "drawn"
        : "the likeliest each time";
    const what = answers(data) ? "What the model answers to" : "How the model goes on after";
    return html`${what} ${drawInline(lastWords(tokens))}, ${how}`;
  }

  protected draw(data: Data): TemplateResult {
    const {value, again} = this;
    if (this.#look(data) === "tree")
      return html`<div @keydown=${this.#climb}>
        ${drawTree(data, {
          pinned: value?.node ?? null,
          cursor: this.cursor,
          width: this.room.value || 800,
          line: windowOf(this).matchMedia("(pointer: coarse)").matches ? 40 : 26
        })}
      </div>`;
    const step = this.#step(data);
    return html`${drawGeneration(data, {
      selected: data.steps.length ? positionOfStep(data, step) : null,
      highlight: this.pointed?.column ?? this.highlight,
      cursor: this.cursor.column
    })}
    ${drawStep(data, step)}
    ${
      again && data.steps.length
        ? html`<p class="again">
            <button type="button" class="btn" @click=${this.#again}>Draw again</button>
          </p>`
        : nothing
    }`;
  }

  #again = (): void => {
    const detail = {name: "again"};
    this.dispatchEvent(new CustomEvent("ecco-action", {detail, bubbles: true}));
  };

  // In a tree left is where a token came from, right is how it went on.
  #climb = (event: KeyboardEvent): void => {
    const {data} = this;
    const {row, column} = (event.composedPath()[0] as HTMLElement).dataset;
    if (data === undefined || row === undefined || event.ctrlKey || event.metaKey || event.altKey)
      return;
    const here = this.#nodeAt(data, {row: Number(row), column: Number(column)});
    const tree = this.#placed(data);
    const to =
      event.key === "ArrowLeft"
        ? tree.byId.get(here?.node.parent ?? -1)
        : event.key === "ArrowRight" && here
          ? childOf(tree, here)
          : undefined;
    if (!to) return;
    event.preventDefault();
    this.cursor = {row: to.row, column: to.node.step};
    this.requestUpdate();
    void this.updateComplete.then(() =>
      this.renderRoot
        .querySelector<HTMLElement>(`.node[data-row="${to.row}"][data-column="${to.node.step}"]`)
        ?.focus()
    );
  };

  protected extent(data: Data): Spot {
    if (this.#look(data) === "tree") {
      const {rows, columns} = this.#placed(data);
      return {row: rows, column: columns.length};
    }
    const {tokens, steps} = data;
    return {row: 1, column: tokens.length + (fillsMasks(data) ? 0 : steps.length)};
  }

  protected tableOf(data: Data): TableData {
    return this.#look(data) === "tree" ? treeTable(data) : stepsTable(data);
  }

  protected summary(data: Data): string {
    const {steps, text, tree} = data;
    if (!steps.length) return "nothing produced yet";
    const last = steps.at(-1)!;
    const whole = text ?? steps.map(({token}) => spokenToken(token)).join(" ");
    const looked =
      this.#look(data) === "tree" ? `, of ${count(tree!.length)} tokens looked at` : "";
    return `${whole.trim()}${looked}; last ${spokenToken(last.token)}, ${spokenPercent(last.probability)}`;
  }

  protected pick(data: Data, spot: Spot): GenerationValue | undefined {
    if (this.#look(data) === "tree") {
      const placed = this.#nodeAt(data, spot);
      return placed && {step: placed.node.step, node: placed.node.id};
    }
    const step = stepAt(data, spot.column);
    return step < 0 ? undefined : {step, node: pathOf(data)[step] ?? null};
  }

  protected positionOf(data: Data, spot: Spot): number | null {
    if (this.#look(data) === "text") return spot.column;
    const placed = this.#nodeAt(data, spot);
    // Only what was returned stands in the text.
    return placed?.chosen ? data.tokens.length + placed.node.step : null;
  }

  protected tipOf(data: Data, spot: Spot): Tip | null {
    if (this.#look(data) === "tree") return this.#tipOfNode(data, spot);
    const index = stepAt(data, spot.column);
    const step = data.steps[index];
    if (!step) return null;
    return {
      where: html`token ${count(index + 1)} ${drawInline(tokenText(step.token, "dot"))}`,
      rows: [
        ["probability", percent(step.probability)],
        ["rank", rankOf(step)],
        ["entropy", bits(step.entropy)],
        ["chosen", chosenHow(step, data)]
      ]
    };
  }

  #tipOfNode(data: Data, spot: Spot): Tip | null {
    const placed = this.#nodeAt(data, spot);
    if (!placed) return null;
    const {node} = placed;
    return {
      where: html`token ${count(node.step + 1)} ${drawInline(tokenText(tokenOf(node), "dot"))}`,
      rows: [
        ["probability", percent(node.probability)],
        ["all so far", percent(Math.exp(node.logprob))],
        [fateOf(placed), ""]
      ]
    };
  }

  protected override legend(): TemplateResult {
    return drawLegend("sequential", "0", percent(1));
  }

  protected override facts(data: Data): readonly Fact[] {
    return generationFacts(data);
  }

  protected override knobs(): readonly Knob[] {
    const {data} = this;
    if (!data?.tree?.length) return [];
    return [
      {
        name: "look",
        label: "Look",
        kind: "switch",
        value: this.#look(data),
        options: [
          ["text", "text"],
          ["tree", "tree"]
        ]
      }
    ];
  }

  protected override keys(): ReturnType<View<Data, GenerationValue>["keys"]> {
    const inTree = this.data !== undefined && this.#look(this.data) === "tree";
    return inTree ? [["left, right", "where a token came from, how it went on"]] : [];
  }

  protected override provenance({provenance}: Data): Provenance | undefined {
    return provenance;
  }
}
