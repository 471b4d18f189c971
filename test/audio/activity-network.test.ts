import { describe, expect, it } from "vitest";
import {
  type ActivityLayer,
  NetworkStream,
  networkAheadRows,
  networkSpanRows,
} from "../../src/audio/activity-network.ts";
import { packLayer, unpackLayer } from "../../src/audio/activity-packing.ts";
import { createRandom } from "../../src/base/random.ts";

const random = createRandom("activity network");
const normals = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());

function layer(taps: readonly number[], inputCount: number, outputCount: number): ActivityLayer {
  return {
    taps,
    inputCount,
    outputCount,
    weights: normals(taps.length * inputCount * outputCount),
    bias: normals(outputCount),
  };
}

/** Every row at once by the definition: y[t] = b + Σ over taps of x[t + tap] W[tap]; what lies outside is zero. */
function naiveLayer(rows: readonly number[][], one: ActivityLayer, rectified: boolean): number[][] {
  return rows.map((_, t) =>
    Array.from({ length: one.outputCount }, (_, o) => {
      let sum = one.bias[o] as number;
      one.taps.forEach((tap, k) => {
        (rows[t + tap] ?? []).forEach((x, i) => {
          sum += x * (one.weights[(k * one.inputCount + i) * one.outputCount + o] as number);
        });
      });
      return rectified ? Math.max(0, sum) : sum;
    }),
  );
}

describe("the activity network", () => {
  const layers = [layer([-1, 0, 1], 3, 4), layer([-4, -2, 0, 2], 4, 5), layer([0], 5, 1)];

  it("gives, row by row, what its layers give over the whole", () => {
    const rows = Array.from({ length: 40 }, () => [...normals(3)]);
    const whole = layers.reduce((values, one, i) => naiveLayer(values, one, i < 2), rows);
    const stream = new NetworkStream(layers);
    const ahead = networkAheadRows(layers);
    expect(ahead).toBe(3);
    const streamed = rows.map((row) => stream.step(Float32Array.from(row)));
    // Rows next to either end see a border that the two treat differently.
    const border = networkSpanRows(layers);
    for (let t = border; t < rows.length - ahead; t++)
      expect(streamed[t + ahead]).toBeCloseTo(whole[t]?.[0] as number, 3);
  });

  it("loses at most half a step of each weight when packed into bytes", () => {
    const one = layer([-1, 0, 1], 7, 6);
    const packed = packLayer(one);
    const again = unpackLayer(packed);
    one.weights.forEach((weight, i) => {
      const step = packed.steps[i % 6] as number;
      expect(Math.abs(weight - (again.weights[i] as number))).toBeLessThanOrEqual(0.5001 * step);
    });
  });

  it("refuses packed weights of another shape", () => {
    expect(() => unpackLayer({ ...packLayer(layer([0], 2, 3)), inputCount: 4 })).toThrow(/6 weights/);
  });
});
