import type { Random } from "../base/random.ts";

/** A sound without speech: [sampleCount], about ±1. */
type Sound = (random: Random, sampleCount: number, sampleRateHz: number) => Float32Array;

/** Uniform on a logarithmic scale: pitches, rates and times are compared by ratio. */
export const logUniform = (random: Random, low: number, high: number): number => low * (high / low) ** random.uniform();

const between = (random: Random, low: number, high: number): number => low + (high - low) * random.uniform();

/** Noise whose power falls by `slope` · 3 dB an octave (0 white, 1 pink, 2 brown), shaped in cascaded first-order steps. */
function colouredNoise(random: Random, sampleCount: number, slope: number): Float32Array {
  const out = new Float32Array(sampleCount);
  // Three leaky integrators an octave and a half apart approximate the slope between white and brown.
  const poles = [0.997, 0.96, 0.7];
  const state = new Float64Array(poles.length);
  const gains = slope === 0 ? [0, 0, 0, 1] : slope === 1 ? [0.1, 0.2, 0.35, 0.25] : [0.3, 0.02, 0, 0];
  for (let i = 0; i < sampleCount; i++) {
    const white = random.normal() / 3;
    let sum = (gains[poles.length] as number) * white;
    for (let p = 0; p < poles.length; p++) {
      state[p] = (poles[p] as number) * (state[p] as number) + white;
      sum += (gains[p] as number) * (state[p] as number);
    }
    out[i] = sum;
  }
  return out;
}

/** A two-pole resonance with a gain of about 1 at its centre, in place. */
export function resonate(samples: Float32Array, centreHz: number, bandwidthHz: number, sampleRateHz: number): void {
  const radius = Math.exp((-Math.PI * bandwidthHz) / sampleRateHz);
  const feedback = 2 * radius * Math.cos((2 * Math.PI * centreHz) / sampleRateHz);
  const centre = (2 * Math.PI * centreHz) / sampleRateHz;
  // |1 - r z^-1 e^(jw)| |1 - r z^-1 e^(-jw)| at z = e^(jw).
  const gain = (1 - radius) * Math.hypot(1 - radius * Math.cos(2 * centre), radius * Math.sin(2 * centre));
  let last = 0;
  let beforeLast = 0;
  for (let i = 0; i < samples.length; i++) {
    const value = gain * (samples[i] as number) + feedback * last - radius * radius * beforeLast;
    beforeLast = last;
    last = value;
    samples[i] = value;
  }
}

function noise(random: Random, sampleCount: number, sampleRateHz: number): Float32Array {
  const out = colouredNoise(random, sampleCount, random.below(3));
  if (random.uniform() < 0.4) resonate(out, logUniform(random, 80, 5000), logUniform(random, 50, 3000), sampleRateHz);
  return out;
}

/** Noise that swells and fades, from surf to a fan behind a grille and to bursts as fast as syllables. */
function swellingNoise(random: Random, sampleCount: number, sampleRateHz: number): Float32Array {
  const out = noise(random, sampleCount, sampleRateHz);
  const rateHz = logUniform(random, 0.1, 12);
  const depthNepers = between(random, 0.5, 4);
  const jitter = random.uniform();
  let phase = random.uniform();
  let speed = 1;
  for (let i = 0; i < sampleCount; i++) {
    phase += (speed * rateHz) / sampleRateHz;
    if (phase >= 1) {
      phase -= 1;
      speed = Math.exp(0.5 * jitter * random.normal());
    }
    out[i] = (out[i] as number) * Math.exp(-depthNepers * (0.5 + 0.5 * Math.cos(2 * Math.PI * phase)));
  }
  return out;
}

/** Knocks, keys, steps, drops: bursts with a colour of their own that die away. */
function bursts(random: Random, sampleCount: number, sampleRateHz: number): Float32Array {
  const out = new Float32Array(sampleCount);
  const periodSec = logUniform(random, 0.04, 1.5);
  const regularity = random.uniform();
  const centreHz = logUniform(random, 100, 6000);
  const bandwidthHz = logUniform(random, 30, 4000);
  const decaySec = logUniform(random, 0.002, 0.2);
  for (let at = random.below(sampleRateHz * 0.5); at < sampleCount; ) {
    const length = Math.min(sampleCount - at, Math.ceil(6 * decaySec * sampleRateHz));
    const burst = new Float32Array(length);
    for (let i = 0; i < length; i++) burst[i] = random.normal() * Math.exp(-i / (decaySec * sampleRateHz));
    resonate(burst, centreHz * Math.exp(0.15 * random.normal()), bandwidthHz, sampleRateHz);
    const gain = Math.exp(0.5 * random.normal());
    for (let i = 0; i < length; i++) out[at + i] = (out[at + i] as number) + gain * (burst[i] as number);
    const stretch = regularity < 0.4 ? 1 : -Math.log(1 - random.uniform()) + 0.1;
    at += Math.max(16, Math.round(stretch * periodSec * sampleRateHz));
  }
  return out;
}

