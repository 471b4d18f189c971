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
import {
  canGoOn,
  canRedo,
  type Pause,
  type Recorded,
  recordingHeld,
  type Session,
  takenAway,
} from "../../screening/session.ts";
import { LivePanel } from "../parts/live-panel.tsx";
import { ScreenTitle } from "../parts/screen.tsx";
import { SpeechBar } from "../parts/speech-bar.tsx";
import { useStage, useVisit } from "../visit-context.ts";
import { saySeconds } from "../words/figures.ts";
import { sayInterruption, sayInterruptionOver, sayKept } from "../words/say.ts";
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
  if (pause.over) return <p className="notice">{sayInterruptionOver(t, pause.interruption, recorded)}</p>;
  return <p className="notice">{sayInterruption(t, pause.interruption, recorded)}</p>;
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

/** What ends a recording for good is asked about first: to begin again, and to stop before an estimate can be made. */
type Question = "redo" | "stop";
/** Says whose button takes the focus when the buttons come back after a question. */
type Answered = Question | "begun-again";

function Controls({ speaking }: { readonly speaking: Speaking }) {
  const visit = useVisit();
  const [asking, setAsking] = useState<Question | null>(null);
  const [answered, setAnswered] = useState<Answered | null>(null);
  const answer = (as: Answered): void => {
    setAsking(null);
    setAnswered(as);
  };
  return (
    // One button may take another's place: the second press of a double one was not meant for it.
    <div className={styles.controls} onClickCapture={(event) => event.detail > 1 && event.stopPropagation()}>
      {asking ? (
        <Asking
          question={asking}
          recorded={speaking.recorded}
          onYes={() => {
            answer("begun-again");
            if (asking === "redo") visit.redo();
            else visit.stop();
          }}
          onNo={() => answer(asking)}
        />
      ) : (
        <Buttons speaking={speaking} answered={answered} onAsk={setAsking} />
      )}
    </div>
  );
}

interface ButtonsProps {
  readonly speaking: Speaking;
  readonly answered: Answered | null;
  onAsk(question: Question): void;
}

function Buttons({ speaking, answered, onAsk }: ButtonsProps) {
  const { t } = useTranslation();
  const visit = useVisit();
  /** The pause in which the person asked for what was taken away. */
  const [awaited, setAwaited] = useState<Pause | null>(null);
  const { pause, task, recorded } = speaking;
  const away = takenAway(pause);
  const { dispatch } = visit.store.getState();
  const isShort = recorded.speechSec !== null && recorded.speechSec < defaultMinSpeechSec;
  const stop = {
    leftSection: <IconPlayerStopFilled size={20} aria-hidden />,
    autoFocus: answered === "stop",
    onClick: () => (isShort ? onAsk("stop") : visit.stop()),
  };
  return (
    <>
      {task === "passage" && !pause && (
        <Button
          rightSection={<IconArrowRight size={20} aria-hidden />}
          onClick={() => dispatch({ kind: "task-changed", task: "prompt" })}
        >
          {t("speaking.toPrompt")}
        </Button>
      )}
      {away && awaited === pause && <p>{t(`speaking.awaited.${away}`)}</p>}
      <div className={styles.quieter} data-paused={pause !== null}>
        <PauseButton pause={pause} autoFocus={answered === "begun-again"} onAwait={() => setAwaited(pause)} />
        <Button
          variant="default"
          leftSection={<IconRefresh size={20} aria-hidden />}
          disabled={!recordingHeld(speaking) || !canRedo(pause)}
          autoFocus={answered === "redo"}
          onClick={() => onAsk("redo")}
        >
          {t("speaking.redo")}
        </Button>
        {task === "passage" || pause ? (
          <Button variant="default" {...stop}>
            {t("speaking.stopShort")}
          </Button>
        ) : (
          <Button variant="default" onClick={() => dispatch({ kind: "task-changed", task: "passage" })}>
            {t("speaking.toPassage")}
          </Button>
        )}
      </div>
      {task === "prompt" && !pause && (
        <Button variant={isShort ? "default" : "filled"} {...stop}>
          {t(isShort ? "speaking.stopEarly" : "speaking.stop")}
        </Button>
      )}
    </>
  );
}

interface PauseButtonProps {
  readonly pause: Pause | null;
  readonly autoFocus: boolean;
  onAwait(): void;
}

/** Pauses and goes on: one button in one place, so that a press leaves the focus on it. */
function PauseButton({ pause, autoFocus, onAwait }: PauseButtonProps) {
  const { t } = useTranslation();
  const visit = useVisit();
  const away = takenAway(pause);
  const press = (): void => {
    if (!pause) visit.pause();
    else if (!away) visit.resume();
    else {
      onAwait();
      visit.goOnWhenBack();
    }
  };
  const Icon = pause ? IconPlayerPlayFilled : IconPlayerPauseFilled;
  return (
    <Button
      variant={pause ? "filled" : "default"}
      {...(away === "unplugged" ? {} : { leftSection: <Icon size={20} aria-hidden /> })}
      disabled={!away && !canGoOn(pause)}
      autoFocus={autoFocus}
      onClick={press}
    >
      {t(!pause ? "speaking.pause" : away === "unplugged" ? "speaking.lookAgain" : "speaking.resume")}
    </Button>
  );
}

interface AskingProps {
  readonly question: Question;
  readonly recorded: Recorded;
  onYes(): void;
  onNo(): void;
}

function Asking({ question, recorded, onYes, onNo }: AskingProps) {
  const { t } = useTranslation();
  return (
    <>
      <p>
        {question === "redo"
          ? t("speaking.redoAsk", { seconds: saySeconds(t, recorded.recordedSec) })
          : t("speaking.stopAsk", { min: saySeconds(t, defaultMinSpeechSec), kept: sayKept(t, recorded) })}
      </p>
      <div className="row">
        <Button variant="default" onClick={onYes}>
          {t(question === "redo" ? "speaking.redoYes" : "speaking.stopYes")}
        </Button>
        <Button autoFocus onClick={onNo}>
          {t(question === "redo" ? "speaking.redoNo" : "speaking.stopNo")}
        </Button>
      </div>
    </>
  );
}
