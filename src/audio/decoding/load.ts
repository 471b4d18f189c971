/** What decodes a kind of sound could not be loaded. In a page it comes over the network when the first file needs it. */
export class LoadError extends Error {}

/** @throws LoadError */
export async function load<Module>(importing: Promise<Module>): Promise<Module> {
  try {
    return await importing;
  } catch (error) {
    throw new LoadError(String(error));
  }
}
