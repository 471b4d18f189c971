import { Button } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Heard } from "../../screening/ports.ts";
import type { Session, Source } from "../../screening/session.ts";
import { Answer } from "../parts/answer.tsx";
import { HelpLines } from "../parts/help.tsx";
import { EmotionPanel, GenderPanel } from "../parts/mixes.tsx";
import { Provenance, Quality } from "../parts/quality.tsx";
import { VoicePanel } from "../parts/voice-panel.tsx";
import { WhatIfPanel, WhyPanel } from "../parts/why.tsx";
import { useExplaining, useStage, useVisit } from "../visit-context.ts";
import styles from "./result.module.css";

/** The answer, what it rests on, the voice it came from, and what to do next. */
export function ResultScreen() {
  const visit = useVisit();
  const stage = useStage("result");
  const { heard } = visit;
  if (!stage || !heard) return null;
  return <Result heard={heard} source={stage.source} result={stage.result} />;
}

interface Props {
  readonly heard: Heard;
  readonly source: Source;
  readonly result: Extract<Session, { stage: "result" }>["result"];
}

function Result({ heard, source, result }: Props) {
  const explanation = useExplaining((explaining) => (explaining?.stage === "ready" ? explaining.explanation : null));
  const { depressionLabels } = heard.readiness;
  return (
    <div className={styles.screen}>
      <div className={styles.answer}>
        <Answer heard={heard} source={source} />
        {depressionLabels !== "none" && <WhyPanel labels={depressionLabels} />}
      </div>
      <div className={styles.right}>
        <VoicePanel heard={heard} moments={explanation?.moments ?? null} />
        {explanation && depressionLabels !== "none" && (
          <WhatIfPanel heard={heard} explanation={explanation} labels={depressionLabels} />
        )}
        <EmotionPanel emotion={heard.result.emotion} />
        <GenderPanel gender={heard.result.gender} />
        <Quality heard={heard} />
        <Provenance heard={heard} />
      </div>
      <div className={styles.next}>
        <Next result={result} />
      </div>
    </div>
  );
}

function Next({ result }: Pick<Props, "result">) {
  const { t } = useTranslation();
  const visit = useVisit();
  return (
    <>
      <section className="panel stack" aria-labelledby="next">
        <h2 id="next">{t("result.nextTitle")}</h2>
        <p>
          {t(`result.next.${result.outcome}`)} {t("result.nextHelp")}
        </p>
        <HelpLines />
      </section>
      <div className="row screen-only">
        <Button leftSection={<IconArrowBackUp size={20} aria-hidden />} onClick={() => void visit.leave()}>
          {t("result.again")}
        </Button>
        <p className="small quiet">{t("result.forgets")}</p>
      </div>
    </>
  );
}
