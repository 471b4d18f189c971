/** What a support vector machine reaches in a corpus: emotion UAR and gender accuracy, by the features it was given. */
export interface Anchor {
  readonly emotion?: Machines;
  readonly gender?: Machines;
}

interface Machines {
  readonly egemaps?: number;
  readonly compare: number;
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

/**
 * The same on a corpus of which the machine heard nothing, on ComParE 2016: angry, happy, neutral and sad; in emospeech-in
 * angry, calm, fearful and happy. Measured once, as above.
 */
export const transferAnchors: Readonly<Record<string, Anchor>> = {
  emodb: { emotion: { compare: 0.702 }, gender: { compare: 0.938 } },
  "emospeech-in": { emotion: { compare: 0.29 } },
  "emotiontts-ko": { emotion: { compare: 0.312 }, gender: { compare: 0.98 } },
  nemo: { emotion: { compare: 0.361 }, gender: { compare: 0.923 } },
  ravdess: { emotion: { compare: 0.429 }, gender: { compare: 0.785 } },
};
