import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {fill} from "../bins.ts";
import {count, decimal, signed, spokenSigned} from "../format.ts";
import {drawGrid} from "../grid/draw-grid.ts";
import type {GridOptions} from "../grid/grid.ts";
import type {NeuronFactors} from "../neurons/data.ts";
import {neuronShort, spokenNeuron} from "../neurons/names.ts";
import {omittedOf} from "../neurons/omitted.ts";
import {drawInline} from "../token/draw-tokens.ts";
import {spokenToken, tokenLabel, tokenText} from "../token/label.ts";
import {isSigned, rowsOf, topOf} from "./rows.ts";

/** Draws what neurons do at each token: a row a neuron, the rows of a group together. */
export function drawActivations(data: NeuronFactors, options: GridOptions = {}): TemplateResult {
  const rows = rowsOf(data);
  const bySign = isSigned(data);
  const top = topOf(data);
  const omitted = omittedOf(data);
  const grid = drawGrid(
    {
      label: "Activation by neuron and token",
      kind: "activations",
      corner: "neuron",
      rows: rows.map((row) => ({
        text: `${row.first ? `${row.group! + 1}\u2003` : ""}${neuronShort(row)}`,
        spoken: `${row.group === null ? "" : `group ${row.group + 1}, `}${spokenNeuron(row)}`,
        token: true,
        apart: row.first && row.group! > 0
      })),
      columns: data.tokens.map((token, position) => ({
        text: tokenLabel(token),
        spoken: `${textOf(data, position)}position ${position}, ${spokenToken(token)}${omitted.has(position) ? ", left out" : ""}`,
        token: true
      })),
      cell: (row, column) => {
        const value = rows[row]?.activations[column];
        if (value === undefined || omitted.has(column)) return null;
        return bySign
          ? {fill: fill("diverging", value, top), spoken: spokenSigned(value)}
          : {fill: fill("sequential", value, top), spoken: decimal(value)};
      }
    },
    {below: true, ...options}
  );
  return html`${grid}${drawGroups(data)}`;
}

/** Returns the text a position is in, for speech; "" where there is one. */
function textOf({texts}: NeuronFactors, position: number): string {
  if (texts.length < 2) return "";
  return `text ${texts.findIndex(({end}) => position < end) + 1}, `;
}

/** How many of a group's tokens are told. */
const most = 4;

function drawGroups({groups = [], tokens}: NeuronFactors): TemplateResult | typeof nothing {
  if (!groups.length) return nothing;
  return html`<ul class="groups">
    ${groups.map(({size, loadings}, index) => {
      const order = [...loadings.keys()]
        .filter((at) => loadings[at]! > 0)
        .toSorted((a, b) => loadings[b]! - loadings[a]!);
      const seen = new Map(order.map((at) => [tokenText(tokens[at]!), at]));
      return html`<li>
        <b>${index + 1}</b> ${count(size)} ${size === 1 ? "neuron" : "neurons"}, most at
        ${[...seen.keys()].slice(0, most).map((text) => html`${drawInline(text)} `)}
      </li>`;
    })}
  </ul>`;
}

/** Returns an activation as a figure: with its sign where that counts. */
export const figureOf = (data: NeuronFactors, value: number | undefined): string =>
  isSigned(data) ? signed(value) : decimal(value);
