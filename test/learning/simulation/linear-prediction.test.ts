import { describe, expect, it } from "vitest";
import { predict, resonances } from "../../../src/learning/simulation/linear-prediction.ts";

const rateHz = 10_000;

/** Autocorrelation of the impulse response of some resonances in a row: what the model has to find again. */
function responseOf(formants: readonly (readonly [number, number])[]): Float64Array {
  const response = new Float64Array(8000);
  response[0] = 1;
  for (const [hz, bandwidthHz] of formants) {
    const radius = Math.exp((-Math.PI * bandwidthHz) / rateHz);
    const a = 2 * radius * Math.cos((2 * Math.PI * hz) / rateHz);
    for (let i = 0; i < response.length; i++)
      response[i] = (response[i] as number) + a * (response[i - 1] ?? 0) - radius * radius * (response[i - 2] ?? 0);
  }
  return Float64Array.from({ length: 2 * formants.length + 1 }, (_, lag) =>
    response.reduce((sum, x, i) => sum + x * (response[i - lag] ?? 0), 0),
  );
}

describe("linear prediction", () => {
  it.each([
    [
      [
        [500, 80],
        [1500, 100],
        [2500, 150],
      ],
    ],
    [
      [
        [310, 60],
        [2200, 120],
      ],
    ],
  ] as const)("finds the resonances of %j again", (formants) => {
    const found = resonances(predict(responseOf(formants)), rateHz);
    expect(found.length).toBe(formants.length);
    found.forEach(({ hz, bandwidthHz }, i) => {
      expect(hz).toBeCloseTo(formants[i]?.[0] as number, 1);
      expect(bandwidthHz).toBeCloseTo(formants[i]?.[1] as number, 1);
    });
  });

  it("predicts white noise by nothing, and leaves all of its power", () => {
    const { coefficients, error } = predict(Float64Array.of(2, 0, 0, 0));
    expect([...coefficients].map(Math.abs)).toEqual([1, 0, 0, 0]);
    expect(error).toBe(2);
  });
});
