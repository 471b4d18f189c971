import { unreachable } from "../base/result.ts";
import type { CaptureSettings, DeviceFault, Interruption, Microphone, Progress, Readiness } from "./ports.ts";
import type { ScreeningResult } from "./result.ts";

/** Where the voice comes from. */
export type Source =
  | { readonly kind: "microphone" }
  | { readonly kind: "file"; readonly name: string }
  | { readonly kind: "sample"; readonly title: string };

/** What a recording holds so far. It stays until it is scored or the person gives it up. */
export interface Recorded {
  readonly recordedSec: number;
  /** Null while it cannot be counted. */
  readonly speechSec: number | null;
}

/** What the person is asked to do: read aloud, then speak freely. */
export type Task = "passage" | "prompt";

/** Why nothing is being recorded just now. An interruption that is over still waits for the person to go on. */
export type Pause =
  | { readonly by: "person" }
  | { readonly by: "interruption"; readonly interruption: Interruption; readonly over: boolean };

/** What can come between before there is a recording that could be full. */
export type CheckInterruption = Exclude<Interruption, "full">;

export interface OpenedMicrophone {
  readonly microphones: readonly Microphone[];
  readonly id: string | null;
  readonly settings: CaptureSettings;
}

/** One visit, from choosing a source to the result. Sound never enters it. */
export type Session =
  | { readonly stage: "start" }
  | {
      readonly stage: "microphone";
      /** Null while it is being opened. */
      readonly microphone: OpenedMicrophone | null;
      readonly interruption: CheckInterruption | null;
    }
  | { readonly stage: "speaking"; readonly task: Task; readonly recorded: Recorded; readonly pause: Pause | null }
  | {
      readonly stage: "working";
      readonly source: Source;
      readonly recorded: Recorded | null;
      readonly progress: Progress | null;
    }
  | {
      readonly stage: "result";
      readonly source: Source;
      readonly result: ScreeningResult;
      readonly readiness: Readiness;
    }
  | Trouble;

export interface Trouble {
  readonly stage: "trouble";
  /** What was being done; null while the page was getting ready. */
  readonly source: Source | null;
  readonly fault: DeviceFault;
  readonly recorded: Recorded | null;
}

export type SessionEvent =
  /** Opens a microphone, or another one. */
  | { readonly kind: "microphone-wanted" }
  | { readonly kind: "microphone-opened"; readonly microphone: OpenedMicrophone }
  | { readonly kind: "recording-began" }
  | { readonly kind: "heard"; readonly recorded: Recorded }
  | { readonly kind: "task-changed"; readonly task: Task }
  | { readonly kind: "paused" }
  | { readonly kind: "resumed" }
  /** Gives up what was recorded and records anew. */
  | { readonly kind: "redone" }
  | { readonly kind: "interrupted"; readonly interruption: Interruption }
  | { readonly kind: "interruption-ended" }
  | { readonly kind: "stopped" }
  | { readonly kind: "sound-chosen"; readonly source: Exclude<Source, { kind: "microphone" }> }
  | { readonly kind: "scoring-again" }
  | { readonly kind: "progressed"; readonly progress: Progress }
  | { readonly kind: "scored"; readonly result: ScreeningResult; readonly readiness: Readiness }
  | { readonly kind: "failed"; readonly fault: DeviceFault }
  /** Back to the choice of sources; gives up what was recorded. */
  | { readonly kind: "left" };

const nothing: Recorded = { recordedSec: 0, speechSec: 0 };

/** The recording that would be lost if the page were closed now. */
export function recordingHeld(session: Session): Recorded | null {
  const recorded = "recorded" in session ? session.recorded : null;
  return recorded && recorded.recordedSec > 0 ? recorded : null;
}

/**
 * What a visit becomes when something happens. An event that has no place in the present stage (a late answer, a second
 * press) changes nothing. Only `redone` and `left` give up a recording.
 */
