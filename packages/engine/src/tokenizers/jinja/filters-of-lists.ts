/** Filters that take lists, sort them, or pick from them. */
import type {Filter, Given} from "./arguments.ts";
import {subscriptOf} from "./members.ts";
import {testOf} from "./tests.ts";
import {compare, isDict, isEqual, itemsOf, kindOf, Picked, truthOf, Tuple} from "./values.ts";
import type {Value} from "./values.ts";
import {operators} from "./operators.ts";
import {textOf} from "./writing.ts";

/** Returns what stands at "a.b.0" of a value. */
function at(value: Value, path: Value): Value {
  if (path === undefined || path === null) return value;
  return textOf(path)
    .split(".")
    .reduce<Value>(
      (inner, part) => subscriptOf(inner, /^\d+$/.test(part) ? Number(part) : part),
      value
    );
}

/** What is compared without case, unless a template says otherwise. */
const folded = (value: Value, cased: Value): Value =>
  typeof value === "string" && !truthOf(cased) ? value.toLowerCase() : value;

/** What is nothing has nothing to pick from. */
const itemsOrNone = (value: Value): readonly Value[] => (truthOf(value) ? itemsOf(value) : []);

const pick =
  (take: boolean, ofAttribute: boolean): Filter =>
  (value, given) =>
    new Picked(() => {
      const [args] = given.from(ofAttribute ? 2 : 1);
      const name = given.value(ofAttribute ? 1 : 0, "test");
      const test = name === undefined ? truthOf : testOf(textOf(name));
      const path = ofAttribute ? given.value(0, "attribute") : null;
      return itemsOrNone(value).filter((item) => test(at(item, path), args) === take);
    });

const map: Filter = (value, given, filtered) =>
  new Picked(() => {
    const attribute = given.value(Infinity, "attribute");
    if (attribute !== undefined) {
      const otherwise = given.value(Infinity, "default");
      return itemsOrNone(value).map((item) => at(item, attribute) ?? otherwise);
    }
    const [args, options] = given.from(1);
    const name = given.text(0, "filter");
    return itemsOrNone(value).map((item) => filtered(name, item, args, options));
  });

/** The least or the greatest. */
const extreme =
  (sign: number): Filter =>
  (value, given) => {
    const key = (item: Value): Value =>
      folded(at(item, given.value(1, "attribute")), given.value(0, "case_sensitive"));
    const [first, ...rest] = itemsOf(value);
    return rest.reduce<Value>(
      (best, item) => (sign * compare(key(item), key(best)) > 0 ? item : best),
      first
    );
  };

function sorted(value: Value, given: Given): Value {
  const sign = truthOf(given.value(0, "reverse")) ? -1 : 1;
  const paths = textOf(given.value(2, "attribute") ?? "").split(",");
  const keys = (item: Value): Value[] =>
    paths.map((path) =>
      folded(at(item, path === "" ? null : path), given.value(1, "case_sensitive"))
    );
  return [...itemsOf(value)]
    .map((item) => ({item, key: keys(item)}))
    .toSorted((a, b) => sign * compare(a.key, b.key))
    .map(({item}) => item);
}

function unique(value: Value, given: Given): Value {
  const seen: Value[] = [];
  return itemsOf(value).filter((item) => {
    const key = folded(at(item, given.value(1, "attribute")), given.value(0, "case_sensitive"));
    if (seen.some((one) => isEqual(one, key))) return false;
    seen.push(key);
    return true;
  });
}

export const listFilters: Readonly<Record<string, Filter>> = {
  list: (value) => [...itemsOf(value)],
  first: (value) => itemsOf(value)[0],
  last: (value) => itemsOf(value).at(-1),
  reverse: (value) =>
    typeof value === "string" ? [...value].toReversed().join("") : [...itemsOf(value)].toReversed(),
  join: (value, given) =>
    itemsOf(value)
      .map((item) => textOf(at(item, given.value(1, "attribute"))))
      .join(textOf(given.value(0, "d") ?? "")),
  sort: sorted,
  unique,
  min: extreme(-1),
  max: extreme(1),
  sum: (value, given) =>
    itemsOf(value).reduce<Value>(
      (total, item) => operators["+"]!(total, at(item, given.value(0, "attribute"))),
      given.value(1, "start") ?? 0
    ),
  map,
  select: pick(true, false),
  reject: pick(false, false),
  selectattr: pick(true, true),
  rejectattr: pick(false, true),
  dictsort: (value, given) => {
    if (!isDict(value)) throw new Error(`dictsort: got ${kindOf(value)}, expected a dict`);
    const by = given.text(1, "by", "key") === "value" ? 1 : 0;
    const sign = truthOf(given.value(2, "reverse")) ? -1 : 1;
    const key = (entry: readonly Value[]): Value =>
      folded(entry[by], given.value(0, "case_sensitive"));
    return [...value]
      .toSorted((a, b) => sign * compare(key(a), key(b)))
      .map(([name, item]) => Tuple.of(name, item));
  }
};
