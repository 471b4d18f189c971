import { createRandom } from "../../../src/base/random.ts";
import type { Hz } from "../../../src/base/units.ts";
import { hzFromMel, melFromHz } from "../../../src/features/mel.ts";
import { featureSpec, rowSec } from "../../../src/features/spec.ts";

const { bandCount, lowHz, highHz } = featureSpec.mel;

export interface PretendVoice {
  readonly logMel: Float32Array;
  readonly pitchHz: Float32Array;
  readonly rowCount: number;
  /** Seconds of speech up to each row. */
  readonly speechSec: Float32Array;
  readonly levelDb: Float32Array;
}

/** A picture that looks like speech: syllables of harmonics under wandering formants, phrases and pauses. */
export function pretendVoice(durationSec: number): PretendVoice {
  const random = createRandom("pretend voice");
  const seconds = rowSec(featureSpec);
  const rowCount = Math.round(durationSec / seconds);
  const logMel = new Float32Array(rowCount * bandCount);
  const pitchHz = new Float32Array(rowCount).fill(Number.NaN);
  const speechSec = new Float32Array(rowCount);
  const levelDb = new Float32Array(rowCount);
  const lowMel = melFromHz(lowHz as Hz);
  const stepMel = (melFromHz(highHz as Hz) - lowMel) / (bandCount + 1);
  const bandHz = Array.from({ length: bandCount }, (_, b) => hzFromMel((lowMel + (b + 1) * stepMel) as never));
  let heardSec = 0;
  let formants = [500, 1500, 2500];
  for (let row = 0; row < rowCount; row++) {
    const sec = row * seconds;
    const inPhrase = sec % 5 < 4.1;
    const syllable = Math.sin(Math.PI * ((sec * 4.2) % 1));
    if (row % 12 === 0)
      formants = [300 + 500 * random.uniform(), 900 + 1300 * random.uniform(), 2400 + 500 * random.uniform()];
    const voiced = inPhrase && syllable > 0.35;
    const f0 = 118 + 22 * Math.sin(sec * 1.3) - 9 * (sec % 5) + 3 * random.normal();
    if (voiced) pitchHz[row] = f0;
    if (inPhrase) heardSec += seconds;
    speechSec[row] = heardSec;
    levelDb[row] = inPhrase ? -46 + 26 * syllable : -64 + random.normal();
    for (let band = 0; band < bandCount; band++) {
      const hz = bandHz[band] as number;
      const envelope = formants.reduce(
        (sum, f, i) => sum + Math.exp(-(((hz - f) / (120 + 60 * i)) ** 2)) / (1 + i),
        0.02,
      );
      const ripple = voiced && hz < 1500 ? 0.6 + 0.4 * Math.cos((2 * Math.PI * hz) / f0) : 1;
      const fricative = inPhrase && !voiced && hz > 2500 ? 0.05 : 0;
      const power = (voiced ? 60 * syllable * envelope * ripple : 0) + fricative + 0.0006 * Math.exp(random.normal());
      logMel[row * bandCount + band] = Math.log(power + 1e-9);
    }
  }
  return { logMel, pitchHz, rowCount, speechSec, levelDb };
}
