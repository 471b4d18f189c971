import shipped from "../../../models/undertone-1/card.json?raw";
import type { Result } from "../../../src/base/result.ts";
import { type Card, type CardFault, readCard } from "../../../src/network/card.ts";
import { readiness } from "./results.ts";

export type CardChange = Readonly<Record<string, unknown>>;

/** The card that ships, made out to the pretended bundle and changed by a test, and then read as any card is. */
export const cardOfStage = (change: CardChange): Result<Card, CardFault> =>
  readCard(JSON.stringify({ ...JSON.parse(shipped), hash: readiness.bundleHash, ...change }), readiness.bundleHash);
