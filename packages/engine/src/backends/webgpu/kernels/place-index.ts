/** Coordinates as WGSL: where in a tensor a number is, carried through reshapes, transposes and the rest. */
import type {Shape} from "../../../graph/node.ts";
import type {Move} from "../../../schedule/place.ts";
import {plus, sizeText, times} from "./scope.ts";
import type {LengthText, Scope} from "./scope.ts";

/** A position in a tensor of this shape. Texts are made when asked for, so that unused ones cost nothing. */
export interface Position {
  readonly shape: Shape;
  /** Equal keys are equal positions within one scope. */
  readonly key: string;
  /** Returns the coordinate along an axis. */
  at(axis: number): string;
  /** Returns the offset from the tensor's start. */
  offset(): string;
}

export interface Positions {
  readonly scope: Scope;
  readonly length: LengthText;
}

/** Returns the position with this offset. */
export function fromOffset({scope, length}: Positions, shape: Shape, offset: string): Position {
  // What remains above an axis once the faster axes are divided out.
  const above = (axis: number): string => {
    const inner = shape.slice(axis + 1);
    const size = sizeText(inner, length);
    return size === "1u" ? offset : scope.let(`${offset} / ${size}`);
  };
  return {
    shape,
    key: `@${offset}:${shape.join()}`,
    at(axis) {
      if (shape[axis] === 1) return "0u";
      const rest = above(axis);
      const first = shape.slice(0, axis).every((dim) => dim === 1);
      return first ? rest : scope.let(`${rest} % ${length(shape[axis]!)}`);
    },
    offset: () => offset
  };
}

/** Returns the position with these coordinates; `key` names them. */
export function fromCoordinates(
  {scope, length}: Positions,
  shape: Shape,
  key: string,
  at: (axis: number) => string,
  offset?: () => string
): Position {
  const known: string[] = [];
  const coordinate = (axis: number): string =>
    shape[axis] === 1 ? "0u" : (known[axis] ??= scope.let(at(axis)));
  return {
    shape,
    key,
    at: coordinate,
    offset: () =>
      offset
        ? offset()
        : scope.let(
            shape.reduce<string>(
              (sum, dim, axis) => plus(times(sum, length(dim)), coordinate(axis)),
              "0u"
            )
          )
  };
}

/** Returns the position read for `position` by a tensor widened, as in NumPy, from `shape`. */
export function narrow(context: Positions, position: Position, shape: Shape): Position {
  if (shape.join() === position.shape.join()) return position;
  const extra = position.shape.length - shape.length;
  const leads = position.shape.slice(0, extra).every((dim) => dim === 1);
  if (leads && shape.join() === position.shape.slice(extra).join()) {
    return fromCoordinates(
      context,
      shape,
      `${position.key}|${extra}`,
      (axis) => position.at(axis + extra),
      () => position.offset()
    );
  }
  return fromCoordinates(context, shape, `${position.key}>${shape.join()}`, (axis) =>
    position.at(axis + extra)
  );
}

/** Returns the same element's position in a tensor reshaped to `to`. */
export function reshaped(context: Positions, position: Position, to: Shape): Position {
  const groups = commonGroups(position.shape, to);
  const inner: (Position | undefined)[] = [];
  const at = (axis: number): string => {
    const group = groups.findIndex(({toEnd}) => axis < toEnd);
    const {from, fromEnd, toStart, toEnd} = groups[group]!;
    if (fromEnd - from === 1 && toEnd - toStart === 1) return position.at(from);
    const size = fromEnd - from;
    inner[group] ??= fromOffset(
      context,
      to.slice(toStart, toEnd),
      size === 1
        ? position.at(from)
        : fromCoordinates(context, position.shape.slice(from, fromEnd), "", (a) =>
            position.at(from + a)
          ).offset()
    );
    return inner[group].at(axis - toStart);
  };
  return fromCoordinates(context, to, `${position.key}=${to.join()}`, at, () => position.offset());
}

interface Group {
  readonly from: number;
  readonly fromEnd: number;
  readonly toStart: number;
  readonly toEnd: number;
}

/** Returns runs of axes with equal products, the shortest there are: only these are mixed by a reshape. */
function commonGroups(from: Shape, to: Shape): Group[] {
  const prefixes = (shape: Shape): string[] => {
    let fixed = 1;
    const symbols: string[] = [];
    return shape.map((dim) => {
      if (typeof dim === "number") fixed *= dim;
      else symbols.push(dim);
      return [fixed, ...symbols.toSorted()].join("·");
    });
  };
  const [left, right] = [prefixes(from), prefixes(to)];
  const groups: Group[] = [];
  let [start, toStart] = [0, 0];
  for (let end = 1; end <= to.length; end++) {
    const last = end === to.length;
    const match = left.indexOf(right[end - 1]!, start);
    if (!last && match < 0) continue;
    groups.push({from: start, fromEnd: last ? from.length : match + 1, toStart, toEnd: end});
    [start, toStart] = [last ? from.length : match + 1, end];
  }
  return groups;
}

/** Returns the position of the same element in its input, for a transposed tensor. */
export const untransposed = (
  context: Positions,
  position: Position,
  permutation: readonly number[],
  shape: Shape
): Position =>
  fromCoordinates(context, shape, `${position.key}^${permutation.join()}`, (axis) =>
    position.at(permutation.indexOf(axis))
  );

/** Returns the position moved along an axis, in a tensor of another length there. */
export const shifted = (
  context: Positions,
  position: Position,
  axis: number,
  by: number,
  shape: Shape
): Position =>
  fromCoordinates(context, shape, `${position.key}+${axis},${by}:${shape.join()}`, (a) =>
    a === axis ? plus(position.at(a), `${by}u`) : position.at(a)
  );

/** Returns the position in the storage, for a position in a result. */
export function moved(context: Positions, position: Position, path: readonly Move[]): Position {
  return path.reduce((at, move) => {
    if (move.kind === "reshape") return reshaped(context, at, move.to);
    if (move.kind === "shift") return shifted(context, at, move.axis, move.by, move.to);
    const {permutation, to} = move;
    return fromCoordinates(context, to, `${at.key}v${permutation.join()}`, (axis) =>
      at.at(permutation[axis]!)
    );
  }, position);
}
