import "@tensorflow/tfjs-backend-cpu";
import { setBackend, type Tensor, tensor, tidy } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import { type NetworkConfig, type NetworkPart, networkParts, parameterSpecs } from "../../src/network/config.ts";
import type { EncodedWindows } from "../../src/network/encode.ts";
import { scoreWindows } from "../../src/network/geimtnet.ts";
import { goldenWindows } from "../../src/network/golden.ts";
import { inputTensors } from "../../src/network/inputs.ts";
import { inferenceLayers } from "../../src/network/layers.ts";
import { randomParameters } from "../help/bundles.ts";
import { smallShape } from "../help/networks.ts";

type Output = "gender" | "emotion" | "depression";
const everything: readonly Output[] = ["gender", "emotion", "depression"];

/** What must not matter any more once a part is left out: inputs, parameters, and for which outputs. */
interface Deafness {
  readonly inputs: readonly (keyof EncodedWindows)[];
  readonly parameters: RegExp;
  readonly outputs: readonly Output[];
}

const deafTo: Readonly<Record<NetworkPart, Deafness>> = {
  mel: { inputs: ["mel", "soundTokens"], parameters: /^(mel|block)/, outputs: everything },
  features: {
    inputs: ["functionals", "own", "ownKnown", "timing", "timingKnown"],
    parameters: /^(family|timing|functionals|feature|block|emotion\.line|depression\.(functionals|timing))/,
    outputs: everything,
  },
  timing: {
    inputs: ["timing", "timingKnown"],
    parameters: /^(timing\.\w+\.(weight|bias)|depression\.timing)/,
    outputs: everything,
  },
  attention: { inputs: [], parameters: /^block/, outputs: everything },
  melAsks: { inputs: [], parameters: /^block\d\.mel\.(query|key|value|output)/, outputs: everything },
  featuresAsk: { inputs: [], parameters: /^block\d\.feature\.(query|key|value|output)/, outputs: everything },
  genderInteraction: { inputs: [], parameters: /^gender|vote\.gender/, outputs: ["emotion", "depression"] },
  emotionInteraction: { inputs: [], parameters: /^emotion|vote\.emotion/, outputs: ["depression"] },
  gender: { inputs: [], parameters: /^gender|vote\.gender/, outputs: everything },
  emotion: { inputs: [], parameters: /^emotion|vote\.emotion/, outputs: everything },
  line: { inputs: [], parameters: /^emotion\.line/, outputs: everything },
};

const parameters = randomParameters(smallShape);
const windows = goldenWindows(smallShape);

/** The network's logits, one list after the other. */
function answer(
  config: NetworkConfig,
  values: ReadonlyMap<string, Float32Array>,
  inputs: EncodedWindows,
): Record<Output, number[]> {
  const tensors = new Map<string, Tensor>(
    parameterSpecs(config).map(({ name, shape }) => [name, tensor(values.get(name) as Float32Array, [...shape])]),
  );
  const [gender, emotion, depression] = tidy(() => {
    const outputs = scoreWindows(inferenceLayers(tensors), config, inputTensors(config, inputs, 0, inputs.count));
    return [outputs.genderLogits, outputs.emotionLogits, outputs.depressionLogit].map((logits) => [
      ...logits.dataSync(),
    ]);
  }) as unknown as [number[], number[], number[]];
  for (const one of tensors.values()) one.dispose();
  return { gender, emotion, depression };
}

/** The answer once everything that should not matter is another. */
function answerToOther(config: NetworkConfig, { inputs, parameters: names }: Deafness): Record<Output, number[]> {
  const random = createRandom("other");
  const other = (values: Float32Array): Float32Array => values.map(() => random.normal());
  // What is known, and where there is sound, is 0 or 1.
  const turned = (values: Float32Array): Float32Array => values.map((value) => 1 - value);
  const isFlag = (name: string): boolean => name.endsWith("Known") || name === "soundTokens";
  return answer(
    config,
    new Map([...parameters].map(([name, values]) => [name, names.test(name) ? other(values) : values])),
    {
      ...windows,
      ...Object.fromEntries(
        inputs.map((name) => [name, (isFlag(name) ? turned : other)(windows[name] as Float32Array)]),
      ),
    },
  );
}

beforeAll(async () => {
  await setBackend("cpu");
});

describe("a part that is left out", () => {
  it.each(networkParts)("does not matter any more: %s", (part) => {
    const deafness = deafTo[part];
    const config = { ...smallShape, without: [part] };
    const heard = answer(config, parameters, windows);
    const other = answerToOther(config, deafness);
    for (const output of deafness.outputs) expect(other[output]).toEqual(heard[output]);
    // In the whole network all of it does matter.
    const whole = answer(smallShape, parameters, windows);
    const changed = answerToOther(smallShape, deafness);
    expect(deafness.outputs.filter((output) => String(changed[output]) !== String(whole[output]))).not.toEqual([]);
  });

  it("leaves the others something to say", () => {
    const parts = networkParts.filter((part) => part !== "mel" && part !== "features");
    for (const part of parts) {
      const { depression } = answer({ ...smallShape, without: [part] }, parameters, windows);
      expect(depression[0]).not.toBeCloseTo(depression[1] as number, 3);
    }
  });

  it("says nothing of a task that is gone", () => {
    const { gender, emotion } = answer({ ...smallShape, without: ["gender", "emotion"] }, parameters, windows);
    expect([...gender, ...emotion].every((logit) => logit === 0)).toBe(true);
  });

  it("is none where the list is empty", () => {
    expect(answer({ ...smallShape, without: [] }, parameters, windows)).toEqual(
      answer(smallShape, parameters, windows),
    );
  });
});
