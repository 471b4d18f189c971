import { QualityMeter } from "../audio/quality.ts";
import type { TakeCaution } from "../audio/take.ts";
import { TakeExtractor } from "../features/extract.ts";
import { functionalNames } from "../features/functionals.ts";
import { featureSpec, rowSec } from "../features/spec.ts";
import type { CreateSpectrumEngine, SpectrumEngineName } from "../features/spectrum.ts";
import type { FeatureWindow, Track } from "../features/track.ts";
import type { Pace } from "../network/attribution.ts";
import type { Bundle } from "../network/bundle.ts";
import { probabilityFromLogit, softmaxOf } from "../network/calibration.ts";
import { functionalPlaces } from "../network/encode.ts";
import { type EmotionMix, emotions, type GenderImpression, genders } from "../network/labels.ts";
import type { RawWindowScore, Scorer } from "../network/scorer.ts";
import { meanFunctionals, strangenessOf } from "../network/strangeness.ts";
import { estimateOf, meanPosterior } from "./aggregate.ts";
import { type Explanation, explain } from "./explanation.ts";
import { defaultMinSpeechSec, gateReasons, judge } from "./outcome.ts";
import type { Caution, Estimate, OutcomeKind, Reason, ScreeningResult, WindowScore } from "./result.ts";

export interface ScreeningOptions {
  readonly bundle: Bundle;
  readonly scorer: Scorer;
  /** Engine of everything that is computed here; where mel rows come with the samples, `spectrumEngine` names theirs. */
  readonly createEngine: CreateSpectrumEngine;
  readonly spectrumEngine: SpectrumEngineName;
  readonly minSpeechSec?: number;
}

interface ScoredWindow {
  readonly window: FeatureWindow;
  readonly score: RawWindowScore;
}

const mixOf = (posterior: readonly number[]): EmotionMix =>
  Object.fromEntries(emotions.map((name, i) => [name, posterior[i]])) as EmotionMix;

const impressionOf = (posterior: readonly number[]): GenderImpression =>
  Object.fromEntries(genders.map((name, i) => [name, posterior[i]])) as GenderImpression;

/**
 * One take from samples to result: where the page, the command and the evaluation end alike. Windows are scored as they
 * complete, so that little is left to do at the end. Calls must not overlap: await one before the next.
 */
export class Screening {
  readonly #options: ScreeningOptions;
  readonly #extractor: TakeExtractor;
  readonly #quality = new QualityMeter({ sampleRateHz: featureSpec.sampleRateHz, rowSec: rowSec(featureSpec) });
  readonly #scored: ScoredWindow[] = [];
  #sampleCount = 0;

  constructor(options: ScreeningOptions) {
    this.#options = options;
    this.#extractor = new TakeExtractor(featureSpec, options.createEngine);
  }

  get track(): Track {
    return this.#extractor.track;
  }

  /** Every scored window with what the network was given, in order; after `finish` only those that counted. */
  get windows(): readonly FeatureWindow[] {
    return this.#scored.map(({ window }) => window);
  }

  get speechSec(): number {
    let rows = 0;
    for (const flag of this.#extractor.track.speech) rows += flag;
    return rows * rowSec(featureSpec);
  }

  /** Takes samples in; returns the scores of the windows that they completed. */
  async push(samples: Float32Array, logMel: Float32Array | null): Promise<readonly WindowScore[]> {
    this.#sampleCount += samples.length;
    this.#quality.pushSamples(samples);
    return this.#score(this.#extractor.push(samples, logMel));
  }

  async #score(windows: readonly FeatureWindow[]): Promise<WindowScore[]> {
    if (windows.length === 0) return [];
    const scores = await this.#options.scorer.scoreWindows(windows);
    const scored = windows.map((window, i) => ({ window, score: scores[i] as RawWindowScore }));
    this.#scored.push(...scored);
    return scored.map((one) => this.#windowScore(one));
  }

  #windowScore({ window, score }: ScoredWindow): WindowScore {
    const { calibration } = this.#options.bundle;
    return {
      startSec: window.startSec,
      endSec: window.endSec,
      speechSec: window.speechSec,
      depression: calibration ? probabilityFromLogit(score.depressionLogit / calibration.temperature) : null,
      emotion: mixOf(softmaxOf(score.emotionLogits)),
      gender: impressionOf(softmaxOf(score.genderLogits)),
    };
  }

