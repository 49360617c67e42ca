/**
 * Owen values over a tree of the text (Owen 1977; SHAP's Partition explainer): sentences share first, then the words of a
 * sentence, then the tokens of a word, halves of halves where there are many. Asks about n² coalitions and not 2ⁿ.
 */
import type {Coalition} from "./game.ts";
import {everybody, gameOf, nobody, spread} from "./game.ts";
import type {Method, Task} from "./method.ts";

/** A player's index, or the two halves of a group. */
export type Tree = number | readonly [Tree, Tree];

/** Returns the tree of neighbours: halves of halves, cut where the text is cut. */
export function treeOf(players: readonly number[], cuts: readonly number[]): Tree {
  if (players.length === 1) return players[0]!;
  const middle = players.length / 2;
  // The deepest cut nearest to the middle.
  const best = players
    .slice(1)
    .map((player, index) => ({at: index + 1, depth: cuts[player]!}))
    .toSorted((a, b) => a.depth - b.depth || Math.abs(a.at - middle) - Math.abs(b.at - middle))[0]!;
  return [treeOf(players.slice(0, best.at), cuts), treeOf(players.slice(best.at), cuts)];
}

const leavesOf = (tree: Tree): number[] =>
  typeof tree === "number" ? [tree] : [...leavesOf(tree[0]), ...leavesOf(tree[1])];

/** Returns where the text is cut before each player: 0 between sentences, 1 between words, 2 within a word. */
function cutsOf({players, inside: {encoded}}: Task): number[] {
  const tokens = [...encoded.tokens, ...encoded.decoderTokens];
  return players.map(([first], player) => {
    const before = tokens[players[player - 1]?.at(-1) ?? -1];
    const here = tokens[first!];
    if (!before || !here) return 0;
    if (/[.!?。！？]\s*$/.test(before.text ?? "")) return 0;
    return here.word !== null && here.word === before.word ? 2 : 1;
  });
}

export const owen: Method = async (task) => {
  const {players, progress} = task;
  const count = players.length;
  const game = gameOf(task, (asked) => progress?.(asked, count * count));
  const [floor, value] = await game([nobody(task), everybody(task)]);
  const shares = Array.from({length: count}, () => 0);
  type Open = {readonly tree: Tree; readonly contexts: readonly Coalition[]};
  // Level by level, so that a batch holds all coalitions of a level.
  let open: Open[] = [
    {
      tree: treeOf(
        players.map((_, player) => player),
        cutsOf(task)
      ),
      contexts: [nobody(task)]
    }
  ];
  while (open.length > 0) {
    const next: Open[] = [];
    const asked: {readonly player: number; readonly without: Coalition; readonly weight: number}[] =
      [];
    for (const {tree, contexts} of open) {
      if (typeof tree === "number") {
        for (const without of contexts)
          asked.push({player: tree, without, weight: 1 / contexts.length});
        continue;
      }
      const [left, right] = tree;
      const joined = (part: Tree): Coalition[] =>
        contexts.map((one) => joinedBy(one, leavesOf(part)));
      next.push(
        {tree: left, contexts: [...contexts, ...joined(right)]},
        {tree: right, contexts: [...contexts, ...joined(left)]}
      );
    }
    const values = await game(
      asked.flatMap(({player, without}) => [joinedBy(without, [player]), without])
    );
    asked.forEach(({player, weight}, index) => {
      shares[player]! += weight * (values[2 * index]! - values[2 * index + 1]!);
    });
    open = next;
  }
  return {
    value: value!,
    rows: spread(task, shares),
    shares,
    change: value! - floor!,
    sum: "exact",
    baseline: true
  };
};

function joinedBy(coalition: Coalition, players: readonly number[]): Coalition {
  const made = coalition.slice();
  for (const player of players) made[player] = true;
  return made;
}
