import {html, nothing, svg} from "lit";
import type {TemplateResult} from "lit";
import {fill} from "../bins.ts";
import type {Token} from "../data.ts";
import {count, percentShort} from "../format.ts";
import {classes} from "../token/draw-tokens.ts";
import {tokenLabel} from "../token/label.ts";
import type {Spot} from "../view/walk.ts";
import type {BeamNode, Generation} from "./data.ts";
import {placeTree} from "./tree.ts";
import type {PlacedNode, PlacedTree} from "./tree.ts";

export interface TreeOptions {
  /** Id of the node that is pinned. */
  readonly pinned?: number | null;
  readonly cursor?: Spot;
  /** In px; below 430 the tree is a list, token by token. */
  readonly width?: number;
  /** Height of a node in px; defaults to 26. */
  readonly line?: number;
}

/** Below this width there is no room for branches, in px. */
const narrow = 430;
const head = 22;
const gap = 26;
const widest = 168;
const narrowest = 84;
const root = 30;

/** Returns a node's token as labels take it. */
export const tokenOf = ({token, text}: BeamNode): Pick<Token, "id" | "text"> => ({id: token, text});

/** Returns what became of a node, in words. */
export const fateOf = ({node: {kept, finished}, chosen}: PlacedNode): string =>
  [
    kept ? "kept" : "dropped",
    ...(finished ? ["ends"] : []),
    ...(chosen ? ["in the answer"] : [])
  ].join(", ");

/** Draws what beam search looked at: a column a token, texts that are more probable so far higher up. */
export function drawTree(data: Generation, options: TreeOptions = {}): TemplateResult {
  const tree = placeTree(data);
  return (options.width ?? 800) < narrow ? drawList(tree, options) : drawBranches(tree, options);
}

function drawNode(
  placed: PlacedNode,
  {pinned = null, cursor = {row: 0, column: 0}}: TreeOptions,
  {place = "", after}: {readonly place?: string; readonly after?: BeamNode | undefined}
): TemplateResult {
  const {node, row, chosen} = placed;
  const {id, step, kept, finished, probability} = node;
  const on = pinned === id;
  return html`<div
    class=${classes("node", kept ? fill("sequential", probability) || "z" : "dropped", finished && "ends", chosen && "chosen", on && "cur")}
    role="option"
    aria-selected=${on ? "true" : "false"}
    tabindex=${cursor.row === row && cursor.column === step ? 0 : -1}
    data-row=${row}
    data-column=${step}
    .style=${place}
  >
    ${after ? html`<span class="of"><bdi>${tokenLabel(tokenOf(after))}</bdi> →</span>` : nothing}
    <span class="tx"><bdi>${tokenLabel(tokenOf(node))}</bdi></span>
    <span class="v">${percentShort(probability)}</span>
    <span class="hidden">token ${step + 1}, ${fateOf(placed)}</span>
  </div>`;
}

function drawBranches(tree: PlacedTree, options: TreeOptions): TemplateResult {
  const {columns, byId, rows} = tree;
  const {width = 800, line = 26, pinned = null} = options;
  const pitch = Math.max(
    narrowest + gap,
    Math.min(widest + gap, (width - root + gap - 8) / Math.max(1, columns.length))
  );
  const size = pitch - gap;
  const x = (step: number): number => root + step * pitch;
  const y = (row: number): number => head + row * line;
  const middle = (row: number): number => y(row) + (line - 4) / 2;
  const all = columns.flat().toSorted((a, b) => Number(a.chosen) - Number(b.chosen));
  const link = ({node, row, chosen}: PlacedNode): TemplateResult => {
    const before = node.parent === null ? undefined : byId.get(node.parent);
    const from = before ? x(node.step - 1) + size : 4;
    const [start, end, to] = [middle(before?.row ?? 0), middle(row), x(node.step)];
    const bend = (from + to) / 2;
    return svg`<path
      class=${classes("link-line", !node.kept && "dropped", chosen && "chosen", pinned === node.id && "on")}
      d=${`M${from} ${start}C${bend} ${start} ${bend} ${end} ${to} ${end}`}
    ></path>`;
  };
  return html`<div class="scroll">
    <div
      class="tree"
      .style=${`width:${root + columns.length * pitch - gap}px;height:${head + rows * line}px;--node:${line - 4}px`}
    >
      <svg aria-hidden="true">
        <circle class="root" cx="4" cy=${middle(0)} r="3"></circle>
        ${all.map(link)}
      </svg>
      <div class="steps" aria-hidden="true">
        ${columns.map((_, step) => html`<span .style=${`left:${x(step)}px;width:${size}px`}>${count(step + 1)}</span>`)}
      </div>
      <div role="listbox" aria-label="What beam search looked at" translate="no">
        ${columns.map((column) => column.map((placed) => drawNode(placed, options, {place: `left:${x(placed.node.step)}px;top:${y(placed.row)}px;width:${size}px`})))}
      </div>
    </div>
  </div>`;
}

function drawList({columns, byId}: PlacedTree, options: TreeOptions): TemplateResult {
  return html`<div
    class="levels"
    role="listbox"
    aria-label="What beam search looked at"
    translate="no"
  >
    ${columns.map(
      (column, step) =>
        html`<div class="level" role="group" aria-label=${`token ${step + 1}`}>
          <span class="nr" aria-hidden="true">${count(step + 1)}</span>
          ${column.map((placed) => {
            const {parent} = placed.node;
            const after = parent === null ? undefined : byId.get(parent)?.node;
            return drawNode(placed, options, {after});
          })}
        </div>`
    )}
  </div>`;
}
