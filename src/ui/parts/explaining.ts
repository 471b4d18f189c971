import { useEffect, useState } from "react";
import type { Explanation } from "../../screening/explanation.ts";
import type { DeviceFault, Heard, Progress } from "../../screening/ports.ts";
import { useVisit } from "../visit-context.ts";

/** More windows than this take minutes: then a person is asked first. */
const unaskedWindows = 180;

/** How far the explanation of a result is. */
export type Explaining =
  | { readonly stage: "long" | "stopped"; begin(): void }
  | { readonly stage: "failed"; readonly fault: DeviceFault; begin(): void }
  | { readonly stage: "working"; readonly progress: Progress | null; cancel(): void }
  | { readonly stage: "ready"; readonly explanation: Explanation };

type Answer = Awaited<ReturnType<ReturnType<typeof useVisit>["device"]["explain"]>["result"]>;

/** Has the device explain a result while it is shown. Null where there is no estimate to explain. */
export function useExplanation(heard: Heard): Explaining | null {
  const { device } = useVisit();
  const isLong = heard.result.windows.length > unaskedWindows;
  /** Counts the attempts; null while none is wanted. */
  const [attempt, setAttempt] = useState<number | null>(isLong ? null : 0);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const hasEstimate = heard.result.depression !== null;

  useEffect(() => {
    if (attempt === null || !hasEstimate) return;
    let isCurrent = true;
    const work = device.explain(heard, (progress) => isCurrent && setProgress(progress));
    void work.result.then((answer) => isCurrent && setAnswer(answer));
    return () => {
      isCurrent = false;
      work.cancel();
    };
  }, [device, heard, attempt, hasEstimate]);

  if (!hasEstimate) return null;
  const begin = (): void => {
    setAnswer(null);
    setProgress(null);
    setAttempt((last) => (last ?? 0) + 1);
  };
  if (attempt === null) return { stage: isLong && progress === null ? "long" : "stopped", begin };
  if (answer === null) return { stage: "working", progress, cancel: () => setAttempt(null) };
  if (answer.ok) return { stage: "ready", explanation: answer.value };
  return { stage: "failed", fault: answer.fault, begin };
}
