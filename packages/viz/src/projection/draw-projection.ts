import {html, nothing, svg} from "lit";
import type {TemplateResult} from "lit";
import {repeat} from "lit/directives/repeat.js";
import {colourOf, drawMark, outlineOf} from "../chart/series.ts";
import {percentShort} from "../format.ts";
import {classes} from "../token/draw-tokens.ts";
import type {Point} from "./align.ts";
import {around, beside, gathered, namedFirst, Placement} from "./labels.ts";
import type {Label, Room} from "./labels.ts";

/** A map: points of one layer, to be drawn in any room. */
export interface Scatter {
  readonly points: readonly Point[];
  /** What each point is called. */
  readonly labels: readonly string[];
  /** Which group each point is of; null for none. */
  readonly groups: readonly (number | null)[];
  readonly names: readonly string[];
  /** Of each axis its share of the variance, and whether it runs backwards; null where axes mean nothing. */
  readonly axes: readonly {readonly share: number; readonly mirrored: boolean}[] | null;
}

/** Everything of a map that stays while it is pointed at. */
export interface Laid {
  readonly scatter: Scatter;
  readonly room: Room;
  /** In px. */
  readonly places: readonly Point[];
  /** The outlines of all marks of a group, as one path. */
  readonly paths: readonly {readonly group: number | null; readonly path: string}[];
  readonly size: number;
  readonly labels: readonly Label[];
  readonly groupLabels: readonly Label[];
}

export interface ProjectionOptions {
  /** What the map is called; defaults to "Map of tokens". */
  readonly label?: string;
  readonly pinned?: number | null;
  readonly cursor?: number;
  /** The point that is pointed at, here or in another view. */
  readonly highlight?: number | null;
  /** The point that lies nearest to the pointer. */
  readonly near?: number | null;
  /** Hears where the pointer is, in px of the map; null when it has left. */
  readonly point?: (place: Point | null) => void;
  /** Hears of a click or tap beside every mark. */
  readonly click?: (place: Point) => void;
}

const area = {left: 16, right: 12, top: 24, bottom: 36};
/** Below this width, in px, only the outermost points are named. */
const narrowest = 430;

/** Returns a map laid out in *width* px: both axes on one scale, since distances are what it shows. */
export function layOut(scatter: Scatter, width: number): Laid {
  const room = {width, height: Math.round(Math.min(420, Math.max(260, width * 0.56)))};
  const places = placesOf(scatter.points, room);
  const size = places.length > 1000 ? 1.6 : places.length > 200 ? 2.4 : 3.4;
  const placement = new Placement(room, places);
  const named = scatter.names.length > 1 && scatter.names.length <= 8 ? scatter.names : [];
  const placed = (label: Label | undefined): readonly Label[] => (label ? [label] : []);
  // Names of groups first: they say more than any single point's.
  const members = named.map((_, group) => places.filter((_, i) => scatter.groups[i] === group));
  const apart = gathered(members);
  const groupLabels = named.flatMap((name, group) =>
    apart[group] ? placed(placement.take(around(name, members[group]!), 1.1)) : []
  );
  const labels = namedFirst(places, width < narrowest).flatMap((i) =>
    placed(placement.take(beside(scatter.labels[i]!, places[i]!, i)))
  );
  const groups: readonly (number | null)[] = [null, ...scatter.names.keys()];
  const paths = groups.map((group) => ({
    group,
    path: places
      .map(([x, y], i) => (scatter.groups[i] === group ? outlineOf(group ?? 0, x, y, size) : ""))
      .join("")
  }));
  return {scatter, room, places, paths, size, labels, groupLabels};
}

function placesOf(points: readonly Point[], {width, height}: Room): readonly Point[] {
  const ends = (at: 0 | 1): readonly [number, number] => {
    let [low, high] = [Infinity, -Infinity];
    for (const point of points) {
      low = Math.min(low, point[at]);
      high = Math.max(high, point[at]);
    }
    return [low, high];
  };
  const [[x0, x1], [y0, y1]] = [ends(0), ends(1)];
  const across = width - area.left - area.right;
  const down = height - area.top - area.bottom;
  const scale = Math.min(across / (x1 - x0 || 1), down / (y1 - y0 || 1));
  return points.map(([x, y]) => [
    area.left + across / 2 + (x - (x0 + x1) / 2) * scale,
    area.top + down / 2 - (y - (y0 + y1) / 2) * scale
  ]);
}

