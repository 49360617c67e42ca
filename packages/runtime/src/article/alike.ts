/** Names like one that leads to nothing, for a message that helps. */

/** Returns up to five of the names: those that share most of their beginning with the one that was looked for first. */
export function alike(name: string, names: readonly string[]): readonly string[] {
  const shared = (other: string): number => {
    let count = 0;
    while (count < name.length && name[count]!.toLowerCase() === other[count]?.toLowerCase())
      count++;
    return count;
  };
  return names.toSorted((one, other) => shared(other) - shared(one)).slice(0, 5);
}
