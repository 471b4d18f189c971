import { useCallback, useEffect, useState } from "react";
import type { Result } from "../../base/result.ts";
import type { Card, CardFault } from "../../network/card.ts";
import { useVisit } from "../visit-context.ts";

/** The card of the bundle that scores; null until it was read. `read` reads it again. */
export function useCard(): { readonly card: Result<Card, CardFault> | null; read(): void } {
  const { device } = useVisit();
  const [card, setCard] = useState<Result<Card, CardFault> | null>(null);
  const read = useCallback(() => {
    setCard(null);
    void device.card().then(setCard);
  }, [device]);
  useEffect(read, [read]);
  return { card, read };
}
