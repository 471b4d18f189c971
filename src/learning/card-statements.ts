import type { Bundle } from "../network/bundle.ts";
import type { CardContent } from "../network/card.ts";
import { type TripodItem, tripodItems } from "../network/tripod.ts";

/*
 * What a card says in sentences. They hold for every bundle that this project's `train` makes; figures stand elsewhere and
 * are read, never written here.
 */

type Labels = Bundle["depressionLabels"];

export const intendedUse =
  "Research into voice analysis. Not a diagnosis, not a medical device, not for decisions about a person.";

export const labelsMean: Readonly<Record<Labels, string>> = {
  none: "This bundle has no depression head: it gives emotion and gender only, and every outcome is cannot-score.",
  simulated:
    "The depression head learned from sessions of healthy voices edited by the shifts that the literature reports (docs/simulation.md). Its figures say how well it finds shifts that were put in, and nothing about patients.",
  clinical:
    "The depression head learned from the labels of clinical corpora. Its figures hold for people, languages and recordings like theirs.",
};

export const summaries: Readonly<Record<Labels, string>> = {
  none: "A neural network that hears which acted emotion a voice resembles and which gender's voices, from windows of three seconds.",
  simulated:
    "A neural network that estimates from about a minute of speech how probable depression is. It has learned depression from a simulation and has never been tested on patients.",
  clinical:
    "A neural network that estimates from about a minute of speech how probable depression is, as the labels of clinical corpora define it.",
};

const limitations: Readonly<Record<Labels, readonly string[]>> = {
  none: [],
  simulated: [
    "Nothing here says how many patients would be found or missed: depressed people may sound otherwise, or like everyone else.",
    "The depression head was taught how probable depression is to an ideal observer, who knows the shifts that were put in; no observer of that kind exists for people.",
    "Effect sizes and correlations of the simulation are judgements bounded by the literature, most of them from abstracts and single tables.",
    "The speakers of the simulation are those of the training corpora, heard in made-up rooms and recorded noises: other people and other microphones were not simulated.",
  ],
  clinical: [
    "Labels are those of each corpus (a questionnaire's cut-off or a diagnosis); another definition would give other figures.",
    "Many clinical corpora are small and recorded in one room: figures may rest on the room, the interviewer or the language.",
  ],
};

export const statementsFor = (labels: Labels) => ({
  status: "research" as const,
  background: [
    "Depressed speech is reported to be slower, flatter and more broken by pauses on average, with wide overlap between people.",
    "How a voice sounds differs by gender, age, language, dialect, illness and microphone. A system that learned from few of them serves the others worse, and those are often the people whom care reaches least.",
  ],
  intendedUse,
  users: [
    "researchers who study speech and mental health",
    "clinicians and others who want to see what such a system can and cannot hear",
  ],
  outOfScope: [
    "diagnosis, exclusion, monitoring or treatment of any condition",
    "deciding about a person's care, work, school, insurance or benefits",
    "children and teenagers, who were not heard in training",
    "languages and ways of speaking that were not heard in training",
    "recordings of people who do not know of it",
  ],
  prohibitedUses: [
    "at work, in recruiting and in education: inferring emotions there is forbidden in the European Union (Regulation 2024/1689, Art. 5(1)(f))",
    "by insurers, authorities or anyone who decides about the person heard",
    "commercial use of the weights, by the terms of the corpora",
  ],
  regulatoryStatus:
    "A research prototype, not a medical device: not reviewed by the FDA, a notified body or any other authority.",
  harms: [
    "A low estimate may keep somebody from seeking help; an elevated one may frighten or label somebody who is well.",
    "Errors are not spread evenly over people; where no figure stands for a group, nothing is known of it.",
    "A recording of a voice can tell who spoke: recordings and results stay in the tab's memory and go when it closes.",
  ],
  limitations: [
    ...limitations[labels],
    "Emotion was acted in studios or on demand; acted emotion is not lived emotion.",
    "A cold, hoarseness, a voice disorder, medication, tiredness and age change a voice, too, and are not told apart from what was learned.",
    "It is one session of a person; nothing was learned of change over days.",
    "Words are not understood: only how they sound.",
  ],
  labelsMean: labelsMean[labels],
  split: {
    unit: "speaker",
    method:
      labels === "clinical"
        ? "Official development and test sets where a corpus has them, otherwise five folds of people (docs/corpora.md)."
        : "Five folds of speakers within each corpus, women first, then men, then unknown, dealt in turn (docs/corpora.md). Sessions keep the fold of their speaker. What says where speech is, before any network listens, learned from clips of all these speakers.",
    leakageChecks: [
      "A test holds that no speaker stands on both sides of a split.",
      ...(labels === "simulated"
        ? [
            "Each voice lends itself to as many depressed as healthy sessions.",
            "Sessions without any effect are learned from and must be found at chance.",
          ]
        : []),
    ],
  },
  missingData:
    "A missing label of emotion or gender costs nothing while training; a clip in which no speech is heard counts as a mistake when it is tested. Nothing is imputed.",
  classImbalance:
    "Emotions are drawn evenly within a corpus. Depression is drawn half and half, so every probability assumes half and half; the page also gives it for a rarer condition.",
  fairness:
    "No correction is made for any group. This card gives figures by gender and corpus as far as they were measured; gender steers the depression estimate through the interaction of the network and can be switched off in it.",
  architecture:
    "G-EIMTNet after Xing et al. 2026: a mel stream and a stream of acoustic features, cross-modal attention, three tasks, a gender-emotion interaction (docs/network.md). Unlike there, the features are not chosen by mRMR: all are heard (docs/decisions/0012-all-functionals-and-edited-clips.md).",
  pretrainedFrom: [],
  tuning:
    "Steps and dropout of the depression stage were chosen on inner folds of one training fold (docs/network.md). Those people are tested in other folds, so that the choice is not wholly blind to them. How much each vote on emotion counts was chosen among a few hundred combinations on the first seed's folds and on the corpora left out, by the same figures that are told here (docs/decisions/0010-how-much-each-vote-counts.md): of the figures, those of corpora never heard are the most flattered by it. How they count in a voice as the training corpora hold it was chosen in the same way on the folds of both seeds (docs/decisions/0013-known-corpora.md), whose figures it flatters.",
  sampleSize: "Everyone whom the corpora hold and who has takes enough; no calculation of a sample size was made.",
  updating: "A bundle is never changed: new weights are a new bundle with its own hash, card and figures.",
  dataAvailability:
    "The corpora are obtained from their authors on their terms (docs/corpora.md); no recording comes with this project.",
});

