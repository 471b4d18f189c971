import { spawnSync } from "node:child_process";
import { findChromium } from "./chromium.ts";

/**
 * The first step of `npm test`: sees to it that there is a Chromium to test with. Takes the one that
 * UNDERTONE_CHROMIUM names, the system's or Playwright's; else installs one, by Playwright's download or, where that is
 * refused, as the distribution's package; else says which package to install.
 */
function run(command: string, ...args: string[]): boolean {
  console.log(`> ${command} ${args.join(" ")}`);
  return spawnSync(command, args, { stdio: "inherit" }).status === 0;
}

/** A downloaded browser may lack libraries of the system. */
function working(): string | null {
  const path = findChromium();
  return path !== null && spawnSync(path, ["--version"]).status === 0 ? path : null;
}

const isRoot = process.getuid?.() === 0;
const attempts: readonly (() => boolean)[] = [
  () => run("npx", "playwright", "install", "chromium"),
  () => isRoot && run("apt-get", "update") && run("apt-get", "install", "-y", "--no-install-recommends", "chromium"),
];

let chromium = working();
for (const attempt of attempts) {
  if (chromium !== null) break;
  if (attempt()) chromium = working();
}
if (chromium === null) {
  console.error(
    "The tests need Chromium, and none could be installed. Install the package `chromium` (Debian, Ubuntu, Fedora: " +
      "`sudo apt-get install chromium` or `sudo dnf install chromium`), or let UNDERTONE_CHROMIUM name one.",
  );
  process.exit(1);
}
console.log(`Chromium: ${chromium}`);
