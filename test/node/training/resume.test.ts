import { mean, type Scalar, square, sub } from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import { type Checkpoint, runStage, type Stage } from "../../../src/learning/stage.ts";
import { TrainableNetwork } from "../../../src/learning/trainable.ts";
import { definitionOf } from "../../../src/network/config.ts";
import { scoreWindows } from "../../../src/network/geimtnet.ts";
import { goldenWindows } from "../../../src/network/golden.ts";
import { inputTensors } from "../../../src/network/inputs.ts";
import { createTrainingKernels } from "../../../src/node/training/kernels.ts";
import { smallShape } from "../../help/networks.ts";

const steps = 20;

/** Trains the small network and hands out its checkpoint on the way. */
async function train(resumeFrom: Checkpoint | null) {
  const kernels = await createTrainingKernels();
  const network = new TrainableNetwork(definitionOf(smallShape), kernels, createRandom("resume"));
  const stage: Stage = {
    name: "all",
    cycle: { peak: 1e-3, steps },
    moves: () => true,
    loss: (step) => {
      const windows = goldenWindows(smallShape);
      const outputs = scoreWindows(
        network.layers(step),
        smallShape,
        inputTensors(smallShape, windows, 0, windows.count),
      );
      return mean(square(sub(outputs.emotionLogits, 1))) as Scalar;
    },
  };
  let checkpoint: Checkpoint | null = null;
  await runStage(network, kernels, stage, resumeFrom, {
    report: () => {},
    saveEverySteps: steps / 2,
    save: async (saved) => {
      checkpoint = saved;
    },
  });
  const released = network.released();
  network.dispose();
  return { released, checkpoint };
}

describe("an interrupted training", () => {
  it("ends with the same weights, bit for bit, as one that was left alone", async () => {
    const whole = await train(null);
    expect(whole.checkpoint).toMatchObject({ nextStep: steps / 2 });
    const resumed = await train(whole.checkpoint);
    expect(resumed.released).toEqual(whole.released);
  });
});
