import { createRandom } from "../base/random.ts";
import { featureSpec } from "../features/spec.ts";
import { type Corpora, readClip } from "./corpora.ts";
import { speak } from "./espeak.ts";
import { sampleScripts } from "./sample-voices.ts";
import { sustainedVowel } from "./sustained-vowel.ts";

const { sampleRateHz, mel, descriptor } = featureSpec;

/** Sounds that are compared together. */
export interface SoundGroup {
  readonly name: string;
  /** Sustained vowels are held to a higher goal, where jitter and shimmer are known to vary. */
  readonly kind: "vowels" | "speech";
  readonly sounds: readonly Float32Array[];
}

/**
 * Cut so that frames that begin with the first sample and Praat's, which lie in the middle of the sound, are the same: but
 * for one sample, since two stay that keep Praat's rounding from losing the last frame.
 */
function framed(samples: Float32Array): Float32Array {
  const frame = Math.round(descriptor.frameSec * sampleRateHz);
  const hop = Math.round(mel.hopSec * sampleRateHz);
  return samples.slice(0, frame + hop * Math.floor((samples.length - frame - 2) / hop) + 2);
}

/** Centres and bandwidths in Hz of five vowels, i e a o u, of a man; a woman's lie a sixth higher. */
const vowels = [
  [270, 2290, 3010],
  [530, 1840, 2480],
  [730, 1090, 2440],
  [570, 840, 2410],
  [300, 870, 2240],
] as const;
const bandwidthsHz = [60, 90, 130, 180] as const;
const fourthHz = 3500;

/** Vowels of men and women whose periods and amplitudes tremble by .1 to 3 % and .5 to 12 %, drawn anew every period. */
export function vowelGroup(): SoundGroup {
  const sounds = [];
  const count = 60;
  for (let i = 0; i < count; i++) {
    const random = createRandom(`vowel ${i}`);
    const female = i % 2 === 1;
    const scale = female ? 1.17 : 1;
    const centres = [...(vowels[i % vowels.length] as readonly number[]), fourthHz];
    const jitter = 0.001 * 30 ** random.uniform();
    const shimmer = 0.005 * 24 ** random.uniform();
    sounds.push(
      sustainedVowel({
        sec: 1.5,
        f0Hz: (female ? 200 : 110) * 2 ** (0.15 * random.normal()),
        formants: centres.map((hz, k) => [scale * hz, bandwidthsHz[k] as number] as const),
        // The mean size of a difference of two normal deviates is 2 / √π times their standard deviation.
        period: () => (jitter * random.normal() * Math.sqrt(Math.PI)) / 2,
        amplitude: () => (shimmer * random.normal() * Math.sqrt(Math.PI)) / 2,
        noiseDb: -45 + 25 * random.uniform(),
        seed: `noise ${i}`,
      }),
    );
  }
  return { name: "sustained vowels (synthetic)", kind: "vowels", sounds: sounds.map(framed) };
}

const variants = ["+m1", "+m3", "+m7", "+f2", "+f4", "+f5"];
const spokenSec = 6;

/** Every sample text, read by several synthetic voices, one sentence after another. */
export async function spokenGroup(): Promise<SoundGroup> {
  const sounds: Float32Array[] = [];
  for (const { voice, wordsPerMinute, sentences } of sampleScripts)
    for (const [i, variant] of variants.entries()) {
      const text = [...sentences.slice(i), ...sentences.slice(0, i)].join(" ");
      const spoken = await speak(text, voice.replace(/\+.*/, variant), wordsPerMinute, sampleRateHz);
      sounds.push(framed(spoken.subarray(0, spokenSec * sampleRateHz)));
    }
  return { name: "synthetic speech (espeak-ng)", kind: "speech", sounds };
}

const longestSec = 5;

/** A sample of each corpus, evenly spread over its manifest. */
export async function corpusGroups(corpora: Corpora, clipsPerCorpus: number): Promise<SoundGroup[]> {
  const groups: SoundGroup[] = [];
  for (const [name, clips] of corpora.speech) {
    const count = Math.min(clipsPerCorpus, clips.length);
    const sounds: Float32Array[] = [];
    for (let i = 0; i < count; i++) {
      const clip = clips[Math.floor(((i + 0.5) * clips.length) / count)];
      if (!clip) continue;
      const samples = await readClip(corpora, clip);
      // Praat looks at three periods of its lowest pitch at once and needs more than that.
      if (samples.length > 0.5 * sampleRateHz) sounds.push(framed(samples.subarray(0, longestSec * sampleRateHz)));
    }
    groups.push({ name, kind: "speech", sounds });
  }
  return groups;
}
