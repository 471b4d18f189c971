import type { Figure } from "../figures.ts";
import { type Chart, type ChartPoint, chartSvg } from "./chart.ts";
import type { ConditionFigures, RobustnessFigures } from "./figures.ts";

/** Plots by the names of their files. */
export function robustnessPlots({ conditions, lengths }: RobustnessFigures): ReadonlyMap<string, string> {
  const plots = new Map([
    ["robustness-noise.svg", noiseChart(conditions)],
    ["robustness-channel.svg", channelChart(conditions)],
  ]);
  const ofLengths = (title: string, yName: string, yDomain: Chart["yDomain"], of: "auc" | "intervalWidth"): Chart => ({
    title,
    xName: "Seconds of speech (logarithmic)",
    yName,
    // Whole sessions have many lengths: they stand apart, twice as far as the longest.
    ...courseOf(
      lengths.map((length) => ({ label: `${length.speechSec ?? "all"}`, figure: length[of] })),
      lengths.map(({ speechSec }, i) => Math.log2(speechSec ?? 2 * (lengths[i - 1]?.speechSec ?? 1))),
    ),
    // Whatever lies beyond is drawn all the same.
    yDomain: [
      Math.min(yDomain[0], ...lengths.map((length) => length[of].interval.low)),
      Math.max(yDomain[1], ...lengths.map((length) => length[of].interval.high)),
    ],
    isCourse: true,
  });
  plots.set("robustness-length.svg", ofLengths("Simulated depression after some speech", "AUC", [0.4, 0.8], "auc"));
  plots.set(
    "robustness-interval.svg",
    ofLengths("How sure an estimate is after some speech", "Mean width of the 90 % interval", [0, 1], "intervalWidth"),
  );
  return new Map([...plots].map(([file, chart]) => [file, chartSvg(chart)]));
}

function courseOf(
  points: readonly { readonly label: string; readonly figure: Figure }[],
  xs: readonly number[],
): Pick<Chart, "xTicks" | "series"> {
  return {
    xTicks: points.map(({ label }, i) => ({ x: xs[i] as number, label })),
    series: [{ name: "Simulated sessions", points: points.map(({ figure }, i) => pointOf(xs[i] as number, figure)) }],
  };
}

const pointOf = (x: number, { value, interval }: Figure): ChartPoint => ({ x, value, interval });

const yName = "UAR, accuracy, AUC";

function seriesOf(places: readonly { readonly x: number; readonly condition: ConditionFigures }[]): Chart["series"] {
  const series = (name: string, of: (condition: ConditionFigures) => Figure) => ({
    name,
    points: places.map(({ x, condition }) => pointOf(x, of(condition))),
  });
  return [
    series("Gender accuracy", ({ genderAccuracy }) => genderAccuracy.figure),
    series("Emotion UAR", ({ emotionUar }) => emotionUar.figure),
    series("Simulated depression AUC", ({ depression }) => depression.auc.figure),
  ];
}

/** How far beyond the highest SNR recordings without added noise stand. */
const recordedBeyondDb = 10;

function noiseChart(conditions: readonly ConditionFigures[]): Chart {
  const noisy = conditions.flatMap((condition) =>
    condition.degradation.kind === "noise" ? [{ x: condition.degradation.snrDb, condition }] : [],
  );
  const recordedX = Math.max(...noisy.map(({ x }) => x)) + recordedBeyondDb;
  const recorded = conditions.filter(({ degradation }) => degradation.kind === "none");
  const places = [...recorded.map((condition) => ({ x: recordedX, condition })), ...noisy].sort((a, b) => a.x - b.x);
  return {
    title: "Noise",
    xName: "Speech above added noise (dB)",
    yName,
    xTicks: places.map(({ x, condition: { degradation } }) => ({
      x,
      label: degradation.kind === "noise" ? String(degradation.snrDb) : "as recorded",
    })),
    yDomain: [0, 1],
    isCourse: true,
    series: seriesOf(places),
  };
}

function channelChart(conditions: readonly ConditionFigures[]): Chart {
  const places = conditions
    .filter(({ degradation }) => degradation.kind !== "noise")
    .map((condition, x) => ({ x, condition }));
  return {
    title: "Codec, telephone, rooms and level",
    xName: "Condition",
    yName,
    xTicks: places.map(({ x, condition }) => ({ x, label: condition.name })),
    yDomain: [0, 1],
    isCourse: false,
    series: seriesOf(places),
  };
}
