import { type ComponentType, lazy, useState } from "react";

/** A screen whose code comes after the first paint. */
export class LaterScreen {
  readonly #load: () => Promise<ComponentType>;
  #loaded: ComponentType | null = null;
  readonly #lazy = lazy(async () => ({ default: await this.load() }));

  constructor(load: () => Promise<ComponentType>) {
    this.#load = load;
  }

  async load(): Promise<ComponentType> {
    this.#loaded = await this.#load();
    return this.#loaded;
  }

  /** The screen itself where its code has come: `lazy` would put the fallback in its place for a third of a second even then. */
  get shown(): ComponentType {
    return this.#loaded ?? this.#lazy;
  }
}

/** Shows a screen, as soon as it can. Where another may take its place, each needs a key of its own. */
export function Later({ screen }: { readonly screen: LaterScreen }) {
  // It stays what it was at first for as long as it is shown: another component would begin without its state.
  const [Shown] = useState(() => screen.shown);
  return <Shown />;
}
