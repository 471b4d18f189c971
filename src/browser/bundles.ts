import type { BundleFiles } from "./messages.ts";

/** Every file of every bundle that this build holds, by its path in the project. */
const urls = import.meta.glob<string>("/models/*/*", { query: "?url", import: "default", eager: true });

/** The bundle that is used: the last by name. Null where the build holds none. */
export function shippedBundle(): BundleFiles | null {
  const manifest = Object.keys(urls)
    .filter((path) => path.endsWith("/manifest.json"))
    .sort()
    .at(-1);
  const manifestUrl = manifest && urls[manifest];
  const weightsUrl = manifest && urls[manifest.replace("manifest.json", "weights.bin")];
  const cardUrl = (manifest && urls[manifest.replace("manifest.json", "card.json")]) ?? null;
  return manifestUrl && weightsUrl ? { manifestUrl, weightsUrl, cardUrl } : null;
}
