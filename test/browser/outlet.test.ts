import { expect, it } from "vitest";
import { blockLayout, readBlock } from "../../src/browser/capture/block.ts";
import type { Gathered } from "../../src/browser/capture/listener.ts";
import { type BlockPort, Outlet } from "../../src/browser/capture/outlet.ts";
import type { BlockMessage } from "../../src/browser/messages.ts";
import { featureSpec } from "../../src/features/spec.ts";

const layout = blockLayout(featureSpec, 45);

function gathered(sampleCount: number, rowCount: number): Gathered {
  return {
    samples: Float32Array.from({ length: layout.maxSamples }, (_, i) => i),
    sampleCount,
    logMel: Float32Array.from({ length: layout.maxRows * layout.bandCount }, (_, i) => -i),
    rowCount,
    meanSquare: 0.25,
    peak: 0.5,
    inputSamples: 960,
  };
}

/** Delivers as a MessagePort does: a copy whose buffer is taken from the sender. */
function createPort(): { port: BlockPort; received: BlockMessage[] } {
  const received: BlockMessage[] = [];
  return {
    received,
    port: { postMessage: (message, transfer) => received.push(structuredClone(message, { transfer })) },
  };
}

it("brings samples and rows across, whatever their number", () => {
  const { port, received } = createPort();
  const outlet = new Outlet(port, layout);
  for (const [samples, rows] of [
    [320, 1],
    [layout.maxSamples, layout.maxRows],
    [7, 0],
    [0, 0],
  ] as const) {
    outlet.send(gathered(samples, rows));
    const message = received.at(-1) as BlockMessage;
    const content = readBlock(message, layout.bandCount);
    expect([...content.samples]).toEqual(Array.from({ length: samples }, (_, i) => i));
    expect([...content.logMel]).toEqual(Array.from({ length: rows * layout.bandCount }, (_, i) => -i));
    expect(message).toMatchObject({ kind: "block", meanSquare: 0.25, peak: 0.5, inputSamples: 960 });
  }
});

it("uses the same buffers again and again while they come back", () => {
  const buffers = new Set<ArrayBuffer>();
  const waiting: ArrayBuffer[] = [];
  const outlet = new Outlet(
    {
      postMessage({ buffer }) {
        buffers.add(buffer);
        waiting.push(buffer);
      },
    },
    layout,
  );
  for (let i = 0; i < 1000; i++) {
    outlet.send(gathered(320, 1));
    if (waiting.length > 10) outlet.recycle(waiting.shift() as ArrayBuffer);
  }
  expect(buffers.size).toBeLessThanOrEqual(16);
});

it("loses nothing while its receiver lags", () => {
  const { port, received } = createPort();
  const outlet = new Outlet(port, layout);
  for (let i = 0; i < 200; i++) outlet.send(gathered(i, 1));
  expect(received.map(({ sampleCount }) => sampleCount)).toEqual(Array.from({ length: 200 }, (_, i) => i));
});
