import type { NetworkConfig } from "../../src/network/config.ts";

/** The network as it ships, but for how its functionals fall into families. */
export const shippedShape: NetworkConfig = {
  rowCount: 150,
  bandCount: 64,
  convolutions: [
    { channels: 16, stride: 2 },
    { channels: 24, stride: 2 },
    { channels: 32, stride: 2 },
    { channels: 48, stride: 1 },
  ],
  width: 64,
  heads: 4,
  blocks: 2,
  feedForward: 128,
  families: Array.from({ length: 12 }, (_, i) => ({ name: `family${i}`, size: i < 8 ? 11 : 10 })),
  timingGroups: [
    { name: "rate", size: 5 },
    { name: "pauses", size: 6 },
    { name: "prosody", size: 6 },
  ],
  functionalHidden: 128,
  trunk: 64,
  latentCount: 7,
};

/** The same in small: every part is there, nothing takes long. */
export const smallShape: NetworkConfig = {
  ...shippedShape,
  rowCount: 30,
  bandCount: 16,
  convolutions: [
    { channels: 8, stride: 2 },
    { channels: 12, stride: 2 },
    { channels: 6, stride: 1 },
  ],
  width: 16,
  heads: 2,
  blocks: 1,
  feedForward: 24,
  families: [
    { name: "pitch", size: 3 },
    { name: "loudness", size: 4 },
  ],
  timingGroups: [{ name: "pauses", size: 2 }],
  functionalHidden: 8,
  trunk: 12,
  latentCount: 2,
};
