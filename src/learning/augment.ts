import type { Random } from "../base/random.ts";

/** How far training bends what the mel stream hears. */
export interface MelAugmentation {
  readonly masks: number;
  readonly maxMaskBands: number;
  readonly maxMaskRows: number;
  /** Largest change of the band index, as a share, and how often it happens. */
  readonly warp: number;
  readonly warpProbability: number;
  /** Largest change of duration, as a share. */
  readonly stretch: number;
}

export const melAugmentation: MelAugmentation = {
  masks: 2,
  maxMaskBands: 10,
  maxMaskRows: 20,
  warp: 0.1,
  warpProbability: 0.7,
  stretch: 0.12,
};

/** How training bends what both streams take in. */
export interface Augmentation {
  readonly mel: MelAugmentation;
  /** SD of the noise on the standardised functionals. */
  readonly functionalNoise: number;
}

export const shippedAugmentation: Augmentation = { mel: melAugmentation, functionalNoise: 0.2 };

/** Windows are still cut at random places, but nothing in them is bent. */
export const noAugmentation: Augmentation = {
  mel: { masks: 0, maxMaskBands: 0, maxMaskRows: 0, warp: 0, warpProbability: 0, stretch: 0 },
  functionalNoise: 0,
};

/** Rows of a clip, [rowCount, bandCount]. */
export interface Rows {
  readonly mel: Float32Array;
  readonly rowCount: number;
}

/**
 * Cuts a window out of a clip at a random place, with time stretched and frequency warped (linear interpolation), and
 * with bands and rows masked by the window's mean. A clip shorter than the window is followed by its own quiet end.
 *
 * @param out receives [windowRows, bandCount]
 * @returns rows of `out` that hold sound
 * @source masks: Park et al. 2019 (SpecAugment)
 */
export function augmentedCrop(
  clip: Rows,
  windowRows: number,
  bandCount: number,
  augmentation: MelAugmentation,
  random: Random,
  out: Float32Array,
): number {
  const stretch = 1 + augmentation.stretch * (2 * random.uniform() - 1);
  const spanRows = Math.min(clip.rowCount, windowRows * stretch);
  const soundRows = Math.min(windowRows, Math.max(1, Math.round(spanRows / stretch)));
  const startRow = random.uniform() * (clip.rowCount - spanRows);
  const warp = random.uniform() < augmentation.warpProbability ? 1 + augmentation.warp * (2 * random.uniform() - 1) : 1;
  for (let row = 0; row < soundRows; row++) {
    const at = Math.min(clip.rowCount - 1, startRow + row * stretch);
    const below = Math.floor(at);
    const above = Math.min(clip.rowCount - 1, below + 1);
    const timeShare = at - below;
    for (let band = 0; band < bandCount; band++) {
      const source = Math.min(bandCount - 1, band * warp);
      const lower = Math.floor(source);
      const upper = Math.min(bandCount - 1, lower + 1);
      const bandShare = source - lower;
      const atRow = (r: number): number => {
        const low = clip.mel[r * bandCount + lower] as number;
        return low + bandShare * ((clip.mel[r * bandCount + upper] as number) - low);
      };
      const value = atRow(below);
      out[row * bandCount + band] = timeShare === 0 ? value : value + timeShare * (atRow(above) - value);
    }
  }
  padQuiet(out, soundRows, windowRows, bandCount);
  for (let mask = 0; mask < augmentation.masks; mask++) maskOnce(out, soundRows, bandCount, augmentation, random);
  return soundRows;
}

const quietShare = 0.05;

/** Fills the rows behind the sound with each band's 5th percentile, as windows of the page are filled. */
function padQuiet(out: Float32Array, soundRows: number, windowRows: number, bandCount: number): void {
  if (soundRows >= windowRows) return;
  const column = new Float32Array(soundRows);
  for (let band = 0; band < bandCount; band++) {
    for (let row = 0; row < soundRows; row++) column[row] = out[row * bandCount + band] as number;
    const quiet = column.sort()[Math.floor(quietShare * (soundRows - 1))] as number;
    for (let row = soundRows; row < windowRows; row++) out[row * bandCount + band] = quiet;
  }
}

function maskOnce(
  out: Float32Array,
  soundRows: number,
  bandCount: number,
  { maxMaskBands, maxMaskRows }: MelAugmentation,
  random: Random,
): void {
  let sum = 0;
  for (let i = 0; i < soundRows * bandCount; i++) sum += out[i] as number;
  const mean = sum / (soundRows * bandCount);
  const bands = random.below(maxMaskBands + 1);
  const firstBand = random.below(bandCount - bands + 1);
  for (let row = 0; row < soundRows; row++)
    out.fill(mean, row * bandCount + firstBand, row * bandCount + firstBand + bands);
  const rows = Math.min(random.below(maxMaskRows + 1), Math.floor(soundRows / 3));
  const firstRow = random.below(soundRows - rows + 1);
  out.fill(mean, firstRow * bandCount, (firstRow + rows) * bandCount);
}
