import { type DescriptorName, DescriptorStream, descriptorNames } from "../../src/features/descriptors.ts";
import { featureSpec } from "../../src/features/spec.ts";
import { createFftEngine } from "../../src/features/spectrum.ts";
import { concatenated } from "./signals.ts";

export type Described = Readonly<Record<DescriptorName, number>>;

/** [frames, descriptorNames.length], of a whole sound or of one that comes in pieces. */
export function descriptorRows(pieces: readonly Float32Array[]): Float32Array {
  const stream = new DescriptorStream(featureSpec, createFftEngine);
  const rows = pieces.map((piece) => stream.push(piece));
  return concatenated([...rows, stream.finish()]);
}

/** The frames of a sound, each by the names of its descriptors. */
export function describeSound(samples: Float32Array): Described[] {
  const rows = descriptorRows([samples]);
  const count = descriptorNames.length;
  return Array.from(
    { length: rows.length / count },
    (_, frame) => Object.fromEntries(descriptorNames.map((name, i) => [name, rows[frame * count + i]])) as Described,
  );
}