export function step(session: Session, event: SessionEvent): Session {
  switch (event.kind) {
    case "microphone-wanted":
      return session.stage === "working" || recordingHeld(session)
        ? session
        : { stage: "microphone", microphone: null, interruption: null };
    case "microphone-opened":
      return session.stage === "microphone" ? { ...session, microphone: event.microphone } : session;
    case "recording-began":
      return session.stage === "microphone" && session.microphone && !session.interruption
        ? { stage: "speaking", task: "passage", recorded: nothing, pause: null }
        : session;
    case "heard":
      return session.stage === "speaking" ? { ...session, recorded: event.recorded } : session;
    case "task-changed":
      return session.stage === "speaking" ? { ...session, task: event.task } : session;
    case "paused":
      return session.stage === "speaking" && !session.pause ? { ...session, pause: { by: "person" } } : session;
    case "resumed":
      return session.stage === "speaking" && canGoOn(session.pause) ? { ...session, pause: null } : session;
    case "redone":
      return session.stage === "speaking" && canRedo(session.pause)
        ? { ...session, task: "passage", recorded: nothing, pause: null }
        : session;
    case "interrupted":
      return interrupt(session, event.interruption);
    case "interruption-ended":
      return endInterruption(session);
    case "stopped":
      return session.stage === "speaking"
        ? { stage: "working", source: { kind: "microphone" }, recorded: session.recorded, progress: null }
        : session;
    case "sound-chosen":
      return session.stage === "start" || session.stage === "result" || isEmptyTrouble(session)
        ? { stage: "working", source: event.source, recorded: null, progress: null }
        : session;
    case "scoring-again":
      return session.stage === "trouble" && session.source && waysOn(session).includes("score-again")
        ? { stage: "working", source: session.source, recorded: session.recorded, progress: null }
        : session;
    case "progressed":
      return session.stage === "working" ? { ...session, progress: event.progress } : session;
    case "scored":
      return session.stage === "working"
        ? { stage: "result", source: session.source, result: event.result, readiness: event.readiness }
        : session;
    case "failed":
      return failWith(session, event.fault);
    case "left":
      return { stage: "start" };
    default:
      return unreachable(event);
  }
}

/** Whether recording can be taken up (or simply runs on): not while the microphone is away. */
export function canGoOn(pause: Pause | null): boolean {
  return pause?.by !== "interruption" || pause.over;
}

/** What was taken away and may come back only once it is asked for; null where nothing was. */
export function takenAway(pause: Pause | null): "unplugged" | "suspended" | null {
  if (pause?.by !== "interruption" || pause.over) return null;
  return pause.interruption === "unplugged" || pause.interruption === "suspended" ? pause.interruption : null;
}

/** Beginning again makes room in a recording that is full. */
export function canRedo(pause: Pause | null): boolean {
  return canGoOn(pause) || (pause?.by === "interruption" && pause.interruption === "full");
}

const isEmptyTrouble = (session: Session): boolean => session.stage === "trouble" && !recordingHeld(session);

function interrupt(session: Session, interruption: Interruption): Session {
  if (session.stage === "microphone") return interruption === "full" ? session : { ...session, interruption };
  if (session.stage === "speaking") return { ...session, pause: { by: "interruption", interruption, over: false } };
  return session;
}

function endInterruption(session: Session): Session {
  if (session.stage === "microphone") return { ...session, interruption: null };
  if (session.stage === "speaking" && session.pause?.by === "interruption")
    return { ...session, pause: { ...session.pause, over: true } };
  return session;
}

function failWith(session: Session, fault: DeviceFault): Session {
  switch (session.stage) {
    case "start":
      return { stage: "trouble", source: null, fault, recorded: null };
    case "microphone":
      return { stage: "trouble", source: { kind: "microphone" }, fault, recorded: null };
    case "working":
      if (fault.kind === "cancelled" && !session.recorded) return { stage: "start" };
      return {
        stage: "trouble",
        source: session.source,
        fault,
        recorded: fault.kind === "nothing-recorded" ? null : session.recorded,
      };
    case "speaking":
    case "result":
    case "trouble":
      // A failure in the background; it comes up again when its work is asked for.
      return session;
    default:
      return unreachable(session);
  }
}

/** How to go on from trouble; the first is the one to recommend. */
export type Way = "prepare-again" | "score-again" | "open-microphone" | "start";

export function waysOn({ source, fault, recorded }: Trouble): readonly Way[] {
  if (source === null) return ["prepare-again"];
  if (source.kind === "microphone" && !recorded) return ["open-microphone", "start"];
  // What a decoder could not read once it cannot read twice.
  return fault.kind === "file" && fault.fault.kind !== "no-decoder" ? ["start"] : ["score-again", "start"];
}
