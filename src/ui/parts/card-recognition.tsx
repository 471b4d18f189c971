import { useTranslation } from "react-i18next";
import type { Card, CardRecognition } from "../../network/card.ts";
import { IntervalChart, type IntervalRow } from "../charts/interval-chart.tsx";
import { useCardWords } from "../words/card-words.ts";
import { sayPercent, sayRange } from "../words/figures.ts";

/** How well emotion and gender are heard, corpus by corpus, beside what is commonly used for it. */
export function RecognitionFigures({ card: { recognition, transfer, notKnown } }: { readonly card: Card }) {
  const c = useCardWords();
  return (
    <section className="panel stack" aria-labelledby="card-recognition">
      <h2 id="card-recognition">{c("recognitionTitle")}</h2>
      {recognition ? (
        <>
          <EmotionChart title={c("emotionTitle")} recognition={recognition} />
          <GenderChart recognition={recognition} />
          <SpeakerGender recognition={recognition} />
          <p className="small quiet">{c("howMeasured")}</p>
        </>
      ) : (
        <p>{c("unmeasured", { reason: notKnown.recognition ?? "" })}</p>
      )}
      {transfer && (
        <>
          <p>{c("transferText")}</p>
          <EmotionChart title={c("transferTitle")} recognition={transfer} />
        </>
      )}
    </section>
  );
}

interface ChartProps {
  readonly title: string;
  readonly recognition: CardRecognition;
}

function EmotionChart({ title, recognition }: ChartProps) {
  const c = useCardWords();
  const rows = recognition.corpora.flatMap(({ corpus, emotions, emotionUar, emotionSvms }): IntervalRow[] =>
    emotionUar
      ? [{ name: corpus, ...emotionUar, marks: { ...machines(emotionSvms), dashes: 1 / emotions.length } }]
      : [],
  );
  return (
    <IntervalChart
      title={title}
      axis={c("emotionAxis")}
      rowsOf={c("corpus")}
      measured={c("measured")}
      rows={rows}
      legend={[...useMachineLegend(rows), { kind: "dashes", word: c("chance") }]}
      from={0}
    />
  );
}

function GenderChart({ recognition }: Pick<ChartProps, "recognition">) {
  const c = useCardWords();
  const rows = recognition.corpora.flatMap(({ corpus, genderAccuracy, genderSvms }): IntervalRow[] =>
    genderAccuracy ? [{ name: corpus, ...genderAccuracy, marks: machines(genderSvms) }] : [],
  );
  return (
    <IntervalChart
      title={c("genderTitle")}
      axis={c("genderAxis")}
      rowsOf={c("corpus")}
      measured={c("measured")}
      rows={rows}
      legend={useMachineLegend(rows)}
      from={50}
    />
  );
}

/** What all clips of a person tell together; nothing where it was not measured. */
function SpeakerGender({ recognition: { speakerGenderAccuracy } }: Pick<ChartProps, "recognition">) {
  const { t } = useTranslation();
  const c = useCardWords();
  if (!speakerGenderAccuracy) return null;
  const { value, low, high } = speakerGenderAccuracy;
  return <p>{c("genderBySpeaker", { value: sayPercent(t, value), interval: sayRange(t, low, high) })}</p>;
}

const machines = (svms: CardRecognition["corpora"][number]["emotionSvms"]): IntervalRow["marks"] => ({
  diamond: svms?.egemaps ?? null,
  triangle: svms?.compare ?? null,
});

/** Only of those that stand somewhere in the chart. */
function useMachineLegend(
  rows: readonly IntervalRow[],
): { readonly kind: "diamond" | "triangle"; readonly word: string }[] {
  const c = useCardWords();
  return [
    { kind: "diamond" as const, word: c("egemaps") },
    { kind: "triangle" as const, word: c("compare") },
  ].filter(({ kind }) => rows.some(({ marks }) => marks[kind] != null));
}
