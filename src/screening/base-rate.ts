import type { Estimate } from "./result.ts";

/**
 * The same evidence where another share of the people has the condition: the odds are multiplied by the ratio of the
 * two prior odds. A probability of 0 or 1 stays what it is.
 *
 * @param probability as calibrated at `trainingPrevalence`, 0 … 1
 * @param trainingPrevalence share with the label in training, between 0 and 1
 * @param prevalence share among the people that the answer is meant for, between 0 and 1
 * @source Saerens, Latinne, Decaestecker 2002 (adjusting a classifier's outputs to new priors).
 */
export function probabilityAtPrevalence(probability: number, trainingPrevalence: number, prevalence: number): number {
  for (const share of [trainingPrevalence, prevalence])
    if (!(share > 0 && share < 1)) throw new Error(`a prevalence lies between 0 and 1, got ${share}`);
  const withIt = (probability * prevalence) / trainingPrevalence;
  const withoutIt = ((1 - probability) * (1 - prevalence)) / (1 - trainingPrevalence);
  return withIt / (withIt + withoutIt);
}

/** An estimate and its interval at another prevalence: the shift keeps order, so the ends remain the ends. */
export function estimateAtPrevalence(estimate: Estimate, trainingPrevalence: number, prevalence: number): Estimate {
  const at = (probability: number): number => probabilityAtPrevalence(probability, trainingPrevalence, prevalence);
  return { probability: at(estimate.probability), low: at(estimate.low), high: at(estimate.high) };
}
