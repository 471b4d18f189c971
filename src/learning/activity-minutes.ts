import { createRandom } from "../base/random.ts";

const turn = 2 * Math.PI;

/** A value at a time in seconds. */
type Signal = (sec: number) => number;

const sine =
  (hz: number): Signal =>
  (sec) =>
    Math.sin(turn * hz * sec);

const sawtooth =
  (hz: number): Signal =>
  (sec) =>
    2 * ((sec * hz) % 1) - 1;

const partials =
  (hz: number, amplitudes: readonly number[]): Signal =>
  (sec) =>
    amplitudes.reduce((total, amplitude, i) => total + amplitude * Math.sin(turn * hz * (i + 1) * sec), 0);

const swelling =
  (rateHz: number, signal: Signal): Signal =>
  (sec) =>
    0.5 * (1 + Math.sin(turn * rateHz * sec)) * signal(sec);

/** Notes in semitones above `baseHz`, one after the other without end. */
const melody =
  (
    noteSec: number,
    baseHz: number,
    semitones: readonly number[],
    voice: (hz: number) => Signal,
    envelope: Signal,
  ): Signal =>
  (sec) => {
    const note = semitones[Math.floor(sec / noteSec) % semitones.length] as number;
    return envelope(sec % noteSec) * voice(baseHz * 2 ** (note / 12))(sec);
  };

const dying =
  (rate: number): Signal =>
  (sec) =>
    Math.exp(-rate * sec);

const within =
  (onSec: number): Signal =>
  (sec) =>
    Math.max(0, Math.min(1, sec * 50, (onSec - sec) * 50));

function whiteNoise(seed: string): Signal {
  const random = createRandom(seed);
  return () => random.normal();
}

/** Sum of leaky integrators a decade apart: close to 1/f over the band of speech. */
function pinkNoise(seed: string): Signal {
  const random = createRandom(seed);
  const poles = [0.9995, 0.995, 0.95, 0.5];
  const states = poles.map(() => 0);
  return () => {
    const white = random.normal();
    return poles.reduce((total, pole, i) => {
      const state = pole * (states[i] as number) + Math.sqrt(1 - pole * pole) * white;
      states[i] = state;
      return total + state / 3;
    }, 0);
  };
}

function brownNoise(seed: string): Signal {
  const random = createRandom(seed);
  let state = 0;
  return () => {
    state = 0.998 * state + 0.06 * random.normal();
    return state;
  };
}

/** Drops on a roof: a hiss of many, and single ones close by. */
function madeRain(seed: string): Signal {
  const random = createRandom(seed);
  let drop = 0;
  let last = 0;
  return () => {
    if (random.uniform() < 40 / 16_000) drop = 3 * random.uniform();
    drop *= 0.995;
    const white = random.normal();
    const bright = white - 0.7 * last;
    last = white;
    return (0.4 + drop) * bright;
  };
}

const knocking = (periodSec: number, seed: string): Signal => {
  const hiss = whiteNoise(seed);
  return (sec) => Math.exp(-60 * (sec % periodSec)) * hiss(sec);
};

/** Minutes in which nobody speaks, ±1 or so at full level, by what they are. */
const signals: readonly (readonly [string, () => Signal])[] = [
  ["silence", () => () => 0],
  ["constant", () => () => 1],
  ["white noise", () => whiteNoise("white")],
  ["pink noise", () => pinkNoise("pink")],
  ["brown noise", () => brownNoise("brown")],
  ["made rain", () => madeRain("rain")],
  ["white noise, 4 swells a second", () => swelling(4, whiteNoise("swells"))],
  ["hum 50 Hz", () => partials(50, [1, 0.6, 0.5, 0.3, 0.2, 0.15, 0.1])],
  ["hum 60 Hz, odd partials", () => partials(60, [1, 0, 0.8, 0, 0.5, 0, 0.4, 0, 0.3])],
  ["buzz 120 Hz", () => sawtooth(120)],
  ["tone 100 Hz", () => sine(100)],
  ["tone 200 Hz", () => sine(200)],
  ["tone 440 Hz", () => sine(440)],
  ["tone 1 kHz", () => sine(1000)],
  ["tone 3 kHz", () => sine(3000)],
  ["square 440 Hz", () => (sec) => Math.sign(sine(440)(sec))],
  ["chord", () => (sec) => (sine(262)(sec) + sine(330)(sec) + sine(392)(sec)) / 3],
  ["tone 300 Hz, 4 swells a second", () => swelling(4, sine(300))],
  ["sawtooth 150 Hz, 4 swells a second", () => swelling(4, sawtooth(150))],
  ["vibrato on a sawtooth", () => (sec) => 2 * ((200 * sec + Math.sin(turn * 5 * sec)) % 1) - 1],
  ["sweep", () => (sec) => Math.sin(turn * (100 * (sec % 10) + 150 * (sec % 10) ** 2))],
  ["siren", () => (sec) => Math.sin(turn * 700 * sec + 600 * Math.sin(turn * 0.5 * sec))],
  ["beeps", () => (sec) => within(0.2)(sec % 1) * sine(1000)(sec)],
  ["plucked scale", () => melody(0.25, 220, [0, 9, 4, 14, 7, 2, 12, 5], (hz) => partials(hz, [1, 0.5, 0.3]), dying(6))],
  ["organ scale", () => melody(0.3, 110, [0, 10, 7, 5, 3, 12], sawtooth, within(0.25))],
  ["flute scale", () => melody(0.5, 440, [0, 5, 10, 3, 7], sine, within(0.5))],
  ["telephone keys", () => melody(0.2, 697, [0, 2, 3.5], (hz) => (s) => sine(hz)(s) + sine(1.73 * hz)(s), within(0.1))],
  ["clicks, 2 a second", () => (sec) => ((sec * 2) % 1 < 1 / 8000 ? 1 : 0)],
  ["clicks, 100 a second", () => (sec) => ((sec * 100) % 1 < 1 / 160 ? 1 : 0)],
  ["knocks, 3 a second", () => knocking(1 / 3, "knocks")],
];

/** The same minutes at a usual level and 30 dB softer, in 16 bit as a sound card gives them. */
export function* minutesWithoutSpeech(
  sampleRateHz: number,
): Generator<{ readonly name: string; readonly samples: Float32Array }> {
  for (const [name, create] of signals)
    for (const gain of [0.2, 0.2 / 31.6]) {
      const signal = create();
      const samples = Float32Array.from({ length: 60 * sampleRateHz }, (_, i) => {
        const value = Math.max(-1, Math.min(1, gain * signal(i / sampleRateHz)));
        return Math.round(value * 32768) / 32768;
      });
      yield { name: gain === 0.2 ? name : `${name}, soft`, samples };
    }
}
