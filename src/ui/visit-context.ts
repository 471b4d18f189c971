import { createContext, use } from "react";
import { useStore } from "zustand";
import type { Session } from "../screening/session.ts";
import type { Explaining } from "./explainer.ts";
import type { SessionState } from "./session-store.ts";
import type { Visit } from "./visit.ts";

export const VisitContext = createContext<Visit | null>(null);

/** The visit that the screens belong to. */
export function useVisit(): Visit {
  const visit = use(VisitContext);
  if (!visit) throw new Error("a screen was shown outside a visit");
  return visit;
}

/** One value of the visit's state. */
export function useSession<T>(select: (state: SessionState) => T): T {
  return useStore(useVisit().store, select);
}

/**
 * How far the explanation of the visit's result is, or what is selected of that; null where there is none to explain. It
 * changes many times a second: whoever listens to more of it than needed delays the result that is being drawn.
 */
export function useExplaining<T>(select: (explaining: Explaining | null) => T): T {
  return useStore(useVisit().explainer.store, select);
}

/** The session of the stage that the calling screen shows; null in the moment of leaving it. */
export function useStage<Stage extends Session["stage"]>(stage: Stage): Extract<Session, { stage: Stage }> | null {
  return useSession(({ session }) =>
    session.stage === stage ? (session as Extract<Session, { stage: Stage }>) : null,
  );
}