type Where = readonly [string, ...string[]];

/** Where each item of TRIPOD+AI is answered: a part of the card, or a file of the project. */
const whereTripod: Readonly<Record<TripodItem, Where>> = {
  "1_title": ["name", "summary"],
  "2_abstract": ["summary", "README.md"],
  "3_background": ["background"],
  "4_objectives": ["intendedUse"],
  "5_data": ["data", "depressionData", "docs/corpora.md"],
  "6_participants": ["data", "depressionData", "docs/corpora.md"],
  "7_data_preparation": ["input", "docs/features.md"],
  "8_outcome": ["labelsMean", "depressionData"],
  "9_predictors": ["architecture", "docs/features.md"],
  "10_sample_size": ["sampleSize"],
  "11_missing": ["missingData"],
  "12_analytical_methods": ["split", "recipe", "docs/network.md"],
  "13_class_imbalance": ["classImbalance"],
  "14_fairness": ["fairness"],
  "15_model_output": ["output"],
  "16_training_vs_evaluation": ["split", "evaluated"],
  "17_ethics": ["ethics"],
  "18a_funding": ["funding"],
  "18b_conflicts": ["conflicts"],
  "18c_protocol": ["protocol"],
  "18d_registration": ["registration"],
  "18e_data_sharing": ["dataAvailability"],
  "18f_code_sharing": ["command", "README.md"],
  "19_ppi": ["involvement"],
  "20_participants_results": ["data"],
  "21_model_development": ["data", "depressionData", "recipe"],
  "22_full_model_spec": ["architecture", "docs/network.md"],
  "23_performance": ["recognition", "depression"],
  "24_updating": ["updating"],
  "25_interpretation": ["labelsMean", "intendedUse"],
  "26_limitations": ["limitations"],
  "27_usability": ["input", "outOfScope", "README.md"],
};

/** An item is open where none of the card's parts that would answer it is known. */
export function tripodAnswers(
  content: Readonly<Record<string, unknown>>,
  notKnown: Readonly<Record<string, string>>,
): CardContent["tripodAi"] {
  const answer = (item: TripodItem): CardContent["tripodAi"][TripodItem] => {
    const title = tripodItems[item];
    const parts = whereTripod[item].filter((where) => !where.includes("."));
    const open = parts.filter((part) => content[part] === null);
    if (open.length > 0 && open.length === parts.length)
      return { title, status: "open", reason: [...new Set(open.map((part) => notKnown[part]))].join(" ") };
    return { title, status: "answered", where: whereTripod[item].filter((where) => !open.includes(where)) };
  };
  return Object.fromEntries(
    (Object.keys(tripodItems) as TripodItem[]).map((item) => [item, answer(item)]),
  ) as CardContent["tripodAi"];
}

const notMeasured = "Not measured: npm run evaluate has not been run with the code, data and recipe of these weights.";
const noHead = "This bundle has no depression head.";

