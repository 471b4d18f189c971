import { createStore } from "zustand/vanilla";
import { type Session, type SessionEvent, step } from "../screening/session.ts";

export interface SessionState {
  readonly session: Session;
  /** Whether the network is loaded and warm; what failed is tried again before anything is scored. */
  readonly network: "loading" | "ready" | "failed";
  /** Whose help lines the person chose, "" for another country; null until then. */
  readonly helpCountry: string | null;
  dispatch(event: SessionEvent): void;
  setNetwork(network: SessionState["network"]): void;
  chooseHelpCountry(country: string): void;
}

/** Holds the visit's state; `step` alone decides what it becomes. */
export const createSessionStore = () =>
  createStore<SessionState>()((set, get) => ({
    session: { stage: "start" },
    network: "loading",
    helpCountry: null,
    dispatch: (event) => set({ session: step(get().session, event) }),
    setNetwork: (network) => set({ network }),
    chooseHelpCountry: (helpCountry) => set({ helpCountry }),
  }));

export type SessionStore = ReturnType<typeof createSessionStore>;
