import { ActivityStream } from "../audio/activity.ts";
import type { ActivityLayer } from "../audio/activity-network.ts";
import type { Random } from "../base/random.ts";
import { amplitudeFromDb } from "../base/units.ts";
import { LogMelStream } from "../features/mel.ts";
import { type FeatureSpec, rowSec } from "../features/spec.ts";
import type { CreateSpectrumEngine } from "../features/spectrum.ts";
import { activityRowsOf, rowSamplesOf } from "./activity-examples.ts";
import { rowLabel } from "./activity-labels.ts";
import type { Scene } from "./activity-scenes.ts";

/** Speech rows of a whole recording, 1 = speech, as ActivityStream finds them, with a network of one's choice. */
export function speechRows(
  samples: Float32Array,
  layers: readonly ActivityLayer[],
  spec: FeatureSpec,
  createEngine: CreateSpectrumEngine,
): Uint8Array {
  const stream = new ActivityStream(activityRowsOf(spec), layers);
  const rows = stream.push(new LogMelStream(spec, createEngine).push(samples));
  const all = Uint8Array.from([...rows, ...stream.finish()]);
  return stream.closerLook(spec.window.minSpeechSec) ?? all;
}

/** How found rows compare with true ones; undecided rows count nowhere. */
export class RowTally {
  #hits = 0;
  #falseAlarms = 0;
  #misses = 0;
  #rejections = 0;

  add(found: Uint8Array, labels: Uint8Array): void {
    for (let row = 0; row < Math.min(found.length, labels.length); row++) {
      const label = labels[row] as number;
      if (label === rowLabel.undecided) continue;
      if (found[row] === 1) label === rowLabel.speech ? this.#hits++ : this.#falseAlarms++;
      else label === rowLabel.speech ? this.#misses++ : this.#rejections++;
    }
  }

  get f1(): number {
    return (2 * this.#hits) / (2 * this.#hits + this.#falseAlarms + this.#misses);
  }

  get precision(): number {
    return this.#hits / (this.#hits + this.#falseAlarms);
  }

  get recall(): number {
    return this.#hits / (this.#hits + this.#misses);
  }

  /** Share of the quiet rows that were taken for speech. */
  get falseAlarmRate(): number {
    return this.#falseAlarms / (this.#falseAlarms + this.#rejections);
  }
}

/** Amplitude below which a synthetic voice is not speaking yet or any more, relative to its peak. */
const audibleDb = -40;

/** A voice without the silence around it. */
export function trimmed(samples: Float32Array): Float32Array {
  let peak = 0;
  for (const value of samples) peak = Math.max(peak, Math.abs(value));
  const threshold = peak * amplitudeFromDb(audibleDb);
  let first = 0;
  let end = samples.length;
  while (first < end && Math.abs(samples[first] as number) < threshold) first++;
  while (end > first && Math.abs(samples[end - 1] as number) < threshold) end--;
  return samples.subarray(first, end);
}

function power(samples: Float32Array): number {
  let sum = 0;
  for (const value of samples) sum += value * value;
  return sum / Math.max(1, samples.length);
}

/**
 * Utterances of equal level with pauses of 0.3 to 1.5 s between, in noise that is looped and has `snrDb` less power than
 * the voice while it speaks.
 *
 * @param utterances without silence around them
 * @param noise null for none
 */
export function speechWithPauses(
  random: Random,
  utterances: readonly Float32Array[],
  noise: Float32Array | null,
  snrDb: number,
  durationSec: number,
  spec: FeatureSpec,
): Scene {
  const rowSamples = rowSamplesOf(spec);
  const rowCount = Math.round(durationSec / rowSec(spec));
  const samples = new Float32Array(rowCount * rowSamples);
  const labels = new Uint8Array(rowCount).fill(rowLabel.quiet);
  const level = 0.05;
  for (let at = Math.round(0.5 * spec.sampleRateHz); ; ) {
    const utterance = random.pick(utterances);
    if (at + utterance.length > samples.length) break;
    const gain = level / Math.sqrt(power(utterance));
    for (let i = 0; i < utterance.length; i++) samples[at + i] = gain * (utterance[i] as number);
    labels.fill(rowLabel.speech, Math.round(at / rowSamples), Math.round((at + utterance.length) / rowSamples));
    at += utterance.length + Math.round((0.3 + 1.2 * random.uniform()) * spec.sampleRateHz);
  }
  if (noise) {
    const gain = (level * amplitudeFromDb(-snrDb)) / Math.sqrt(power(noise) + 1e-12);
    for (let i = 0; i < samples.length; i++)
      samples[i] = (samples[i] as number) + gain * (noise[i % noise.length] as number);
  }
  return { samples, labels };
}
