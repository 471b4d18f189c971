import { quantileOfSorted } from "../../features/statistics.ts";
import type { Encoding } from "../../network/encode.ts";
import { pitchName, type SimilarVoices, type VoiceBand } from "../../network/similar-voices.ts";

const bandCount = 3;
/** Fewer would make ranges of single voices. */
const leastRecordings = 20;
const [lowest, highest] = [0.1, 0.9] as const;

/**
 * Ranges of voices about equally high: as many recordings in every band.
 *
 * @param rows [recordings][functionalCount + timingCount], means of recordings as the network takes them in
 * @returns null where recordings are too few, or the network does not take in how high a voice is
 */
export function similarVoicesOf(rows: readonly (readonly number[])[], encoding: Encoding): SimilarVoices | null {
  const column = encoding.functionals.findIndex(({ name }) => name === pitchName);
  const pitch = encoding.functionals[column];
  if (!pitch || rows.length < bandCount * leastRecordings) return null;
  const pitchOf = (row: readonly number[]): number => row[column] as number;
  const sorted = rows.toSorted((a, b) => pitchOf(a) - pitchOf(b));
  const starts = Array.from({ length: bandCount + 1 }, (_, i) => Math.round((i * sorted.length) / bandCount));
  const bands = starts.slice(1).map((end, i): VoiceBand => {
    const members = sorted.slice(starts[i], end);
    const last = pitchOf(members.at(-1) as readonly number[]);
    const columns = (members[0] ?? []).map((_, at) => Float64Array.from(members, (row) => row[at] as number).sort());
    return {
      pitchUpTo: end === sorted.length ? null : short(pitch.location + pitch.scale * last),
      recordings: members.length,
      low: columns.map((values) => short(quantileOfSorted(values, lowest))),
      high: columns.map((values) => short(quantileOfSorted(values, highest))),
    };
  });
  return { bands };
}

/** A manifest needs no more digits of them. */
const short = (value: number): number => Number(value.toFixed(3));
