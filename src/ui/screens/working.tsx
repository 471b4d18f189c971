import { Button, Progress } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Session } from "../../screening/session.ts";
import { ScreenTitle } from "../parts/screen.tsx";
import { useStage, useVisit } from "../visit-context.ts";
import { sayPercent, saySeconds } from "../words/figures.ts";
import styles from "./working.module.css";

/** What is being done, how far it is, how long it still takes, and the way out. */
export function WorkingScreen() {
  const { t } = useTranslation();
  const visit = useVisit();
  const working = useStage("working");
  if (!working) return null;
  const { progress, recorded } = working;
  return (
    <div className={styles.screen}>
      <ScreenTitle>
        <Title working={working} />
      </ScreenTitle>
      <div className="stack-small">
        <p>{t(`working.stage.${progress?.stage ?? "waiting"}`)}</p>
        <Progress
          value={100 * (progress?.done ?? 0)}
          aria-label={t("working.title")}
          size="lg"
          data-unknown={progress?.done == null}
          className={styles.bar ?? ""}
        />
        <p className="small measured">
          {progress?.done != null && `${t("working.done", { percent: sayPercent(t, progress.done) })}, `}
          {progress?.remainingSec != null
            ? t("working.remaining", { time: saySeconds(t, Math.max(1, progress.remainingSec)) })
            : t("working.unknown")}
        </p>
      </div>
      {recorded && <p>{t("working.kept", { seconds: saySeconds(t, recorded.recordedSec) })}</p>}
      <div>
        <Button variant="default" onClick={() => visit.cancel()}>
          {t("working.cancel")}
        </Button>
      </div>
    </div>
  );
}

function Title({ working }: { readonly working: Extract<Session, { stage: "working" }> }) {
  const { t } = useTranslation();
  switch (working.source.kind) {
    case "microphone":
      return t("working.titleVoice");
    case "file":
      return t("working.titleFile", { name: working.source.name });
    case "sample":
      return t("working.titleFile", { name: working.source.title });
  }
}

/** Stands in for the result until its charts are loaded; as a rule they are by then. */
export function DrawingScreen() {
  const { t } = useTranslation();
  return (
    <div className={styles.screen}>
      <p>{t("working.drawing")}</p>
    </div>
  );
}
