import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Session } from "../../screening/session.ts";
import { useExplaining, useSession } from "../visit-context.ts";
import { saySeconds } from "../words/figures.ts";
import { sayCheckInterruption, sayInterruption, sayInterruptionOver, sayKept } from "../words/say.ts";
import styles from "./announcer.module.css";

interface Announcement {
  readonly status: string;
  readonly alert: string;
}

/** What a screen reader says of a transition. Silent while recording: it would be recorded too. */
function announcementOf(t: TFunction, session: Session, isExplained: boolean): Announcement {
  const say = (status: string): Announcement => ({ status, alert: "" });
  switch (session.stage) {
    case "microphone":
      if (session.interruption) return { status: "", alert: sayCheckInterruption(t, session.interruption) };
      return say(t(session.microphone ? "announce.ready" : "announce.opening"));
    case "speaking": {
      const { pause, recorded } = session;
      if (!pause) return say("");
      if (pause.by === "person") return say(t("announce.paused", { kept: sayKept(t, recorded) }));
      if (pause.over) return say(sayInterruptionOver(t, pause.interruption, recorded));
      return { status: "", alert: sayInterruption(t, pause.interruption, recorded) };
    }
    case "working":
      return say(
        session.recorded
          ? t("announce.stopped", { seconds: saySeconds(t, session.recorded.recordedSec) })
          : t("announce.analysing"),
      );
    case "result":
      // Its heading takes the focus and is read; what comes later would go unnoticed.
      return say(isExplained ? t("announce.explained") : "");
    default:
      // These begin with a heading that takes the focus and is read.
      return say("");
  }
}

/** The two live regions; they are there from the start and only their text changes. */
export function Announcer() {
  const { t } = useTranslation();
  const session = useSession((state) => state.session);
  const isExplained = useExplaining((explaining) => explaining?.stage === "ready");
  const { status, alert } = announcementOf(t, session, isExplained);
  return (
    <>
      <div role="status" className={styles.hidden}>
        {status}
      </div>
      <div role="alert" className={styles.hidden}>
        {alert}
      </div>
    </>
  );
}
