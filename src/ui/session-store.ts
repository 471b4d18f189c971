import { createStore } from "zustand/vanilla";
import { type Session, type SessionEvent, step } from "../screening/session.ts";

export interface SessionState {
  readonly session: Session;
  /** Whether the network is loaded and warm. */
  readonly prepared: boolean;
  dispatch(event: SessionEvent): void;
  setPrepared(prepared: boolean): void;
}

/** Holds the visit's state; `step` alone decides what it becomes. */
export const createSessionStore = () =>
  createStore<SessionState>()((set, get) => ({
    session: { stage: "start" },
    prepared: false,
    dispatch: (event) => set({ session: step(get().session, event) }),
    setPrepared: (prepared) => set({ prepared }),
  }));

export type SessionStore = ReturnType<typeof createSessionStore>;