  /**
   * Ends the take.
   *
   * @param takeCautions what the decoder or the recorder found missing
   */
  async finish(
    takeCautions: readonly TakeCaution[],
    backend: string,
    elapsedMs: () => number,
  ): Promise<ScreeningResult> {
    const end = this.#extractor.finish();
    await this.#score(end.windows);
    const halfRow = rowSec(featureSpec) / 2;
    const kept = this.#scored.filter(({ window }) => window.endSec < end.speechEndSec + halfRow);
    this.#scored.splice(0, this.#scored.length, ...kept);

    this.#quality.pushSpeech(this.#extractor.track.speech);
    const quality = this.#quality.result();
    const speechSec = kept.length === 0 ? 0 : this.speechSec;
    const minSpeechSec = this.#options.minSpeechSec ?? defaultMinSpeechSec;
    const verdict = await this.#verdict(gateReasons(speechSec, quality, minSpeechSec));
    const withNumbers = verdict.depression !== null;
    const average = (logitsOf: (score: RawWindowScore) => Float32Array): number[] =>
      meanPosterior(kept.map(({ window, score }) => ({ speechSec: window.speechSec, logits: logitsOf(score) })));
    return {
      durationSec: this.#sampleCount / featureSpec.sampleRateHz,
      speechSec,
      quality,
      outcome: verdict.outcome,
      reasons: verdict.reasons,
      cautions: [...takeCautions, ...verdict.cautions],
      depression: verdict.depression,
      emotion: kept.length === 0 ? null : mixOf(average((score) => score.emotionLogits)),
      gender: kept.length === 0 ? null : impressionOf(average((score) => score.genderLogits)),
      windows: kept.map((one) => {
        const score = this.#windowScore(one);
        return withNumbers ? score : { ...score, depression: null };
      }),
      bundle: { name: this.#options.bundle.name, hash: this.#options.bundle.hash },
      backend,
      spectrumEngine: this.#options.spectrumEngine,
      elapsedMs: elapsedMs(),
    };
  }

  /** Why `finish` estimated what it did. Only for a take that got an estimate; needs tfjs's gradients. */
  explain(pace: Pace): Promise<Explanation> {
    const { bundle, scorer } = this.#options;
    if (!bundle.calibration || this.#scored.length === 0) throw new Error("there is no estimate to explain");
    return explain({ bundle, scorer }, bundle.calibration, this.windows, pace);
  }

  async #verdict(gate: readonly Reason[]): Promise<{
    readonly outcome: OutcomeKind;
    readonly reasons: readonly Reason[];
    readonly cautions: readonly Caution[];
    readonly depression: Estimate | null;
  }> {
    const { bundle, scorer } = this.#options;
    const cannot = (reasons: readonly Reason[]) =>
      ({ outcome: "cannot-score", reasons, cautions: [], depression: null }) as const;
    if (gate.length > 0) return cannot(gate);
    if (!bundle.calibration) return cannot([{ kind: "no-depression-head" }]);
    const { logit, weights } = await scorer.poolSession(this.#scored.map(({ score }) => score));
    const depression = estimateOf(
      { logit, windowWeights: weights, windowLogits: this.#scored.map(({ score }) => score.depressionLogit) },
      bundle.calibration,
    );
    const { outcome, reason, cautions } = judge(depression, bundle.calibration, this.#strangeness());
    return { outcome, reasons: [reason], cautions, depression };
  }

  /** Null where the bundle does not know what is usual. */
  #strangeness(): number | null {
    const { usualRecording, encoding } = this.#options.bundle;
    if (!usualRecording) return null;
    const places = functionalPlaces(encoding, functionalNames);
    return strangenessOf(meanFunctionals(this.windows, encoding, places), usualRecording);
  }
}
