import { Button } from "@mantine/core";
import {
  IconArrowRight,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerRecordFilled,
  IconPlayerStopFilled,
  IconRefresh,
} from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { defaultMinSpeechSec } from "../../screening/outcome.ts";
import { canGoOn, canRedo, recordingHeld, type Session } from "../../screening/session.ts";
import { LivePanel } from "../parts/live-panel.tsx";
import { ScreenTitle } from "../parts/screen.tsx";
import { SpeechBar } from "../parts/speech-bar.tsx";
import { useStage, useVisit } from "../visit-context.ts";
import { saySeconds } from "../words/figures.ts";
import { sayInterruption, sayKept } from "../words/say.ts";
import styles from "./listening.module.css";

type Speaking = Extract<Session, { stage: "speaking" }>;

/** What to say, how much was heard, and the picture of the voice; no estimate before the end. */
export function ListeningScreen() {
  const speaking = useStage("speaking");
  if (!speaking) return null;
  return (
    <div className={styles.screen}>
      <div className={styles.progress}>
        <SpeechBar speechSec={speaking.recorded.speechSec}>
          <RecordingState speaking={speaking} />
        </SpeechBar>
      </div>
      <LivePanel />
      <div className={styles.task}>
        <PauseNotice speaking={speaking} />
        <Task task={speaking.task} />
      </div>
      <Controls speaking={speaking} />
    </div>
  );
}

/** Red, but never by colour alone. */
function RecordingState({ speaking }: { readonly speaking: Speaking }) {
  const { t } = useTranslation();
  return speaking.pause ? (
    <p className={styles.state}>
      <IconPlayerPauseFilled size={20} aria-hidden />
      {t("speaking.paused")}
    </p>
  ) : (
    <p className={`${styles.state} ${styles.recording}`}>
      <IconPlayerRecordFilled size={20} aria-hidden />
      {t("speaking.recording")}
    </p>
  );
}

function PauseNotice({ speaking: { pause, recorded } }: { readonly speaking: Speaking }) {
  const { t } = useTranslation();
  if (!pause) return null;
  if (pause.by === "person")
    return <p className="notice">{t("speaking.pausedByYou", { kept: sayKept(t, recorded) })}</p>;
  if (pause.over) return <p className="notice">{t("speaking.interruptionOver", { kept: sayKept(t, recorded) })}</p>;
  return <p className="notice">{sayInterruption(t, pause.interruption, recorded)}</p>;
}

function LookForMicrophone() {
  const { t } = useTranslation();
  const visit = useVisit();
  const [looking, setLooking] = useState(false);
  return (
    <>
      {looking && <p>{t("speaking.looking")}</p>}
      <Button
        onClick={() => {
          setLooking(true);
          visit.lookForMicrophone();
        }}
      >
        {t("speaking.lookAgain")}
      </Button>
    </>
  );
}

function Task({ task }: { readonly task: Speaking["task"] }) {
  const { t, i18n } = useTranslation();
  return task === "passage" ? (
    <>
      <ScreenTitle key="passage">{t("speaking.passageTitle")}</ScreenTitle>
      <p className={styles.passage} lang={i18n.language}>
        {t("speaking.passage")}
      </p>
    </>
  ) : (
    <>
      <ScreenTitle key="prompt">{t("speaking.promptTitle")}</ScreenTitle>
      <p className={styles.passage} lang={i18n.language}>
        {t("speaking.prompt")}
      </p>
      <p className="quiet">{t("speaking.promptHint")}</p>
    </>
  );
}

function Controls({ speaking }: { readonly speaking: Speaking }) {
  const { t } = useTranslation();
  const visit = useVisit();
  const [asking, setAsking] = useState(false);
  const { pause, task } = speaking;
  const { dispatch } = visit.store.getState();
  const held = recordingHeld(speaking);

  if (asking && held)
    return (
      <div className={styles.controls}>
        <p>{t("speaking.redoAsk", { seconds: saySeconds(t, held.recordedSec) })}</p>
        <div className="row">
          <Button
            onClick={() => {
              setAsking(false);
              visit.redo();
            }}
          >
            {t("speaking.redoYes")}
          </Button>
          <Button variant="default" autoFocus onClick={() => setAsking(false)}>
            {t("speaking.redoNo")}
          </Button>
        </div>
      </div>
    );
  return (
    <div className={styles.controls}>
      <Primary speaking={speaking} />
      <div className={styles.quieter}>
        {!pause && (
          <Button
            variant="default"
            leftSection={<IconPlayerPauseFilled size={20} aria-hidden />}
            onClick={() => visit.pause()}
          >
            {t("speaking.pause")}
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<IconRefresh size={20} aria-hidden />}
          disabled={!held || !canRedo(pause)}
          onClick={() => setAsking(true)}
        >
          {t("speaking.redo")}
        </Button>
        {task === "passage" || pause ? (
          <StopButton variant="default" label={t("speaking.stopShort")} />
        ) : (
          <Button variant="default" onClick={() => dispatch({ kind: "task-changed", task: "passage" })}>
            {t("speaking.toPassage")}
          </Button>
        )}
      </div>
    </div>
  );
}

/** The one thing to do next: go on after a pause, go on to the question, or stop. */
function Primary({ speaking: { pause, task, recorded } }: { readonly speaking: Speaking }) {
  const { t } = useTranslation();
  const visit = useVisit();
  const { dispatch } = visit.store.getState();
  const enough = recorded.speechSec >= defaultMinSpeechSec;
  if (pause?.by === "interruption" && pause.interruption === "unplugged" && !pause.over) return <LookForMicrophone />;
  if (pause)
    return (
      <Button
        leftSection={<IconPlayerPlayFilled size={20} aria-hidden />}
        disabled={!canGoOn(pause)}
        onClick={() => visit.resume()}
      >
        {t("speaking.resume")}
      </Button>
    );
  if (task === "passage")
    return (
      <Button
        rightSection={<IconArrowRight size={20} aria-hidden />}
        onClick={() => dispatch({ kind: "task-changed", task: "prompt" })}
      >
        {t("speaking.toPrompt")}
      </Button>
    );
  return enough ? (
    <StopButton variant="filled" label={t("speaking.stop")} />
  ) : (
    <StopButton variant="default" label={t("speaking.stopEarly")} />
  );
}

function StopButton({ variant, label }: { readonly variant: "filled" | "default"; readonly label: string }) {
  const visit = useVisit();
  return (
    <Button variant={variant} leftSection={<IconPlayerStopFilled size={20} aria-hidden />} onClick={() => visit.stop()}>
      {label}
    </Button>
  );
}
