import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { cruise, type ICruiseOptions, type ICruiseResult } from "dependency-cruiser";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const { options, ...ruleSet } = createRequire(import.meta.url)("../.dependency-cruiser.cjs") as {
  readonly options: ICruiseOptions;
};

/** Holds the imports of `src` below a folder against the rules of the house. */
async function readImports(
  folder: string,
): Promise<{ readonly moduleCount: number; readonly violations: readonly string[] }> {
  const { output } = await cruise(["src"], { ...options, ruleSet, validate: true, baseDir: folder });
  const { summary } = output as ICruiseResult;
  return {
    moduleCount: summary.totalCruised,
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
  };
}

it("imports point one way, in no circle, and leave no file out", async () => {
  const { moduleCount, violations } = await readImports(root);
  expect(violations).toEqual([]);
  // A reader that found nothing would find nothing wrong.
  expect(moduleCount).toBeGreaterThan(50);
});

it("reports a wrong arrow, a circle, an orphan and a library away from home where they are", async () => {
  const { moduleCount, violations } = await readImports(`${root}test/fixtures/arrows`);
  expect(moduleCount).toBeGreaterThanOrEqual(5);
  expect(violations).toContain("base-imports: src/base/wrong-arrow.ts → src/audio/cycle-one.ts");
  expect(violations).toContain("no-cycle: src/audio/cycle-one.ts → src/audio/cycle-two.ts");
  expect(violations.filter((one) => one.startsWith("home-of-tfjs: src/ui/library.ts"))).toHaveLength(1);
  expect(violations).toContain("no-orphan: src/ui/orphan.ts → src/ui/orphan.ts");
});
