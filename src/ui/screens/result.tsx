import { Button } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Session } from "../../screening/session.ts";
import { Answer } from "../parts/answer.tsx";
import { HelpLines } from "../parts/help.tsx";
import { EmotionPanel, GenderPanel } from "../parts/mixes.tsx";
import { Provenance, Quality } from "../parts/quality.tsx";
import { VoicePanel } from "../parts/voice-panel.tsx";
import { useStage, useVisit } from "../visit-context.ts";
import styles from "./result.module.css";

/** The answer, what it rests on, the voice it came from, and what to do next. */
export function ResultScreen() {
  const visit = useVisit();
  const stage = useStage("result");
  const { heard } = visit;
  if (!stage || !heard) return null;
  return (
    <div className={styles.screen}>
      <div className={styles.answer}>
        <Answer heard={heard} source={stage.source} />
      </div>
      <div className={styles.right}>
        <div className={styles.voice}>
          <VoicePanel heard={heard} />
        </div>
        <div className={styles.grounds}>
          <Quality heard={heard} />
          <Provenance heard={heard} />
        </div>
      </div>
      <div className={styles.mixes}>
        <EmotionPanel emotion={heard.result.emotion} />
        <GenderPanel gender={heard.result.gender} />
      </div>
      <div className={styles.next}>
        <Next result={stage.result} />
      </div>
    </div>
  );
}

function Next({ result }: { readonly result: Extract<Session, { stage: "result" }>["result"] }) {
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
