/**
 * The items of TRIPOD+AI in its order; each key begins with the number.
 *
 * @source Collins et al., BMJ 2024;385:e078378.
 */
export const tripodItems = {
  "1_title": "Title",
  "2_abstract": "Abstract",
  "3_background": "Background, with inequalities",
  "4_objectives": "Objectives",
  "5_data": "Data",
  "6_participants": "Participants",
  "7_data_preparation": "Data preparation",
  "8_outcome": "Outcome",
  "9_predictors": "Predictors",
  "10_sample_size": "Sample size",
  "11_missing": "Missing data",
  "12_analytical_methods": "Analytical methods",
  "13_class_imbalance": "Class imbalance",
  "14_fairness": "Fairness",
  "15_model_output": "Model output",
  "16_training_vs_evaluation": "Training versus evaluation",
  "17_ethics": "Ethical approval",
  "18a_funding": "Funding",
  "18b_conflicts": "Conflicts of interest",
  "18c_protocol": "Protocol",
  "18d_registration": "Registration",
  "18e_data_sharing": "Data sharing",
  "18f_code_sharing": "Code sharing",
  "19_ppi": "Patient and public involvement",
  "20_participants_results": "Participants, results",
  "21_model_development": "Model development",
  "22_full_model_spec": "Full model specification",
  "23_performance": "Performance, with subgroups",
  "24_updating": "Model updating",
  "25_interpretation": "Interpretation",
  "26_limitations": "Limitations",
  "27_usability": "Usability",
} as const;

export type TripodItem = keyof typeof tripodItems;