/** Amplitudes of the partials of one instrument, whistle or motor. */
function partialsOf(random: Random): number[] {
  const style = random.below(5);
  if (style === 0) return [1];
  const count = 2 + random.below(style === 4 ? 40 : 12);
  const rolloff = between(random, 0.3, 2.5);
  return Array.from({ length: count }, (_, i) => {
    if (style === 1 && i % 2 === 1) return 0;
    const scatter = style === 3 ? Math.exp(0.8 * random.normal()) : 1;
    return scatter / (i + 1) ** rolloff;
  });
}

const tableLength = 2048;

/** One period of a sum of partials, and the first value again for interpolation. */
class Waveform {
  readonly #partials: readonly number[];
  readonly #tables = new Map<number, Float32Array>();

  constructor(partials: readonly number[]) {
    this.#partials = partials;
  }

  /** The period with as many partials as stay below `limitHz` at a pitch of `hz`. */
  table(hz: number, limitHz: number): Float32Array {
    const count = Math.min(this.#partials.length, Math.floor(limitHz / hz));
    const known = this.#tables.get(count);
    if (known) return known;
    const table = new Float32Array(tableLength + 1);
    for (let p = 0; p < count; p++)
      for (let i = 0; i <= tableLength; i++)
        table[i] =
          (table[i] as number) + (this.#partials[p] as number) * Math.sin((2 * Math.PI * (p + 1) * i) / tableLength);
    this.#tables.set(count, table);
    return table;
  }
}

interface Note {
  readonly startSample: number;
  readonly sampleCount: number;
  readonly hz: number;
  readonly gain: number;
  /** Octaves that the pitch rises by over the note. */
  readonly bend: number;
  readonly vibratoHz: number;
  /** Octaves to either side. */
  readonly vibratoDepth: number;
  readonly attackSec: number;
  /** Time in which it dies away by a neper. */
  readonly decaySec: number;
}

/** From end to end at full strength. */
const held = { startSample: 0, gain: 1, bend: 0, vibratoHz: 0, vibratoDepth: 0, attackSec: 0.01, decaySec: 1e6 };

function addNote(out: Float32Array, waveform: Waveform, note: Note, sampleRateHz: number): void {
  const end = Math.min(out.length, note.startSample + note.sampleCount);
  const attack = Math.max(1, note.attackSec * sampleRateHz);
  const release = Math.max(1, Math.min(0.02 * sampleRateHz, note.sampleCount / 4));
  const table = waveform.table(note.hz * 2 ** (Math.max(0, note.bend) + note.vibratoDepth), 0.48 * sampleRateHz);
  const dying = Math.exp(-1 / (note.decaySec * sampleRateHz));
  let strength = note.gain;
  let phase = 0;
  for (let i = note.startSample; i < end; i++) {
    const t = i - note.startSample;
    const swing =
      note.vibratoDepth === 0 ? 0 : note.vibratoDepth * Math.sin((2 * Math.PI * note.vibratoHz * t) / sampleRateHz);
    const octaves = (note.bend * t) / note.sampleCount + swing;
    phase = (phase + (note.hz * (octaves === 0 ? 1 : 2 ** octaves)) / sampleRateHz) % 1;
    const at = phase * tableLength;
    const before = Math.floor(at);
    const left = table[before] as number;
    const value = left + (at - before) * ((table[before + 1] as number) - left);
    out[i] = (out[i] as number) + strength * Math.min(1, t / attack, (note.sampleCount - t) / release) * value;
    strength *= dying;
  }
}

/** One steady tone or chord from end to end. */
function steadyTone(random: Random, sampleCount: number, sampleRateHz: number): Float32Array {
  const out = new Float32Array(sampleCount);
  const voices = random.uniform() < 0.6 ? 1 : 1 + random.below(4);
  const waveform = new Waveform(partialsOf(random));
  for (let v = 0; v < voices; v++) {
    const note = {
      ...held,
      sampleCount,
      hz: logUniform(random, 40, 5000),
      bend: random.uniform() < 0.2 ? between(random, -2, 2) : 0,
      vibratoHz: between(random, 0, 8),
      vibratoDepth: random.uniform() < 0.3 ? between(random, 0, 0.1) : 0,
    };
    addNote(out, waveform, note, sampleRateHz);
  }
  return out;
}

/** Melodies, beeps, dial tones, chirps: notes that follow each other on a scale or at random. */
function toneSequence(random: Random, sampleCount: number, sampleRateHz: number): Float32Array {
  const out = new Float32Array(sampleCount);
  const waveform = new Waveform(partialsOf(random));
  const baseHz = random.uniform() < 0.6 ? logUniform(random, 70, 500) : logUniform(random, 300, 3000);
  const onScale = random.uniform() < 0.5;
  const rangeOctaves = between(random, 0, 2);
  const noteSec = logUniform(random, 0.06, 1.2);
  const gapShare = random.uniform() < 0.4 ? 0 : between(random, 0, 2);
  const voices = random.uniform() < 0.6 ? 1 : 2 + random.below(2);
  const bend = random.uniform() < 0.3 ? between(random, -1, 1) : 0;
  const vibratoDepth = random.uniform() < 0.3 ? between(random, 0, 0.08) : 0;
  const vibratoHz = between(random, 3, 9);
  const decaySec = random.uniform() < 0.4 ? 1e6 : logUniform(random, 0.03, 1);
  const attackSec = logUniform(random, 0.001, 0.1);
  const regular = random.uniform() < 0.6;
  for (let at = random.below(sampleRateHz / 2); at < sampleCount; ) {
    const stretch = regular ? 1 : Math.exp(0.5 * random.normal());
    const length = Math.max(64, Math.round(stretch * noteSec * sampleRateHz));
    for (let v = 0; v < voices; v++) {
      const octaves = random.uniform() * rangeOctaves;
      const note = {
        startSample: at,
        sampleCount: length,
        hz: baseHz * 2 ** (onScale ? Math.round(12 * octaves) / 12 : octaves),
        gain: Math.exp(0.3 * random.normal()),
        bend,
        vibratoHz,
        vibratoDepth,
        attackSec,
        decaySec,
      };
      addNote(out, waveform, note, sampleRateHz);
    }
    at += Math.round(length * (1 + gapShare * (regular ? 1 : random.uniform())));
  }
  return out;
}

/** Mains hum and motors: a low tone with many partials that drift, and some noise. */
function hum(random: Random, sampleCount: number, sampleRateHz: number): Float32Array {
  const isMains = random.uniform() < 0.5;
  const hz = isMains ? random.pick([50, 60, 100, 120]) : logUniform(random, 20, 250);
  const partials = Array.from(
    { length: 1 + random.below(40) },
    (_, i) => Math.exp(0.9 * random.normal()) / (i + 1) ** between(random, 0.2, 2),
  );
  const out = new Float32Array(sampleCount);
  const note = {
    ...held,
    sampleCount,
    hz,
    bend: isMains ? 0 : between(random, -0.5, 0.5),
    vibratoHz: between(random, 0.2, 6),
    vibratoDepth: isMains ? 0 : between(random, 0, 0.03),
  };
  addNote(out, new Waveform(partials), note, sampleRateHz);
  const hiss = noise(random, sampleCount, sampleRateHz);
  const share = random.uniform() < 0.3 ? 0 : logUniform(random, 0.01, 1);
  for (let i = 0; i < sampleCount; i++) out[i] = (out[i] as number) + share * (hiss[i] as number);
  return out;
}

/** Sirens and birds: a tone whose pitch swings far. */
function swingingTone(random: Random, sampleCount: number, sampleRateHz: number): Float32Array {
  const out = new Float32Array(sampleCount);
  const note = {
    ...held,
    sampleCount,
    hz: logUniform(random, 150, 3500),
    vibratoHz: logUniform(random, 0.1, 12),
    vibratoDepth: between(random, 0.05, 0.9),
  };
  addNote(out, new Waveform(partialsOf(random)), note, sampleRateHz);
  return out;
}

/** Single samples that stick out, and steps of the level. */
function clicks(random: Random, sampleCount: number, sampleRateHz: number): Float32Array {
  const out = new Float32Array(sampleCount);
  const periodSec = logUniform(random, 0.005, 1);
  const asSteps = random.uniform() < 0.3;
  let level = 0;
  let next = 0;
  for (let i = 0; i < sampleCount; i++) {
    if (i >= next) {
      if (asSteps) level = between(random, -1, 1);
      else out[i] = random.pick([-1, 1]);
      next = i + Math.max(2, periodSec * sampleRateHz * (random.uniform() < 0.5 ? 1 : 2 * random.uniform()));
    }
    if (asSteps) out[i] = level;
  }
  return out;
}

const kinds: readonly (readonly [Sound, number])[] = [
  [noise, 2],
  [swellingNoise, 2],
  [bursts, 2],
  [steadyTone, 2],
  [toneSequence, 10],
  [hum, 2],
  [swingingTone, 1],
  [clicks, 0.5],
];
const totalWeight = kinds.reduce((sum, [, weight]) => sum + weight, 0);

/** A random sound that nobody speaks: tones, melodies, hum, noises, knocks, sirens, clicks. */
export function drawSound(random: Random, sampleCount: number, sampleRateHz: number): Float32Array {
  let left = random.uniform() * totalWeight;
  for (const [sound, weight] of kinds) {
    left -= weight;
    if (left <= 0) return sound(random, sampleCount, sampleRateHz);
  }
  return new Float32Array(sampleCount);
}
