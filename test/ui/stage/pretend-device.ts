import { fail, ok, type Result } from "../../../src/base/result.ts";
import { featureSpec, rowSec } from "../../../src/features/spec.ts";
import type {
  Cancellable,
  Device,
  DeviceFault,
  Heard,
  Interruption,
  LiveFrame,
  Microphone,
  OpenMicrophone,
  Progress,
  SampleVoice,
} from "../../../src/screening/ports.ts";
import { type CardChange, cardOfStage } from "./card.ts";
import { explanationOf, heardOf, type KindOfHeard, readiness } from "./results.ts";
import { pretendVoice } from "./voice.ts";

/** What a test can do to the device while the page runs. */
export interface Strings {
  /** What the next scoring answers. */
  heard: KindOfHeard;
  /** Faults, in the order in which the named calls meet them. */
  readonly faults: {
    [call in
      | "prepare"
      | "microphones"
      | "openMicrophone"
      | "scoreFile"
      | "explain"
      | "finish"
      | "samples"]?: DeviceFault[];
  };
  /** Seconds of pretended voice that pass in one of the clock. */
  speed: number;
  /** Leaves scoring and loading unfinished until it is set to false. */
  isHeld: boolean;
  /** Leaves explanations unfinished until it is set to false. */
  isPondering: boolean;
  progress: Progress | null;
  /** Has the microphone tell how much of what it hears is speech. */
  isCounting: boolean;
  interrupt(interruption: Interruption | null): void;
  level(levelDb: number, clipped: boolean): void;
  /** Calls of the device, in order. */
  readonly calls: string[];
  /** What the card of the bundle says otherwise than the one that ships. */
  card: CardChange;
}

export interface Pretence {
  readonly device: Device;
  readonly strings: Strings;
}

const samples: readonly SampleVoice[] = [
  { id: "calm", file: "calm.flac", title: "Anna, calm", description: "Synthetic, 46 s of speech." },
  { id: "flat", file: "flat.flac", title: "Ben, slow and level", description: "Synthetic, 52 s of speech." },
  { id: "short", file: "short.flac", title: "Eight seconds", description: "Synthetic; too short for an estimate." },
];

