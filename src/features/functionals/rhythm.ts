import type { DescriptorName } from "../descriptors.ts";
import { modulationEdgesHz, modulationSpectrum } from "../modulation.ts";
import { gapsOf, pairwiseVariability, type Run, runsOf, syllableNuclei } from "../rhythm.ts";
import { featureSpec } from "../spec.ts";
import { momentsOf, quantileOfSorted } from "../statistics.ts";
import type { Block } from "./block.ts";

const rhythmNames = [
  "voicedRunsPerSec",
  "voicedRunMeanSec",
  "voicedRunSdSec",
  "voicedRunVariability",
  "voicedShare",
  "speechShare",
  "speechRunMeanSec",
  "gapMeanSec",
  "gapSdSec",
  "gapsPerSec",
  "syllablesPerSec",
  "syllableSpacingSdSec",
  "syllableDipMeanDb",
] as const;

/** How voicing, speech and syllables alternate. */
export const rhythmBlock: Block = {
  family: "rhythm",
  names: rhythmNames.map((name) => `rhythm.${name}`),
  write(window, out, at) {
    const { hopSec } = featureSpec.mel;
    const secondsOf = (runs: readonly Run[]): Float32Array =>
      Float32Array.from(runs, ({ start, end }) => (end - start) * hopSec);
    const voiced = secondsOf(runsOf(window.isVoiced));
    const speech = secondsOf(runsOf(window.isSpeech));
    const gaps = secondsOf(gapsOf(window.isSpeech));
    const intensity = window.column("intensityDb");
    const sorted = intensity.slice().sort();
    const nuclei = syllableNuclei(intensity, window.isVoiced, quantileOfSorted(sorted, 0.99));
    const spacing = Float32Array.from(nuclei.slice(1), ({ frame }, i) => (frame - (nuclei[i]?.frame ?? 0)) * hopSec);
    const share = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0) / flags.length;
    const values: Readonly<Record<(typeof rhythmNames)[number], number>> = {
      voicedRunsPerSec: voiced.length / window.durationSec,
      voicedRunMeanSec: momentsOf(voiced).mean,
      voicedRunSdSec: momentsOf(voiced).sd,
      voicedRunVariability: pairwiseVariability([...voiced]),
      voicedShare: share(window.isVoiced),
      speechShare: share(window.isSpeech),
      speechRunMeanSec: momentsOf(speech).mean,
      gapMeanSec: momentsOf(gaps).mean,
      gapSdSec: momentsOf(gaps).sd,
      gapsPerSec: gaps.length / window.durationSec,
      syllablesPerSec: nuclei.length / window.durationSec,
      syllableSpacingSdSec: momentsOf(spacing).sd,
      syllableDipMeanDb: momentsOf(Float32Array.from(nuclei, ({ dipDb }) => dipDb)).mean,
    };
    for (const [i, name] of rhythmNames.entries()) out[at + i] = values[name];
  },
};

/** Groups of mel bands whose envelopes are followed: first ≤ band < end. */
const modulationGroups: readonly (readonly [number, number])[] = [
  [0, 4],
  [4, 8],
  [8, 12],
  [12, 16],
  [16, 21],
  [21, 26],
];
const dbPerNeper = 10 / Math.LN10;

const modulationNames = (of: string): string[] =>
  modulationEdgesHz
    .slice(1)
    .map((toHz, i) => `modulation.${of}${i === 0 ? "Below" : `From${modulationEdgesHz[i]}To`}${toHz}Hz`);

/** How strongly the whole and each group of bands move at each rate. */
export const modulationBlocks: readonly Block[] = [
  {
    family: "modulation",
    names: modulationNames("intensity"),
    write(window, out, at) {
      out.set(modulationSpectrum(window.column("intensityDb"), 1 / featureSpec.mel.hopSec), at);
    },
  },
  ...modulationGroups.map(
    ([first, end]): Block => ({
      family: "modulation",
      names: modulationNames(`bands${first}To${end - 1}`),
      write(window, out, at) {
        const envelope = new Float32Array(window.frameCount);
        for (let band = first; band < end; band++) {
          const column = window.column(`melBand${band}` as DescriptorName);
          for (let t = 0; t < envelope.length; t++)
            envelope[t] = (envelope[t] as number) + (dbPerNeper * (column[t] as number)) / (end - first);
        }
        out.set(modulationSpectrum(envelope, 1 / featureSpec.mel.hopSec), at);
      },
    }),
  ),
];
