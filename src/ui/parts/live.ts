import { useReducedMotion } from "@mantine/hooks";
import { useEffect, useEffectEvent } from "react";
import type { LiveFrame } from "../../screening/ports.ts";
import { useVisit } from "../visit-context.ts";

/** With reduced motion the live picture stands still for this long at a time. */
const calmMs = 250;

/**
 * Draws what the open microphone hears, outside React: `take` sees every frame, `draw` runs at most once per screen
 * refresh (four times a second with reduced motion) and only when a frame has come.
 */
export function useLiveFrames(take: (frame: LiveFrame) => void, draw: () => void): void {
  const visit = useVisit();
  const calm = useReducedMotion();
  const onFrame = useEffectEvent(take);
  const onDraw = useEffectEvent(draw);

  useEffect(() => {
    const { microphone } = visit;
    if (!microphone) return;
    let due = false;
    let drawnMs = Number.NEGATIVE_INFINITY;
    const unsubscribe = microphone.onFrame((frame) => {
      onFrame(frame);
      due = true;
    });
    let request = requestAnimationFrame(function refresh(nowMs: number): void {
      if (due && (!calm || nowMs - drawnMs >= calmMs)) {
        due = false;
        drawnMs = nowMs;
        onDraw();
      }
      request = requestAnimationFrame(refresh);
    });
    return () => {
      unsubscribe();
      cancelAnimationFrame(request);
    };
  }, [visit, calm]);
}
