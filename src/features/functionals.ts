import { type Family, families } from "./functionals/block.ts";
import { blocks } from "./functionals/blocks.ts";
import { prepareWindow, type WindowFrames } from "./functionals/window.ts";

export { type Family, families };

/** `descriptor.functional`, in the order of `computeFunctionals`; families stay together, in their order. */
export const functionalNames: readonly string[] = blocks.flatMap(({ names }) => names);

const familyByName: ReadonlyMap<string, Family> = new Map(
  blocks.flatMap(({ family, names }) => names.map((name) => [name, family])),
);

/** Throws for a name that is no functional. */
export function functionalFamily(name: string): Family {
  const family = familyByName.get(name);
  if (family === undefined) throw new Error(`there is no functional named "${name}"`);
  return family;
}

/**
 * Describes a window by statistics of its descriptors. Pure gain changes nothing, since everything that depends on level
 * is told relative to `levelDb`.
 *
 * @returns [functionalNames.length], all finite
 */
export function computeFunctionals(window: WindowFrames): Float32Array {
  const prepared = prepareWindow(window);
  const out = new Float32Array(functionalNames.length);
  let at = 0;
  for (const block of blocks) {
    block.write(prepared, out, at);
    at += block.names.length;
  }
  return out;
}