/** A device whose answers are written down beforehand. */
export function pretendDevice(): Pretence {
  let interruptionListener: (interruption: Interruption | null) => void = () => {};
  let level: { levelDb: number; clipped: boolean } | null = null;
  const strings: Strings = {
    heard: "indeterminate",
    faults: {},
    speed: 1,
    isHeld: false,
    isPondering: false,
    progress: null,
    isCounting: true,
    interrupt: (interruption) => interruptionListener(interruption),
    level: (levelDb, clipped) => {
      level = { levelDb, clipped };
    },
    calls: [],
    card: {},
  };
  const nextFault = (call: keyof Strings["faults"]): DeviceFault | undefined => {
    strings.calls.push(call);
    return strings.faults[call]?.shift();
  };
  const released: Released = async (isCancelled = () => false) => {
    while (strings.isHeld && !isCancelled()) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const microphones: readonly Microphone[] = [
    { id: "default", name: "Default: Built-in microphone" },
    { id: "usb", name: "USB desk microphone" },
  ];

  const device: Device = {
    async prepare(onProgress) {
      onProgress(strings.progress ?? { stage: "loading", done: 0.4, remainingSec: 1 });
      const fault = nextFault("prepare");
      await released();
      return fault ? fail(fault) : ok(readiness);
    },
    async microphones() {
      const fault = nextFault("microphones");
      return fault ? fail(fault) : ok(microphones);
    },
    async openMicrophone(id) {
      const fault = nextFault("openMicrophone");
      strings.calls.push(`open ${id}`);
      if (fault) return fail(fault);
      return ok(
        pretendMicrophone(
          strings,
          released,
          nextFault,
          () => level,
          (listener) => {
            interruptionListener = listener;
          },
        ),
      );
    },
    scoreFile(_file, onProgress) {
      return scoring(strings, released, nextFault("scoreFile"), () =>
        onProgress(strings.progress ?? { stage: "decoding", done: 0.3, remainingSec: 8 }),
      );
    },
    async card() {
      strings.calls.push("card");
      return cardOfStage(strings.card);
    },
    explain(heard, onProgress) {
      const fault = nextFault("explain");
      let cancelled = false;
      const work = async () => {
        do {
          onProgress({ stage: "explaining", done: 0.3, remainingSec: 5 });
          await new Promise((resolve) => setTimeout(resolve, 20));
        } while (strings.isPondering && !cancelled);
        if (cancelled) return fail({ kind: "cancelled" } as const);
        return fault ? fail(fault) : ok(explanationOf(heard));
      };
      return {
        result: work(),
        cancel: () => {
          cancelled = true;
          strings.calls.push("explanation cancelled");
        },
      };
    },
    forget: ({ scoring }) => void strings.calls.push(`forget ${scoring}`),
    samples: async () => (nextFault("samples") ? null : samples),
    readSample: async () => ok(new Blob(["x"])),
    play(_heard: Heard, startSec, endSec, onPosition) {
      strings.calls.push(`play ${startSec.toFixed(1)} ${endSec.toFixed(1)}`);
      let sec = startSec;
      const timer = setInterval(() => {
        sec += 0.05;
        onPosition(Math.min(sec, endSec));
        if (sec >= endSec) clearInterval(timer);
      }, 50);
      return () => clearInterval(timer);
    },
  };
  return { device, strings };
}

const frameMs = 20;

/** Waits until a test lets go of it or it is cancelled. */
type Released = (isCancelled?: () => boolean) => Promise<void>;

/** What is heard of anything, unless there is a fault or it is cancelled. */
function scoring(
  strings: Strings,
  released: Released,
  fault: DeviceFault | undefined,
  begin: () => void,
): Cancellable<Result<Heard, DeviceFault>> {
  let cancelled = false;
  const work = async (): Promise<Result<Heard, DeviceFault>> => {
    begin();
    await released(() => cancelled);
    if (cancelled) return fail({ kind: "cancelled" });
    return fault ? fail(fault) : ok(heardOf(strings.heard));
  };
  return {
    result: work(),
    cancel: () => {
      cancelled = true;
    },
  };
}

function pretendMicrophone(
  strings: Strings,
  released: Released,
  nextFault: (call: "finish") => DeviceFault | undefined,
  level: () => { levelDb: number; clipped: boolean } | null,
  setInterruptionListener: (listener: (interruption: Interruption | null) => void) => void,
): OpenMicrophone {
  const voice = pretendVoice(90);
  const { bandCount } = featureSpec.mel;
  const listeners = new Set<(frame: LiveFrame) => void>();
  let isRecording = false;
  let row = 0;
  const emit = (): void => {
    const rows = isRecording ? Math.min(voice.rowCount - row, Math.max(1, Math.round(strings.speed))) : 0;
    const last = Math.max(0, row + rows - 1);
    const spoken = level() ?? { levelDb: voice.levelDb[last] ?? -60, clipped: false };
    const frame: LiveFrame = {
      logMel: voice.logMel.slice(row * bandCount, (row + rows) * bandCount),
      firstRow: row,
      rowCount: rows,
      pitchHz: voice.pitchHz.slice(row, row + rows),
      pitchFirstRow: row,
      ...spoken,
      recordedSec: (row + rows) * rowSec(featureSpec),
      speechSec: strings.isCounting ? (row + rows === 0 ? 0 : (voice.speechSec[last] as number)) : null,
      overruns: 0,
    };
    row += rows;
    for (const listener of listeners) listener(frame);
  };
  const timer = setInterval(emit, frameMs);
  return {
    settings: { sampleRateHz: 48_000, echoCancellation: false, noiseSuppression: true, autoGainControl: null },
    onFrame(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onInterruption(listener) {
      setInterruptionListener((interruption) => {
        if (interruption !== null) isRecording = false;
        listener(interruption);
      });
      return () => setInterruptionListener(() => {});
    },
    record() {
      strings.calls.push("record");
      isRecording = true;
    },
    pause() {
      strings.calls.push("pause");
      isRecording = false;
    },
    redo() {
      strings.calls.push("redo");
      row = 0;
      isRecording = true;
    },
    finish(onProgress) {
      isRecording = false;
      return scoring(strings, released, nextFault("finish"), () =>
        onProgress({ stage: "scoring", done: 0.6, remainingSec: 3 }),
      );
    },
    async close() {
      strings.calls.push("close");
      clearInterval(timer);
    },
  };
}
