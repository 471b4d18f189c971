import { useCallback, useEffect, useRef, useState } from "react";
import type { Heard } from "../../screening/ports.ts";
import { useVisit } from "../visit-context.ts";

/** A device that plays nothing (no way out for sound) must not leave the page waiting for the end. */
const graceSec = 1;

export interface Player {
  /** What is being played, null when nothing is. */
  readonly span: { readonly startSec: number; readonly endSec: number } | null;
  play(startSec: number, endSec: number): void;
  stop(): void;
}

/** Plays spans of a recording, one at a time. @param onPosition every picture frame, outside React; null at the end */
export function usePlayer(heard: Heard, onPosition: (sec: number | null) => void): Player {
  const { device } = useVisit();
  const [span, setSpan] = useState<Player["span"]>(null);
  const running = useRef<(() => void) | null>(null);
  const listener = useRef(onPosition);
  useEffect(() => {
    listener.current = onPosition;
  });

  const stop = useCallback(() => {
    running.current?.();
    running.current = null;
    listener.current(null);
    setSpan(null);
  }, []);

  const play = useCallback(
    (startSec: number, endSec: number) => {
      running.current?.();
      const end = Math.min(endSec, heard.result.durationSec);
      const timer = setTimeout(stop, 1000 * (end - startSec + graceSec));
      const halt = device.play(heard, startSec, end, (sec) => {
        if (sec >= end) stop();
        else listener.current(sec);
      });
      running.current = () => {
        clearTimeout(timer);
        halt();
      };
      setSpan({ startSec, endSec: end });
    },
    [device, heard, stop],
  );

  // Sound stops with its screen.
  useEffect(() => () => running.current?.(), []);
  return { span, play, stop };
}
