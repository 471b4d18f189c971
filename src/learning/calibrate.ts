import { quantileOfSorted } from "../features/statistics.ts";
import { type Calibration, probabilityFromLogit } from "../network/calibration.ts";
import { conformalBounds } from "./certainty/conformal.ts";
import type { SessionScore } from "./labelled-session.ts";

/** A session as a network said of it that had never heard its speaker. */
export interface UnseenSession {
  readonly logit: number;
  readonly depressed: boolean;
  /** The ideal observer's logit for the same session; null where there is none (clinical labels). */
  readonly observerLogit: number | null;
  /** How far it lies from the sessions that the network learned from. */
  readonly strangeness: number;
}

const target = 0.8;
/**
 * Too strange for a clear answer is what lies half as far again as all but one in a hundred sessions of unseen speakers:
 * sessions share the rooms and noises of the simulation, and clean recordings of people lie further out (docs/network.md).
 */
const strangeShare = 0.01;
const strangeMargin = 1.5;
const quantileCount = 101;
const searchSteps = 60;
const temperatureBounds = { low: 0.05, high: 20 };

/** Training draws both classes alike, whatever their shares in a corpus: every probability assumes half and half. */
const trainingPrevalence = 0.5;

/**
 * Calibration from the pooled logits of all folds: temperature by the likelihood of the labels with both classes counting
 * alike, thresholds at sensitivity .80 and specificity .80, what is left between network and ideal observer, from where to where
 * both answers fit, and what is too strange.
 */
export function calibrate(sessions: readonly UnseenSession[]): Calibration {
  const depressed = sessions.filter((session) => session.depressed);
  const healthy = sessions.filter((session) => !session.depressed);
  if (depressed.length === 0 || healthy.length === 0) throw new Error("calibration needs sessions of both classes");
  const temperature = fitTemperature(sessions);
  const probabilities = (of: readonly UnseenSession[]): Float64Array =>
    Float64Array.from(of, ({ logit }) => probabilityFromLogit(logit / temperature)).sort();
  const ill = probabilities(depressed);
  const well = probabilities(healthy);
  // Where the two targets cross over, the classes lie so far apart that nothing is left between.
  const atSensitivity = quantileOfSorted(ill, 1 - target);
  const atSpecificity = quantileOfSorted(well, target);
  const thresholdLow = Math.min(atSensitivity, atSpecificity);
  const thresholdHigh = Math.max(atSensitivity, atSpecificity);
  const residuals = Float64Array.from(
    sessions.flatMap(({ logit, observerLogit }) =>
      observerLogit === null ? [] : [logit / temperature - observerLogit],
    ),
  ).sort();
  return {
    temperature,
    thresholdLow,
    thresholdHigh,
    sensitivity: ill.filter((p) => p >= thresholdLow).length / ill.length,
    specificity: well.filter((p) => p <= thresholdHigh).length / well.length,
    trainingPrevalence,
    residualQuantiles:
      residuals.length === 0
        ? [0, 0]
        : Array.from({ length: quantileCount }, (_, i) => quantileOfSorted(residuals, i / (quantileCount - 1))),
    conformal: conformalBounds(ill, well),
    strangeBeyond:
      strangeMargin *
      quantileOfSorted(Float64Array.from(sessions, ({ strangeness }) => strangeness).sort(), 1 - strangeShare),
  };
}

/** Calibration from sessions of speakers that their network had not heard. */
export const calibrationOf = (scores: readonly SessionScore[]): Calibration =>
  calibrate(
    scores.map(({ logit, strangeness, label: { depressed, observerLogit } }) => ({
      ...{ logit, depressed, observerLogit, strangeness },
    })),
  );

/** Golden-section search on ln T, in which the negative log likelihood has one minimum. @source Guo et al. 2017. */
function fitTemperature(sessions: readonly UnseenSession[]): number {
  const ill = sessions.filter(({ depressed }) => depressed).length;
  const weightOf = (depressed: boolean): number => 1 / (depressed ? ill : sessions.length - ill);
  const loss = (logTemperature: number): number => {
    const temperature = Math.exp(logTemperature);
    return sessions.reduce((sum, { logit, depressed }) => {
      const z = (depressed ? -logit : logit) / temperature;
      return sum + weightOf(depressed) * (Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))));
    }, 0);
  };
  const ratio = (Math.sqrt(5) - 1) / 2;
  let low = Math.log(temperatureBounds.low);
  let high = Math.log(temperatureBounds.high);
  for (let step = 0; step < searchSteps; step++) {
    const left = high - ratio * (high - low);
    const right = low + ratio * (high - low);
    if (loss(left) < loss(right)) high = right;
    else low = left;
  }
  return Math.exp((low + high) / 2);
}
