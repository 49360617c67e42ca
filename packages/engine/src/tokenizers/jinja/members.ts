/** What `object.name`, `object[key]` and `object[from:to]` are. */
import {isDict, isEqual, itemsOf, kindOf, Namespace, Tuple} from "./values.ts";
import type {Callable, Dict, Value} from "./values.ts";
import {textMethod} from "./text-methods.ts";

const dictMethods: Readonly<Record<string, (dict: Dict) => Callable>> = {
  get: (dict) => (args) => {
    const [key, otherwise = null] = args;
    return dict.has(key) ? dict.get(key) : otherwise;
  },
  items: (dict) => () => [...dict].map(([key, value]) => Tuple.of(key, value)),
  keys: (dict) => () => [...dict.keys()],
  values: (dict) => () => [...dict.values()],
  copy: (dict) => () => new Map(dict)
};

/** Lists do not change in templates: transformers forbids it too. */
const listMethods: Readonly<Record<string, (list: readonly Value[]) => Callable>> = {
  index:
    (list) =>
    ([item]) => {
      const at = list.findIndex((one) => isEqual(one, item));
      if (at < 0) throw new Error("index: the item is not in the list");
      return at;
    },
  count:
    (list) =>
    ([item]) =>
      list.filter((one) => isEqual(one, item)).length,
  copy: (list) => () => [...list]
};

function attributeOf(object: Value, name: string): Value {
  if (typeof object === "string") return textMethod(object, name);
  if (object instanceof Namespace) return object.names.get(name);
  if (isDict(object) && Object.hasOwn(dictMethods, name)) return dictMethods[name]!(object);
  if (Array.isArray(object) && Object.hasOwn(listMethods, name)) return listMethods[name]!(object);
  return undefined;
}

function itemOf(object: Value, key: Value): Value {
  if (isDict(object)) return object.get(key);
  if (typeof key !== "number" && typeof key !== "boolean") return undefined;
  if (typeof object === "string") return itemsOf(object).at(Number(key));
  return Array.isArray(object) ? object.at(Number(key)) : undefined;
}

/** Returns `object.name`: what it can do comes before what a dict has under that name. Throws for what is not defined. */
export function memberOf(object: Value, name: string): Value {
  if (object === undefined) throw new Error(`it asks for ${name} of something that is not defined`);
  const own = attributeOf(object, name);
  return own === undefined ? itemOf(object, name) : own;
}

/** Returns `object[key]`: what a dict has under that name comes first. Throws for what is not defined. */
export function subscriptOf(object: Value, key: Value): Value {
  if (object === undefined) throw new Error("it asks for a part of something that is not defined");
  const item = itemOf(object, key);
  if (item !== undefined || (isDict(object) && object.has(key))) return item;
  return typeof key === "string" ? attributeOf(object, key) : undefined;
}

/** Returns `object[start:stop:step]`. */
export function sliceOf(object: Value, [start, stop, step]: readonly [Value, Value, Value]): Value {
  if (typeof object !== "string" && !Array.isArray(object))
    throw new Error(`it takes a part of ${kindOf(object)}, expected a text or a list`);
  const items = itemsOf(object);
  const by = wholeOr(step, 1);
  if (by === 0) throw new Error("a part with steps of 0 never ends");
  const {length} = items;
  const [least, most] = by > 0 ? [0, length] : [-1, length - 1];
  const bound = (value: Value, usual: number): number => {
    const at = wholeOr(value, Number.NaN);
    if (Number.isNaN(at)) return usual;
    return Math.min(Math.max(at < 0 ? at + length : at, least), most);
  };
  const to = bound(stop, by > 0 ? length : -1);
  const taken: Value[] = [];
  for (let at = bound(start, by > 0 ? 0 : length - 1); by > 0 ? at < to : at > to; at += by)
    taken.push(items[at]);
  if (typeof object === "string") return taken.map(String).join("");
  return object instanceof Tuple ? Tuple.from(taken) : taken;
}

function wholeOr(value: Value, usual: number): number {
  if (value === undefined || value === null) return usual;
  if (typeof value === "number" || typeof value === "boolean") return Number(value);
  throw new Error(`a part begins and ends at whole numbers, got ${kindOf(value)}`);
}
