import { fail, type Result } from "../base/result.ts";
import type { Card, CardFault } from "../network/card.ts";
import type { InferenceClient } from "./inference/client.ts";

/** Reads the card of the bundle that scores, once: what was read needs no connection any more. */
export class CardReader {
  readonly #url: string | null;
  readonly #client: InferenceClient;
  #read: Promise<Result<Card, CardFault>> | null = null;

  constructor(url: string | null, client: InferenceClient) {
    this.#url = url;
    this.#client = client;
  }

  /** Waits for the bundle, whose hash the card must carry. What failed is tried anew when asked again. */
  async read(): Promise<Result<Card, CardFault>> {
    this.#read ??= this.#fetch();
    const card = await this.#read;
    if (!card.ok) this.#read = null;
    return card;
  }

  async #fetch(): Promise<Result<Card, CardFault>> {
    const missing = (message: string): Result<Card, CardFault> => fail({ kind: "missing", message });
    if (this.#url === null) return missing("this build of the page holds no card");
    const ready = await this.#client.prepare(() => {});
    if (!ready.ok) return missing("the neural network itself could not be loaded");
    try {
      // Its schema is not needed for the first screen.
      const { readCard } = await import("../network/card.ts");
      const response = await fetch(this.#url);
      if (!response.ok) return missing(`${response.status} ${response.statusText}`);
      return readCard(await response.text(), ready.value.bundleHash);
    } catch (error) {
      return missing(String(error));
    }
  }
}
