import {html, LitElement} from "lit";
import type {TemplateResult} from "lit";
import {gridStyles} from "../../packages/viz/src/view/grid.styles.ts";
import {View} from "../../packages/viz/src/view/view.ts";
import type {Spot} from "../../packages/viz/src/view/walk.ts";
import {fill} from "../../packages/viz/src/bins.ts";
import {drawGrid} from "../../packages/viz/src/grid/draw-grid.ts";
import type {Grid} from "../../packages/viz/src/grid/grid.ts";
import type {TableData} from "../../packages/viz/src/view/table.ts";
import type {Tip} from "../../packages/viz/src/view/tip.ts";

export interface Size {
  readonly rows: number;
  readonly columns: number;
  readonly narrowest?: number;
}

/** A wave over rows and columns, from −1 to 1: every step of the scale, and zeros. */
export const valueAt = (row: number, column: number): number =>
  Math.sin(row / 7) * Math.cos(column / 11);

/** Returns a grid of any size. */
export function gridOf({rows, columns}: Size): Grid {
  const heads = (n: number, name: string): Grid["rows"] =>
    Array.from({length: n}, (_, i) => ({text: `${name}${i}`, spoken: `${name} ${i}`}));
  return {
    label: "A wave",
    corner: "row",
    rows: heads(rows, "row"),
    columns: heads(columns, "c"),
    cell: (row, column) => {
      const value = valueAt(row, column);
      return {
        fill: fill("diverging", value, 1),
        text: value.toFixed(1),
        spoken: value.toFixed(3)
      };
    }
  };
}

/** The smallest view there can be around a grid of any size: what large grids cost and do is tried on it. */
export class LargeGrid extends View<Size, Spot> {
  static override styles = [View.styles, gridStyles];
  protected override readonly name = "A wave";

  protected subtitle(): string {
    return "rows by columns";
  }
  protected draw(size: Size): TemplateResult {
    const options = {
      pinned: this.value,
      cursor: this.cursor,
      highlight: this.pointed ? null : this.highlight,
      width: this.room.value || 800,
      narrowest: size.narrowest ?? 14
    };
    return html`${drawGrid(gridOf(size), options)}`;
  }
  protected extent({rows, columns}: Size): Spot {
    return {row: rows, column: columns};
  }
  protected tableOf({rows, columns}: Size): TableData {
    return {
      caption: "A wave",
      columns: Array.from({length: columns + 1}, (_, i) => ({label: i ? `c${i - 1}` : "row"})),
      rows: Array.from({length: rows}, (_, row) =>
        Array.from({length: columns + 1}, (_cell, i) =>
          i ? {text: valueAt(row, i - 1).toFixed(3)} : {text: `row ${row}`}
        )
      )
    };
  }
  protected summary({rows}: Size): string {
    return `${rows} rows`;
  }
  protected pick(_data: Size, spot: Spot): Spot {
    return spot;
  }
  protected positionOf(_data: Size, {column}: Spot): number {
    return column;
  }
  protected tipOf(_data: Size, {row, column}: Spot): Tip {
    return {where: `row ${row}`, rows: [["value", valueAt(row, column).toFixed(3)]]};
  }
}

const tag = "test-large-grid";
/** Puts one on an otherwise empty page. */
export async function mountLarge(size: Size, width = 800): Promise<LargeGrid> {
  if (!customElements.get(tag))
    customElements.define(
      tag,
      LargeGrid as unknown as typeof LitElement & CustomElementConstructor
    );
  document.body.replaceChildren();
  const place = document.createElement("main");
  place.style.cssText = `width:${width}px`;
  const element = document.createElement(tag) as unknown as LargeGrid;
  element.data = size;
  place.append(element);
  document.body.append(place);
  await element.updateComplete;
  return element;
}
