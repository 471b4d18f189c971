import { join } from "node:path";
import { decodeTake } from "../audio/decoding/decode.ts";
import { featureSpec } from "../features/spec.ts";
import type { ClinicalFault, Recording } from "../learning/clinical/participant.ts";
import { cutSessions, type HeardRecording, overhangOf } from "../learning/clinical/sessions.ts";
import { sessionFeaturesOf } from "../learning/session-features.ts";
import type { ClinicalAnswer, ClinicalTask } from "./clinical-sessions.ts";
import { writeCacheFile } from "./feature-cache.ts";
import { openSoundFile } from "./files.ts";

/** Cuts the participant's speech out of some recordings, and measures it session by session into the cache. */
export default async function hear({ dir, recordings, answerFile }: ClinicalTask): Promise<ClinicalAnswer> {
  const heard: HeardRecording[] = [];
  const faults: ClinicalFault[] = [];
  for (const recording of recordings) {
    const samples = await samplesOf(dir, recording);
    if (typeof samples === "string") faults.push({ file: recording.file, line: null, reason: samples });
    else heard.push({ recording, samples });
  }
  for (const one of heard) {
    const overhangSec = overhangOf(one, featureSpec.sampleRateHz);
    const reason = `the sound ends ${overhangSec.toFixed(1)} s before its last turn`;
    if (overhangSec > 0) faults.push({ file: one.recording.file, line: null, reason });
  }
  if (faults.length > 0) return { kind: "unfit", faults };
  const cacheFiles: string[] = [];
  for (const samples of cutSessions(heard, featureSpec.sampleRateHz)) {
    const features = sessionFeaturesOf(samples);
    if (features.windows.length === 0) continue;
    const cacheFile = answerFile.replace(/\.v8$/, `-${cacheFiles.length}.v8`);
    await writeCacheFile(cacheFile, features);
    cacheFiles.push(cacheFile);
  }
  await writeCacheFile(answerFile, cacheFiles);
  return { kind: "heard", cacheFiles };
}

/** The whole recording, or why it cannot be heard. A recording that lacks a part would give other sessions: refused. */
async function samplesOf(dir: string, { file }: Recording): Promise<Float32Array | string> {
  const opened = openSoundFile(join(dir, file));
  if (!opened.ok) return opened.fault.message;
  try {
    const take = await decodeTake(opened.value.file, { sampleRateHz: featureSpec.sampleRateHz });
    if (!take.ok) return "message" in take.fault ? take.fault.message : take.fault.kind;
    const torn = take.value.cautions.some(
      ({ kind }) => kind === "cut-short" || kind === "damaged" || kind === "too-long",
    );
    return torn ? "the sound is not whole" : take.value.samples;
  } finally {
    opened.value.close();
  }
}
