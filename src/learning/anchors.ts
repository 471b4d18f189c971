/** What a support vector machine for all corpora reaches on the same folds, by corpus: emotion UAR and gender accuracy. */
export interface Anchor {
  readonly emotion?: { readonly egemaps: number; readonly compare: number };
  readonly gender?: { readonly egemaps: number; readonly compare: number };
}

/**
 * openSMILE's eGeMAPS (88 functionals) and ComParE 2016 (6,373), a linear SVM trained on all corpora at once. Measured
 * once, with openSMILE and scikit-learn, on the folds of `foldsOf`; no command of this project makes them again.
 */
export const anchors: Readonly<Record<string, Anchor>> = {
  an4: { gender: { egemaps: 0.966, compare: 0.986 } },
  emodb: { emotion: { egemaps: 0.77, compare: 0.852 }, gender: { egemaps: 0.88, compare: 0.965 } },
  "emospeech-in": { emotion: { egemaps: 0.337, compare: 0.385 } },
  "emotiontts-ko": { emotion: { egemaps: 0.415, compare: 0.615 }, gender: { egemaps: 1, compare: 1 } },
  nemo: { emotion: { egemaps: 0.355, compare: 0.445 }, gender: { egemaps: 0.884, compare: 0.945 } },
  ravdess: { emotion: { egemaps: 0.471, compare: 0.545 }, gender: { egemaps: 0.939, compare: 0.948 } },
  speechocean762: { gender: { egemaps: 0.955, compare: 0.968 } },
};
