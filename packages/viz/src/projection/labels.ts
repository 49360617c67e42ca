/** Where names of points and groups stand so that none covers another. */
import type {Point} from "./align.ts";

export interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "middle" | "end";
  /** The point it is the name of; none for groups. */
  readonly of?: number;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Room {
  readonly width: number;
  readonly height: number;
}

/** Of the labels' font, in px. */
const letter = 6.7;
const line = 13;
/** More points than these are not all named, and not all kept clear of names. */
const most = 80;

const overlaps = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

function boxOf({text, x, y, anchor}: Label, size = 1): Box {
  const width = text.length * letter * size;
  const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
  return {left: left - 2, top: y - line * 0.8, right: left + width + 2, bottom: y + line * 0.25};
}

/** Places labels one after another, each where it covers nothing that stands there. */
export class Placement {
  readonly #room: Room;
  readonly #taken: Box[] = [];

  constructor(room: Room, points: readonly Point[]) {
    this.#room = room;
    if (points.length > most) return;
    for (const [x, y] of points)
      this.#taken.push({left: x - 4, top: y - 4, right: x + 4, bottom: y + 4});
  }

  /** Returns the first of *candidates* that is free, which then is taken; undefined when none is. */
  take(candidates: readonly Label[], size?: number): Label | undefined {
    const {width, height} = this.#room;
    for (const label of candidates) {
      const box = boxOf(label, size);
      const inside = box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height;
      if (!inside || this.#taken.some((other) => overlaps(box, other))) continue;
      this.#taken.push(box);
      return label;
    }
    return undefined;
  }
}

/** Returns the places beside a point where its name may stand, best first. */
export const beside = (text: string, [x, y]: Point, of: number): readonly Label[] => [
  {text, x: x + 8, y: y + 4, anchor: "start", of},
  {text, x: x - 8, y: y + 4, anchor: "end", of},
  {text, x, y: y - 8, anchor: "middle", of},
  {text, x, y: y + 16, anchor: "middle", of}
];

const middleOf = (points: readonly Point[]): Point => {
  const mean = (at: 0 | 1): number =>
    points.reduce((sum, point) => sum + point[at], 0) / Math.max(1, points.length);
  return [mean(0), mean(1)];
};

/** Of a group, how many members must be nearer to its middle than to any other for the middle to have its name. */
const together = 0.6;

/** Returns which groups lie together: a name in the midst of strangers would mislead. */
export function gathered(groups: readonly (readonly Point[])[]): readonly boolean[] {
  const middles = groups.map(middleOf);
  return groups.map((members, own) => {
    const near = members.filter(([x, y]) => {
      const far = middles.map(([mx, my], i) =>
        groups[i]!.length ? Math.hypot(x - mx, y - my) : Infinity
      );
      return far[own] === Math.min(...far);
    });
    return members.length > 0 && near.length >= together * members.length;
  });
}

/** Returns the places around the middle of a group where its name may stand, nearest first. */
export function around(text: string, members: readonly Point[]): readonly Label[] {
  const [x, y] = middleOf(members);
  return [0, 18, 36, 54, 72].flatMap((far) =>
    (far ? [0, 1, 2, 3, 4, 5, 6, 7] : [0]).map((turn): Label => {
      const angle = (turn * Math.PI) / 4;
      return {
        text,
        x: x + 1.6 * far * Math.sin(angle),
        y: y + far * Math.cos(angle),
        anchor: "middle"
      };
    })
  );
}

/** Returns which points are named, first those farthest out: all of a few, eight of many. */
export function namedFirst(points: readonly Point[], few: boolean): readonly number[] {
  const [mx, my] = middleOf(points);
  const far = points.map(([x, y]) => Math.hypot(x - mx, y - my));
  const order = points.map((_, i) => i).toSorted((a, b) => far[b]! - far[a]!);
  return few || points.length > most ? order.slice(0, 8) : order;
}
