/** The seed is what an evaluation repeats; everything else must be alike, in whatever order it was written. */
export function isSameRecipe(one: object, other: object): boolean {
  const { seed: _, ...first } = sorted(one) as { seed?: unknown };
  const { seed: __, ...second } = sorted(other) as { seed?: unknown };
  return JSON.stringify(first) === JSON.stringify(second);
}

const sorted = (value: unknown): unknown =>
  typeof value !== "object" || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, part]) => [key, sorted(part)]),
      );
