import { Button, NativeSelect } from "@mantine/core";
import { IconArrowLeft, IconHeadphones, IconPlayerRecordFilled, IconRefresh } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { CaptureSettings } from "../../screening/ports.ts";
import { LevelAdviser } from "../level-advice.ts";
import { LevelMeter, type LevelMeterHandle } from "../parts/level-meter.tsx";
import { useLiveFrames } from "../parts/live.ts";
import { ScreenTitle } from "../parts/screen.tsx";
import { useSession, useStage, useVisit } from "../visit-context.ts";
import { sayKilohertz } from "../words/figures.ts";
import { sayCheckInterruption } from "../words/say.ts";
import styles from "./microphone.module.css";

/** Which microphone, how loud it is, and what would make it better. */
export function MicrophoneScreen() {
  const { t } = useTranslation();
  const visit = useVisit();
  const stage = useStage("microphone");
  const network = useSession((state) => state.network);
  if (!stage) return null;
  const { microphone, interruption } = stage;
  return (
    <div className={styles.screen}>
      <ScreenTitle>{t("microphone.title")}</ScreenTitle>
      <p>{microphone ? t("microphone.intro") : t("microphone.opening")}</p>
      {microphone && (
        <>
          <NativeSelect
            label={t("microphone.device")}
            value={microphone.id ?? ""}
            data={microphone.microphones.map(({ id, name }, i) => ({
              value: id,
              label: name || t("microphone.unnamed", { number: i + 1 }),
            }))}
            onChange={(event) => void visit.openMicrophone(event.currentTarget.value)}
          />
          <section className="panel stack-small" aria-label={t("microphone.level")}>
            <LevelCheck key={microphone.id} />
          </section>
          {interruption && <p className="notice">{sayCheckInterruption(t, interruption)}</p>}
          <Settings settings={microphone.settings} />
          <p className={styles.hint}>
            <IconHeadphones size={20} aria-hidden />
            {t("microphone.headphones")}
          </p>
        </>
      )}
      <p className="quiet small">{t(`microphone.network.${network}`)}</p>
      <div className={styles.actions}>
        <p className="small">{t("microphone.next")}</p>
        <div className="row">
          {microphone && (interruption === "unplugged" || interruption === "suspended") ? (
            // What was taken away before anything was recorded is simply opened anew.
            <Button
              leftSection={<IconRefresh size={20} aria-hidden />}
              onClick={() => void visit.openMicrophone(microphone.id)}
            >
              {t("microphone.again")}
            </Button>
          ) : (
            <Button
              leftSection={<IconPlayerRecordFilled size={20} aria-hidden />}
              disabled={!microphone || interruption !== null}
              onClick={() => visit.record()}
            >
              {t("microphone.begin")}
            </Button>
          )}
          <Button
            variant="subtle"
            leftSection={<IconArrowLeft size={20} aria-hidden />}
            onClick={() => void visit.leave()}
          >
            {t("microphone.back")}
          </Button>
        </div>
      </div>
    </div>
  );
}

function LevelCheck() {
  const { t } = useTranslation();
  const meter = useRef<LevelMeterHandle>(null);
  const advice = useRef<HTMLParagraphElement>(null);
  const adviser = useRef<LevelAdviser>(null);
  adviser.current ??= new LevelAdviser();
  useLiveFrames(
    (frame) => {
      adviser.current?.take(frame.levelDb, frame.clipped);
      meter.current?.take(frame);
    },
    () => {
      meter.current?.draw();
      const words = t(`microphone.advice.${adviser.current?.advice ?? "waiting"}`);
      if (advice.current && advice.current.textContent !== words) advice.current.textContent = words;
    },
  );
  return (
    <>
      <LevelMeter ref={meter} label={t("microphone.level")} />
      <p ref={advice} className={styles.advice}>
        {t("microphone.advice.waiting")}
      </p>
    </>
  );
}

/** What the browser really gave, read back and not assumed. */
function Settings({ settings }: { readonly settings: CaptureSettings }) {
  const { t } = useTranslation();
  const sayState = (on: boolean | null): string =>
    t(on === null ? "microphone.unknown" : on ? "microphone.on" : "microphone.off");
  const processed = settings.echoCancellation || settings.noiseSuppression || settings.autoGainControl;
  return (
    <section className="stack-small" aria-labelledby="capture">
      <h2 id="capture">{t("microphone.settings")}</h2>
      <dl className={styles.settings}>
        <dt>{t("microphone.rate")}</dt>
        <dd className="measured">{sayKilohertz(t, settings.sampleRateHz)}</dd>
        <dt>{t("microphone.echo")}</dt>
        <dd>{sayState(settings.echoCancellation)}</dd>
        <dt>{t("microphone.noise")}</dt>
        <dd>{sayState(settings.noiseSuppression)}</dd>
        <dt>{t("microphone.gain")}</dt>
        <dd>{sayState(settings.autoGainControl)}</dd>
      </dl>
      {processed && <p>{t("microphone.processed")}</p>}
    </section>
  );
}
