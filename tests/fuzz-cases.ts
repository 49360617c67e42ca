/** Cases that no honest writer writes, by a seed: for Node and for browsers. */

/** Numbers that depend on the seed alone. */
export interface Random {
  /** From 0 to below 1. */
  next(): number;
  /** A whole number from 0 to below `count`. */
  below(count: number): number;
  /** True so often: 0.1 is one time in ten. */
  chance(share: number): boolean;
  one<T>(list: readonly T[]): T;
}

/** Returns such numbers (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return {
    next,
    below,
    chance: (share) => next() < share,
    one: (list) => list[below(list.length)]!
  };
}

/** Names that every object has, or that end or begin something else. */
export const hostileNames: readonly string[] = [
  "__proto__",
  "constructor",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "__defineGetter__",
  "prototype",
  "length",
  "",
  " ",
  "..",
  "../../x",
  "\u0000",
  "\ud800",
  "𝒳",
  "<script>",
  "x".repeat(300)
];

/** Numbers that counts, sizes and places are not. */
export const hostileNumbers: readonly number[] = [
  -1,
  0,
  -0,
  1,
  1.5,
  2,
  3,
  7,
  1e-30,
  255,
  65536,
  1e9,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  4e9,
  2 ** 53,
  2 ** 63,
  1e300,
  -1e300,
  NaN,
  Infinity,
  -Infinity
];

const others: readonly (() => unknown)[] = [
  () => null,
  () => undefined,
  () => true,
  () => false,
  () => [],
  () => ({}),
  () => [null],
  () => [[]],
  () => ({"": {}}),
  () => "12",
  () => "x".repeat(5000),
  () => Array.from({length: 300}, (_, i) => i),
  () => nested(60),
  () => nested(700)
];

/** Returns lists within lists. */
export function nested(depth: number, inner: unknown = 0): unknown {
  let value = inner;
  for (let i = 0; i < depth; i++) value = i % 2 ? {type: "Sequence", a: value} : [value];
  return value;
}

/** Returns a value that has no business where it will be put. */
export function hostileValue(random: Random): unknown {
  const kind = random.below(3);
  if (kind === 0) return random.one(hostileNumbers);
  return kind === 1 ? random.one(hostileNames) : random.one(others)();
}

type Place = {readonly parent: object; readonly key: string};

/** Returns the value with one to four changes in it: of a type, a number, a name, a length; parts lost, doubled, swapped, nested. */
export function mutated(value: unknown, random: Random): unknown {
  const root = {value: structuredClone(value)};
  for (let change = 0; change === 0 || (change < 4 && random.chance(0.4)); change++) {
    const places = placesOf(root);
    if (places.length === 0) break;
    const {parent, key} = random.one(places);
    const other = random.one(places);
    const own = get(parent, key);
    const changes: readonly (() => void)[] = [
      () => set(parent, key, hostileValue(random)),
      () => set(parent, key, hostileValue(random)),
      () => set(parent, key, nearby(own, random)),
      () => set(parent, key, nearby(own, random)),
      () => void (Array.isArray(parent) ? parent.splice(Number(key), 1) : remove(parent, key)),
      () => {
        if (Array.isArray(parent)) parent.splice(Number(key), 0, structuredClone(own));
        else set(parent, random.one(hostileNames), own);
      },
      () => set(parent, key, structuredClone(get(other.parent, other.key))),
      () => set(parent, key, random.chance(0.5) ? [own] : {[random.one(hostileNames)]: own})
    ];
    random.one(changes)();
  }
  return root.value;
}

/** Returns a value of the same kind, but another one. */
function nearby(value: unknown, random: Random): unknown {
  if (typeof value === "number")
    return random.one([
      value + 1,
      value - 1,
      -value,
      value * 2,
      value / 2,
      value + 0.5,
      value * 1e9
    ]);
  if (typeof value === "string")
    return random.one([...hostileNames, value + value, value.slice(1)]);
  if (typeof value === "boolean") return !value;
  if (Array.isArray(value))
    return random.one([value.slice(1), [...value, ...value], value.toReversed(), [value]]);
  return hostileValue(random);
}

const get = (parent: object, key: string): unknown =>
  Object.getOwnPropertyDescriptor(parent, key)?.value;

/** As JSON.parse has it: a name is a name, "__proto__" too. */
const set = (parent: object, key: string, value: unknown): void =>
  void Object.defineProperty(parent, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true
  });
const remove = (parent: object, key: string): boolean => Reflect.deleteProperty(parent, key);

/** Every place of a value. Long lists count with their first entries, or all would happen in a vocabulary. */
function placesOf(root: object): Place[] {
  const places: Place[] = [];
  const open: object[] = [root];
  for (let parent = open.pop(); parent; parent = open.pop()) {
    for (const key of Object.keys(parent).slice(0, 40)) {
      places.push({parent, key});
      const value = get(parent, key);
      if (typeof value === "object" && value !== null && places.length < 5000) open.push(value);
    }
  }
  return places;
}

/** Returns the bytes with one to four changes in them: set, cut off, doubled, moved. */
export function mutatedBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let made = bytes.slice();
  for (let change = 0; change === 0 || (change < 4 && random.chance(0.4)); change++) {
    const at = random.below(made.length + 1);
    const to = Math.min(made.length, at + 1 + random.below(12));
    const kind = random.below(5);
    if (kind < 2 && at < made.length)
      made[at] = random.one([0, 1, 127, 128, 255, random.below(256), (made[at]! + 1) & 255]);
    else if (kind === 2) made = made.slice(0, at);
    else if (kind === 3) made = join(made.subarray(0, to), made.subarray(at));
    else made = join(made.subarray(0, at), made.subarray(to));
  }
  return made;
}

function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const made = new Uint8Array(parts.reduce((sum, {length}) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    made.set(part, at);
    at += part.length;
  }
  return made;
}

/**
 * Returns the value as a hostile writer puts it into a file: numbers that JSON.stringify does not write, now and then a
 * name twice, brackets a hundred thousand deep, or a sign too few.
 */
export function jsonText(value: unknown, random: Random): string {
  const write = (part: unknown): string => {
    if (typeof part === "number" && !Number.isFinite(part))
      return Number.isNaN(part) ? "null" : part < 0 ? "-1e999" : "1e999";
    if (typeof part !== "object" || part === null) return JSON.stringify(part) ?? "null";
    return Array.isArray(part)
      ? `[${part.map(write).join(",")}]`
      : `{${Object.entries(part)
          .map(([key, inner]) => `${JSON.stringify(key)}:${write(inner)}`)
          .join(",")}}`;
  };
  const text = write(value);
  if (random.chance(0.9)) return text;
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const colons = [...text.matchAll(/:/g)].map(({index}) => index);
  const place = colons.length > 0 ? random.one(colons) : 0;
  return random.one([
    () => `${text.slice(0, place)}:${deep},"x":${text.slice(place + 1)}`,
    () => text.replace("{", `{${JSON.stringify(random.one(hostileNames))}:${deep},`),
    () => text.replace("{", `{${JSON.stringify(random.one(hostileNames))}:{},`),
    () => text.replace(/\{("[^"]*":)/, "{$1{},$1"),
    () => text.replace(/\d+/, random.one(["1e999", "-0", "9223372036854775808", "01"])),
    () => text.slice(0, random.below(text.length)),
    () => `\ufeff${text}`
  ])();
}
