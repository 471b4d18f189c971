import type { Degradation } from "./degradations.ts";

/** A degradation under the name that tables and plots give it. */
export interface Condition {
  readonly name: string;
  readonly degradation: Degradation;
}

/** What every other condition is compared with. */
export const asRecorded: Condition = { name: "as recorded", degradation: { kind: "none" } };

/** Two rooms beyond those that sessions are made in, whose sound decays within .45 s at most. */
const livingRoom = { decaySec: 0.5, directToReverbDb: 0 };
const hall = { decaySec: 1, directToReverbDb: -5 };

/** Everything that recognition is measured under; what is recorded comes first. */
export const conditions: readonly Condition[] = [
  asRecorded,
  ...[30, 20, 15, 10, 5, 0].map(
    (snrDb): Condition => ({ name: `noise, ${snrDb} dB SNR`, degradation: { kind: "noise", snrDb } }),
  ),
  { name: "Opus 16 kbit/s", degradation: { kind: "opus", bitsPerSec: 16_000 } },
  // The pass band of telephone channels: ITU-T G.712 (2001).
  { name: "telephone band", degradation: { kind: "band", lowHz: 300, highHz: 3400 } },
  { name: "room, 0.5 s", degradation: { kind: "room", room: livingRoom } },
  { name: "hall, 1 s", degradation: { kind: "room", room: hall } },
  { name: "20 dB quieter", degradation: { kind: "gain", gainDb: -20 } },
  { name: "20 dB louder", degradation: { kind: "gain", gainDb: 20 } },
  { name: "20 dB too loud, clipped", degradation: { kind: "overload", gainDb: 20 } },
];
