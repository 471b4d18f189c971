import type { Random } from "../../base/random.ts";

/**
 * Some of many, in which everybody has as many as everybody else or has no more, and everybody's own are spread over the
 * classes in the same way. The same ones whenever `random` is the same.
 */
export function balancedSubset<Item>(
  items: readonly Item[],
  limit: number,
  speakerOf: (item: Item) => string,
  classOf: (item: Item) => string,
  random: Random,
): Item[] {
  const byClass = inTurns(random.shuffle(items), (item) => `${speakerOf(item)}/${classOf(item)}`);
  return inTurns(byClass, speakerOf).slice(0, limit);
}

/** First one of each group, then a second of each, and so on. */
function inTurns<Item>(items: readonly Item[], groupOf: (item: Item) => string): Item[] {
  const counts = new Map<string, number>();
  const turnOf = new Map<Item, number>();
  for (const item of items) {
    const group = groupOf(item);
    const turn = counts.get(group) ?? 0;
    counts.set(group, turn + 1);
    turnOf.set(item, turn);
  }
  return [...items].sort((a, b) => (turnOf.get(a) as number) - (turnOf.get(b) as number));
}
