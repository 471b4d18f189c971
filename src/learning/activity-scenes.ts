import type { Random } from "../base/random.ts";
import { amplitudeFromDb } from "../base/units.ts";
import { rowLabel } from "./activity-labels.ts";
import { drawSound, logUniform, resonate } from "./activity-sounds.ts";

/** A clean voice with what its rows are. */
export interface LabelledSpeech {
  readonly samples: Float32Array;
  /** One of rowLabel per row. */
  readonly labels: Uint8Array;
}

export interface SceneMaterial {
  /** By corpus, so that each is drawn as often however large it is. */
  readonly speech: readonly (readonly LabelledSpeech[])[];
  /** Recordings in which nobody speaks. */
  readonly noise: readonly Float32Array[];
}

export interface SceneShape {
  readonly sampleRateHz: number;
  readonly rowSamples: number;
  readonly rowCount: number;
}

/** Sound with what each of its rows is. */
export interface Scene {
  readonly samples: Float32Array;
  /** One of rowLabel per row. */
  readonly labels: Uint8Array;
}

const speechShare = 0.5;
const noiseOnlyShare = 0.5;
/** Speech this far below the noise in its row can be neither heard nor missed. */
const buriedDb = 15;

/**
 * Draws a few seconds of a room: voices with pauses against recorded or made-up noise, or noise alone, through a room,
 * a microphone and a level drawn at random.
 */
export function drawScene(random: Random, material: SceneMaterial, shape: SceneShape): Scene {
  const { sampleRateHz, rowSamples, rowCount } = shape;
  const sampleCount = rowCount * rowSamples;
  const hasSpeech = random.uniform() < speechShare;
  const labels = new Uint8Array(rowCount);
  const samples = new Float32Array(sampleCount);
  if (hasSpeech) {
    placeVoices(random, material.speech, shape, samples, labels);
    if (random.uniform() < 0.35) addRoom(random, samples, labels, shape);
    if (random.uniform() < 0.85) addBackground(random, material, shape, samples, labels);
  } else {
    mix(samples, drawNoise(random, material, shape, noiseOnlyShare), 1);
    if (random.uniform() < 0.45)
      mix(samples, drawNoise(random, material, shape, noiseOnlyShare), amplitudeFromDb(-30 * random.uniform()));
    if (random.uniform() < 0.2) addRoom(random, samples, labels, shape);
  }
  if (random.uniform() < 0.6) tilt(random, samples);
  if (random.uniform() < 0.6) colour(random, samples, sampleRateHz);
  if (random.uniform() < 0.2) narrow(random, samples, sampleRateHz);
  setLevel(random, samples);
  if (random.uniform() < 0.15) gate(random, samples, labels, rowSamples);
  return { samples, labels };
}

/** Voices of equal loudness, one after the other with pauses between. */
function placeVoices(
  random: Random,
  speech: readonly (readonly LabelledSpeech[])[],
  shape: SceneShape,
  samples: Float32Array,
  labels: Uint8Array,
): void {
  const { rowSamples, rowCount } = shape;
  const rowSec = rowSamples / shape.sampleRateHz;
  let row = Math.round(logUniform(random, 0.05, 2.5) / rowSec);
  const corpus = random.pick(speech);
  const stays = random.uniform() < 0.7;
  const speed = random.uniform() < 0.5 ? 1 : logUniform(random, 0.8, 1.4);
  while (row < rowCount - 10) {
    const clip = atSpeed(random.pick(stays ? corpus : random.pick(speech)), speed, rowSamples);
    const gain = amplitudeFromDb(-activeLevelDb(clip, rowSamples) + 2 * random.normal());
    const skipped = random.uniform() < 0.3 ? random.below(Math.max(1, clip.labels.length - 25)) : 0;
    const rows = Math.min(rowCount - row, clip.labels.length - skipped);
    labels.set(clip.labels.subarray(skipped, skipped + rows), row);
    const source = clip.samples.subarray(skipped * rowSamples, (skipped + rows) * rowSamples);
    const at = row * rowSamples;
    for (let i = 0; i < source.length; i++)
      samples[at + i] = (samples[at + i] as number) + gain * (source[i] as number);
    row += rows + Math.round(logUniform(random, 0.05, 2.5) / rowSec);
  }
}