/** Why a part is not known, by its path; whatever a card leaves open must stand here. */
export const reasonsFor = (labels: Labels): Readonly<Record<string, string>> => {
  const depression = labels === "none" ? noHead : notMeasured;
  const notInEvaluation = labels === "none" ? noHead : "Not measured by the evaluation at hand.";
  return {
    date: "The training that made these weights did not write it down.",
    contact: "The prototype is not offered as a service; nobody answers for it in a clinic.",
    "data[].women": "The training that made these weights did not count women and men of each corpus.",
    "data[].men": "The training that made these weights did not count women and men of each corpus.",
    "data[].age": "Most of the corpora do not publish ages.",
    "data[].consent": "As the authors of each corpus state it; it was not looked into further.",
    depressionData: noHead,
    "depressionData.instrument":
      labels === "simulated"
        ? "No questionnaire and no interview: nobody in the training data was examined for depression."
        : "Differs by corpus; see clinical.corpora.",
    "clinical.figures[].auc": "One of the classes is missing there.",
    "clinical.figures[].interval": "One of the classes is missing there.",
    "clinical.figures[].rivalAuc": "One of the classes is missing there.",
    "clinical.figures[].phq8": "No PHQ-8 is known of the people there.",
    "output.thresholds": noHead,
    latencyMs: "Differs by device: npm run benchmark prints it, and every result says how long it took.",
    evaluated: notMeasured,
    recognition: notMeasured,
    "recognition.corpora[].emotionUar": "The corpus has no labels of emotion.",
    "recognition.corpora[].emotionSvms": "The corpus has no labels of emotion, or no such machine was trained on it.",
    "recognition.corpora[].genderAccuracy": "The corpus publishes no gender.",
    "recognition.corpora[].genderSvms": "The corpus publishes no gender, or no such machine was trained on it.",
    "recognition.corpora[].emotionSvms.egemaps": "That machine was not trained on this corpus.",
    "recognition.corpora[].emotionSvms.compare": "That machine was not trained on this corpus.",
    "recognition.corpora[].genderSvms.egemaps": "That machine was not trained on this corpus.",
    "recognition.corpora[].genderSvms.compare": "That machine was not trained on this corpus.",
    transfer: "Not measured yet: networks that leave whole corpora out have not been trained with this recipe.",
    "transfer.corpora[].emotionUar": "The corpus has no labels of emotion.",
    "transfer.corpora[].emotionSvms": "No support vector machine beside it for whole corpora left out.",
    "transfer.corpora[].emotionSvms.egemaps": "That machine was not measured on whole corpora left out.",
    "transfer.corpora[].genderAccuracy": "The corpus publishes no gender.",
    "transfer.corpora[].genderSvms": "No support vector machine beside it for whole corpora left out.",
    "transfer.corpora[].genderSvms.egemaps": "That machine was not measured on whole corpora left out.",
    depression,
    "depression.controls": "Nobody healthy in these sessions was hoarse, slow, anxious or old.",
    "baselines.ageAndGender": "The corpora publish no age, and sessions are balanced by gender.",
    "baselines.questionnaire": "No questionnaire stands beside the recordings.",
    "baselines.duration": "Not measured.",
    calibration: noHead,
    "calibration.brier": depression,
    "calibration.expectedError": depression,
    "calibration.slope": notInEvaluation,
    "calibration.intercept": notInEvaluation,
    uncertainty: noHead,
    "uncertainty.coverage": labels === "clinical" ? "Nobody knows a patient's true probability." : depression,
    "uncertainty.meanWidth": depression,
    "robustness.noise":
      "Not measured with these weights. Clips of emotions are learned from as they were recorded; a recording that is too noisy gets no outcome.",
    "robustness.device": "Not measured: the corpora do not tell devices apart.",
    "robustness.age": "Not measured: most of the corpora do not publish ages.",
    "robustness.illness": "Not measured on people who are ill.",
    "robustness.unlikeTraining": "Not measured with these weights.",
    "robustness.retest": "Not measured: no corpus here holds the same person on several days.",
    ablation: "Not measured with this recipe.",
    decisionCurve: "Not drawn: without patients there is no benefit to weigh.",
    humanFactors: "No study of how people understand the page has been made.",
    energy: "Not measured.",
    monitoring: "There is none: nothing leaves the device, so nobody sees how it fares.",
    ethics: "No approval was sought: only published corpora were used, and nobody was recorded for it.",
    funding: "None is declared.",
    conflicts: "None are declared.",
    protocol: "None was written before the work.",
    registration: "Not registered.",
    codeUrl: "The source comes with the page; it has no fixed public address yet.",
    involvement: "No patients or members of the public took part in making it.",
    "example.probability": "The sample voice gets no estimate from this bundle.",
  };
};
