import { Button } from "@mantine/core";
import { useDisclosure, useHash } from "@mantine/hooks";
import { IconLifebuoy } from "@tabler/icons-react";
import { Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { unreachable } from "../base/result.ts";
import { recordingHeld, type Session } from "../screening/session.ts";
import styles from "./app.module.css";
import { Later, LaterScreen } from "./later-screen.tsx";
import { Announcer } from "./parts/announcer.tsx";
import { Breakdown } from "./parts/breakdown.tsx";
import { cardHash } from "./parts/card-link.tsx";
import { HelpLines } from "./parts/help.tsx";
import { ListeningScreen } from "./screens/listening.tsx";
import { MicrophoneScreen } from "./screens/microphone.tsx";
import { StartScreen } from "./screens/start.tsx";
import { TroubleScreen } from "./screens/trouble.tsx";
import { DrawingScreen, WorkingScreen } from "./screens/working.tsx";
import { useSession, useVisit } from "./visit-context.ts";

const resultScreen = new LaterScreen(async () => (await import("./screens/result.tsx")).ResultScreen);
const cardScreen = new LaterScreen(async () => (await import("./screens/card.tsx")).CardScreen);

/** Loads what is shown only later; what cannot be loaded now is asked for again when it is shown. */
export async function loadScreens(): Promise<void> {
  await Promise.allSettled([resultScreen.load(), cardScreen.load()]);
}

function screenOf(stage: Session["stage"]) {
  switch (stage) {
    case "start":
      return <StartScreen />;
    case "microphone":
      return <MicrophoneScreen />;
    case "speaking":
      return <ListeningScreen />;
    case "working":
      return <WorkingScreen />;
    case "result":
      return <Later key="result" screen={resultScreen} />;
    case "trouble":
      return <TroubleScreen />;
    default:
      return unreachable(stage);
  }
}

/** The page: a head that is the same everywhere, and the screen of the visit's stage. */
export function App() {
  const { t } = useTranslation();
  const stage = useSession(({ session }) => session.stage);
  const [helpOpen, help] = useDisclosure(false);
  useGuards();
  const [hash] = useHash();
  // Between the start and the result nothing may take the place of what is going on.
  const showsCard = hash === cardHash && (stage === "start" || stage === "result");
  return (
    <Breakdown>
      <div className={styles.page}>
        <header className={styles.header}>
          <p className={styles.name}>{t("app.name")}</p>
          <p className={styles.kind}>{t("app.kind")}</p>
          <Button
            variant="subtle"
            className="screen-only"
            leftSection={<IconLifebuoy size={20} aria-hidden />}
            aria-expanded={helpOpen}
            aria-controls="help"
            onClick={help.toggle}
          >
            {t("app.helpButton")}
          </Button>
        </header>
        <section id="help" className={styles.help} aria-label={t("help.title")} hidden={!helpOpen}>
          <div className="stack">
            <h2>{t("help.title")}</h2>
            <p>{t("help.intro")}</p>
            <HelpLines />
          </div>
        </section>
        <main className={styles.main}>
          <Suspense fallback={<DrawingScreen />}>
            {showsCard ? <Later key="card" screen={cardScreen} /> : screenOf(stage)}
          </Suspense>
        </main>
        <Announcer />
      </div>
    </Breakdown>
  );
}

/** A file dropped beside the target must not replace the page, and closing it must not lose a recording unasked. */
function useGuards(): void {
  const { store } = useVisit();
  useEffect(() => {
    const ignore = (event: DragEvent): void => event.preventDefault();
    const ask = (event: BeforeUnloadEvent): void => {
      if (recordingHeld(store.getState().session)) event.preventDefault();
    };
    window.addEventListener("dragover", ignore);
    window.addEventListener("drop", ignore);
    window.addEventListener("beforeunload", ask);
    return () => {
      window.removeEventListener("dragover", ignore);
      window.removeEventListener("drop", ignore);
      window.removeEventListener("beforeunload", ask);
    };
  }, [store]);
}