/** The same voice slower and deeper, or faster and higher: another person's. */
function atSpeed(clip: LabelledSpeech, speed: number, rowSamples: number): LabelledSpeech {
  if (speed === 1) return clip;
  const rowCount = Math.floor(clip.labels.length / speed);
  const samples = new Float32Array(rowCount * rowSamples);
  for (let i = 0; i < samples.length; i++) {
    const at = i * speed;
    const before = Math.floor(at);
    const left = clip.samples[before] ?? 0;
    samples[i] = left + (at - before) * ((clip.samples[before + 1] ?? left) - left);
  }
  return {
    samples,
    labels: Uint8Array.from({ length: rowCount }, (_, row) => clip.labels[Math.floor((row + 0.5) * speed)] as number),
  };
}

function activeLevelDb(clip: LabelledSpeech, rowSamples: number): number {
  let power = 0;
  let count = 0;
  for (let row = 0; row < clip.labels.length; row++) {
    if (clip.labels[row] !== rowLabel.speech) continue;
    for (let i = row * rowSamples; i < (row + 1) * rowSamples; i++) power += (clip.samples[i] as number) ** 2;
    count += rowSamples;
  }
  return 10 * Math.log10(power / Math.max(1, count) + 1e-12);
}

/** Noise of unit mean power, looped or cut to the scene. */
function drawNoise(random: Random, material: SceneMaterial, shape: SceneShape, recordedShare: number): Float32Array {
  const sampleCount = shape.rowCount * shape.rowSamples;
  const out =
    random.uniform() < recordedShare
      ? loop(random, random.pick(material.noise), sampleCount)
      : drawSound(random, sampleCount, shape.sampleRateHz);
  let power = 1e-12;
  for (const value of out) power += (value * value) / sampleCount;
  const gain = 1 / Math.sqrt(power);
  for (let i = 0; i < sampleCount; i++) out[i] = gain * (out[i] as number);
  return out;
}

/** A recording from a random place on, over and over; played a little faster or slower half of the time. */
function loop(random: Random, recording: Float32Array, sampleCount: number): Float32Array {
  const speed = random.uniform() < 0.5 ? 1 : logUniform(random, 0.8, 1.3);
  const out = new Float32Array(sampleCount);
  const start = random.below(recording.length);
  for (let i = 0; i < sampleCount; i++) {
    const at = (start + i * speed) % recording.length;
    const before = Math.floor(at);
    const after = (before + 1) % recording.length;
    out[i] =
      (recording[before] as number) + (at - before) * ((recording[after] as number) - (recording[before] as number));
  }
  return out;
}

function mix(samples: Float32Array, added: Float32Array, gain: number): void {
  for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] as number) + gain * (added[i] as number);
}

function addBackground(
  random: Random,
  material: SceneMaterial,
  shape: SceneShape,
  samples: Float32Array,
  labels: Uint8Array,
): void {
  const snrDb = random.uniform() < 0.5 ? 3 + 15 * random.uniform() : 60 * random.uniform();
  const gain = amplitudeFromDb(-snrDb);
  const noise = drawNoise(random, material, shape, 0.65);
  for (let row = 0; row < shape.rowCount; row++) {
    let voice = 0;
    let other = 0;
    for (let i = row * shape.rowSamples; i < (row + 1) * shape.rowSamples; i++) {
      voice += (samples[i] as number) ** 2;
      other += (gain * (noise[i] as number)) ** 2;
    }
    if (labels[row] === rowLabel.speech && voice < other * 10 ** (-buriedDb / 10)) labels[row] = rowLabel.undecided;
  }
  mix(samples, noise, gain);
}