const paint = (group: number | null): string =>
  group === null ? "--c:var(--e-seq-6)" : `--c:${colourOf(group)}`;

/** Draws a map: every point's mark, names that cover nothing, and what is pointed at or pinned on top. */
export function drawProjection(laid: Laid, options: ProjectionOptions = {}): TemplateResult {
  const {scatter, room, places, paths, labels, groupLabels} = laid;
  const {width, height} = room;
  const {label = "Map of tokens", pinned = null, cursor = 0, highlight = null} = options;
  const {near = null, point, click} = options;
  const live = new Set(
    [cursor, pinned, highlight, near].filter((i): i is number => i !== null && i in places)
  );
  // Their names stand on top already.
  const said = new Set([pinned, highlight, near]);
  const placeOf = (event: MouseEvent): Point => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const scale = width / (box.width || width);
    return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
  };
  const moved = (event: PointerEvent): void => point?.(placeOf(event));
  // A tap comes before there is a mark under the finger.
  const clicked = (event: MouseEvent): void => {
    if (!(event.target as Element).closest(".spot")) click?.(placeOf(event));
  };
  const text = ({text: words, x, y, anchor}: Label, name: string): TemplateResult =>
    svg`<text class=${name} x=${x} y=${y} text-anchor=${anchor}>${words}</text>`;
  return html`<svg
    class="chart map"
    viewBox=${`0 0 ${width} ${height}`}
    width=${width}
    height=${height}
    role="listbox"
    aria-label=${label}
    translate="no"
    @pointermove=${moved}
    @click=${clicked}
    @pointerleave=${() => point?.(null)}
  >
    <g aria-hidden="true">
      ${drawAxes(scatter, room)}
      ${paths.map(({group, path}) => (path ? svg`<path class="points" .style=${paint(group)} d=${path}></path>` : nothing))}
      ${groupLabels.map((label) => text(label, "group"))}
      ${labels.map((label) => (said.has(label.of!) ? nothing : text(label, "name")))}
    </g>
    ${repeat(
      live,
      (i) => i,
      (i) => drawLive(laid, i, options)
    )}
  </svg>`;
}

/** Axes with their directions and shares; a map without them says so. */
function drawAxes({axes}: Scatter, {width, height}: Room): TemplateResult {
  if (!axes)
    return svg`<text x=${width} y=${height - 4} text-anchor="end">near is alike; directions mean nothing</text>`;
  const [x, y] = axes;
  const said = (number: number, share: number): string =>
    `component ${number}, ${percentShort(share)}${number === 1 ? " of variance" : ""}`;
  return svg`<line class="axis" x1="2" x2=${width} y1=${height - 20} y2=${height - 20}></line>
    <line class="axis" x1="2" x2="2" y1="4" y2=${height - 20}></line>
    ${x ? svg`<text x=${width} y=${height - 4} text-anchor="end">${x.mirrored ? "← " : ""}${said(1, x.share)}${x.mirrored ? "" : " →"}</text>` : nothing}
    ${y ? svg`<text x="8" y="10">${y.mirrored ? "↓" : "↑"} ${said(2, y.share)}</text>` : nothing}`;
}

/** A point that can be focused, hovered and pinned; all others are only drawn. */
function drawLive(
  {scatter, places, room, size}: Laid,
  i: number,
  {pinned = null, cursor = 0, highlight = null, near = null}: ProjectionOptions
): TemplateResult {
  const [x, y] = places[i]!;
  const group = scatter.groups[i] ?? null;
  const named = group === null ? "" : `, ${scatter.names[group]}`;
  const shown = pinned === i || highlight === i || near === i;
  const toLeft = x > room.width * 0.7;
  return svg`<g
    class=${classes("spot", pinned === i && "cur", highlight === i && "linked", shown && "shown")}
    .style=${paint(group)}
    role="option"
    aria-selected=${pinned === i ? "true" : "false"}
    aria-label=${`${scatter.labels[i]}${named}`}
    aria-posinset=${i + 1}
    aria-setsize=${places.length}
    tabindex=${cursor === i ? 0 : -1}
    data-row="0"
    data-column=${i}
  >
    <circle class="hit" cx=${x} cy=${y} r="9"></circle>
    ${drawMark(group ?? 0, x, y, size)}
    <text class="said" x=${x + (toLeft ? -11 : 11)} y=${y + 4} text-anchor=${toLeft ? "end" : "start"} aria-hidden="true">${scatter.labels[i]}</text>
  </g>`;
}
