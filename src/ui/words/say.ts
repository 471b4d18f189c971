import type { TFunction } from "i18next";
import { unreachable } from "../../base/result.ts";
import type { BackendReason, DeviceFault, Interruption, Readiness } from "../../screening/ports.ts";
import type { Caution, Reason } from "../../screening/result.ts";
import type { CheckInterruption, Recorded, Source } from "../../screening/session.ts";
import { sayDb, sayFinePercent, sayMs, saySeconds, sayTenths } from "./figures.ts";

/** Why a recording cannot be scored, and what can be done about it; null for a reason that the outcome itself tells. */
export function sayObstacle(t: TFunction, reason: Reason): { readonly why: string; readonly remedy: string } | null {
  switch (reason.kind) {
    case "too-little-speech":
    case "no-speech":
    case "noisy":
    case "clipped":
      return { why: sayWhy(t, reason), remedy: t(`result.remedies.${reason.kind}`) };
    case "below-low-threshold":
    case "between-thresholds":
    case "both-answers-fit":
    case "unlike-heard":
    case "above-high-threshold":
    case "no-depression-head":
      return null;
    default:
      return unreachable(reason);
  }
}

type Obstacle = Extract<Reason, { readonly kind: "too-little-speech" | "no-speech" | "noisy" | "clipped" }>;

function sayWhy(t: TFunction, reason: Obstacle): string {
  switch (reason.kind) {
    case "too-little-speech":
      return t("result.reasons.too-little-speech", {
        speech: sayTenths(t, reason.speechSec),
        min: saySeconds(t, reason.minSec),
      });
    case "no-speech":
      return t("result.reasons.no-speech");
    case "noisy":
      return t("result.reasons.noisy", { snr: sayDb(t, reason.snrDb), min: sayDb(t, reason.minDb) });
    case "clipped":
      return t("result.reasons.clipped", {
        ratio: sayFinePercent(t, reason.clippedRatio),
        max: sayFinePercent(t, reason.maxRatio),
      });
    default:
      return unreachable(reason);
  }
}

export function sayCaution(t: TFunction, caution: Caution): string {
  switch (caution.kind) {
    case "cut-short":
      return caution.declaredSec === null
        ? t("result.cautions.cut-short-unknown", { decoded: saySeconds(t, caution.decodedSec) })
        : t("result.cautions.cut-short", {
            declared: saySeconds(t, caution.declaredSec),
            decoded: saySeconds(t, caution.decodedSec),
          });
    case "header-unreliable":
      return t("result.cautions.header-unreliable", { detail: caution.detail });
    case "damaged":
      return t("result.cautions.damaged", { lost: sayTenths(t, caution.lostSec) });
    case "too-long":
      return t("result.cautions.too-long", { read: saySeconds(t, caution.readSec) });
    case "interval-crosses":
      return t(`result.cautions.interval-crosses-${caution.threshold}`);
    default:
      return unreachable(caution);
  }
}

export interface FaultWords {
  readonly what: string;
  readonly why: string;
  readonly todo: string;
  /** What the machine itself said, where it helps to look the matter up. */
  readonly detail: string | null;
}

export function sayFault(t: TFunction, fault: DeviceFault): FaultWords {
  if (fault.kind === "file") {
    const { kind, message } = fault.fault;
    // Only the decoder knows what it met, and says so in a sentence.
    return { what: t(`trouble.files.${kind}.what`), why: message, todo: t(`trouble.files.${kind}.todo`), detail: null };
  }
  return {
    what: t(`trouble.faults.${fault.kind}.what`),
    why: t(`trouble.faults.${fault.kind}.why`),
    todo: t(`trouble.faults.${fault.kind}.todo`),
    detail: "detail" in fault ? fault.detail : null,
  };
}

export function sayBackend(t: TFunction, backend: Readiness["backend"], reason: BackendReason): string {
  const name = t(`result.backendNames.${backend}`);
  if (reason.kind === "fastest" || reason.kind === "slower")
    return t(`result.backend.${reason.kind}`, {
      name,
      webgpuMs: sayMs(t, reason.webgpuMs),
      wasmMs: sayMs(t, reason.wasmMs),
    });
  return t(`result.backend.${reason.kind}`, { name });
}

/** What of a recording stays, as "23 s of speech". */
export const sayKept = (t: TFunction, { recordedSec, speechSec }: Recorded): string =>
  speechSec === null
    ? t("units.keptRecording", { seconds: saySeconds(t, recordedSec) })
    : t("units.keptSpeech", { seconds: saySeconds(t, speechSec) });

export const sayInterruption = (t: TFunction, interruption: Interruption, recorded: Recorded): string =>
  t(`speaking.interruption.${interruption}`, { kept: sayKept(t, recorded) });

export const sayInterruptionOver = (t: TFunction, interruption: Interruption, recorded: Recorded): string =>
  `${t(`speaking.over.${interruption}`)} ${t("speaking.goOn", { kept: sayKept(t, recorded) })}`;

/** On the microphone check nothing is recorded yet. */
export const sayCheckInterruption = (t: TFunction, interruption: CheckInterruption): string =>
  t(`microphone.interruption.${interruption}`);

export function saySource(t: TFunction, source: Source): string {
  switch (source.kind) {
    case "microphone":
      return t("result.from.microphone");
    case "file":
      return t("result.from.file", { name: source.name });
    case "sample":
      return t("result.from.sample", { title: source.title });
    default:
      return unreachable(source);
  }
}