/** A sparse random echo; what still rings after the voice is undecided. */
function addRoom(random: Random, samples: Float32Array, labels: Uint8Array, shape: SceneShape): void {
  const decaySec = logUniform(random, 0.15, 0.9);
  const wet = amplitudeFromDb(-22 + 18 * random.uniform());
  const dry = Float32Array.from(samples);
  const taps = 80;
  for (let tap = 0; tap < taps; tap++) {
    const delaySec = (decaySec * (tap + random.uniform())) / taps + 0.002;
    const gain = (wet * random.pick([-1, 1]) * 10 ** ((-3 * delaySec) / decaySec)) / Math.sqrt(6);
    const delay = Math.round(delaySec * shape.sampleRateHz);
    for (let i = delay; i < samples.length; i++)
      samples[i] = (samples[i] as number) + gain * (dry[i - delay] as number);
  }
  const ringingRows = Math.round((Math.min(0.3, decaySec / 2) * shape.sampleRateHz) / shape.rowSamples);
  for (let row = labels.length - 1; row > 0; row--)
    if (labels[row - 1] === rowLabel.speech && labels[row] !== rowLabel.speech)
      for (let r = row; r < Math.min(labels.length, row + ringingRows) && labels[r] !== rowLabel.speech; r++)
        labels[r] = rowLabel.undecided;
}

/** A microphone brighter or duller than another. */
function tilt(random: Random, samples: Float32Array): void {
  const bend = 1.6 * random.uniform() - 0.8;
  let before = 0;
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i] as number;
    samples[i] = value + bend * before;
    before = value;
  }
}

/** Rooms, cases and loudspeakers: up to three broad peaks or dips anywhere in the band. */
function colour(random: Random, samples: Float32Array, sampleRateHz: number): void {
  const count = 1 + random.below(3);
  for (let i = 0; i < count; i++) {
    const band = Float32Array.from(samples);
    resonate(band, logUniform(random, 100, 6500), logUniform(random, 100, 2000), sampleRateHz);
    mix(samples, band, random.uniform() < 0.6 ? 6 * random.uniform() : -0.9 * random.uniform());
  }
}

/** Telephones and lossy codecs: nothing above some frequency (Butterworth, 12 dB an octave, twice). */
function narrow(random: Random, samples: Float32Array, sampleRateHz: number): void {
  const w = Math.tan((Math.PI * logUniform(random, 2500, 6500)) / sampleRateHz);
  const norm = 1 / (1 + Math.SQRT2 * w + w * w);
  const b = w * w * norm;
  const a1 = 2 * (w * w - 1) * norm;
  const a2 = (1 - Math.SQRT2 * w + w * w) * norm;
  for (let pass = 0; pass < 2; pass++) {
    let x1 = 0;
    let x2 = 0;
    let y1 = 0;
    let y2 = 0;
    for (let i = 0; i < samples.length; i++) {
      const x = samples[i] as number;
      const y = b * (x + 2 * x1 + x2) - a1 * y1 - a2 * y2;
      x2 = x1;
      x1 = x;
      y2 = y1;
      y1 = y;
      samples[i] = y;
    }
  }
}

/** A level between that of a whisper far away and that of an overdriven input; 16 bit most of the time. */
function setLevel(random: Random, samples: Float32Array): void {
  let power = 1e-12;
  for (const value of samples) power += (value * value) / samples.length;
  const gain = amplitudeFromDb(2 - 62 * random.uniform()) / Math.sqrt(power);
  const isQuantised = random.uniform() < 0.7;
  for (let i = 0; i < samples.length; i++) {
    const value = Math.max(-1, Math.min(1, gain * (samples[i] as number)));
    samples[i] = isQuantised ? Math.round(value * 32768) / 32768 : value;
  }
}

/** What a noise gate or an edit leaves: zeros wherever nobody speaks, or for a while at an end. */
function gate(random: Random, samples: Float32Array, labels: Uint8Array, rowSamples: number): void {
  if (random.uniform() < 0.5) {
    const rows = random.below(Math.floor(labels.length / 2));
    const atStart = random.uniform() < 0.5;
    const first = atStart ? 0 : labels.length - rows;
    samples.fill(0, first * rowSamples, (first + rows) * rowSamples);
    labels.fill(rowLabel.quiet, first, first + rows);
    return;
  }
  for (let row = 0; row < labels.length; row++)
    if (labels[row] === rowLabel.quiet) samples.fill(0, row * rowSamples, (row + 1) * rowSamples);
}
