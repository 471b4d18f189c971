import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DeviceFault } from "../../screening/ports.ts";
import { waysOn } from "../../screening/session.ts";
import { ScreenTitle } from "../parts/screen.tsx";
import { useStage, useVisit } from "../visit-context.ts";
import { saySeconds } from "../words/figures.ts";
import { sayFault } from "../words/say.ts";
import styles from "./trouble.module.css";

/** Red stands for damage; a microphone that was refused is none. */
const isDamage = (fault: DeviceFault): boolean =>
  fault.kind === "bundle" || fault.kind === "engine" || (fault.kind === "file" && fault.fault.kind === "undecodable");

/** What happened, why, what to do; then the way on. */
export function TroubleScreen() {
  const { t } = useTranslation();
  const visit = useVisit();
  const trouble = useStage("trouble");
  if (!trouble) return null;
  const { fault, recorded, source } = trouble;
  const { what, why, todo, detail } = sayFault(t, fault);
  return (
    <div className={styles.screen}>
      <div className={`notice stack-small ${isDamage(fault) ? "notice-damage" : ""}`}>
        <ScreenTitle>{what}</ScreenTitle>
        {source?.kind === "file" && <p className={styles.file}>{source.name}</p>}
        <p>{why}</p>
        <p>{todo}</p>
      </div>
      {recorded && (
        <p>
          <strong>
            {recorded.speechSec === null
              ? t("trouble.keptUncounted", { seconds: saySeconds(t, recorded.recordedSec) })
              : t("trouble.kept", {
                  seconds: saySeconds(t, recorded.recordedSec),
                  speech: saySeconds(t, recorded.speechSec),
                })}
          </strong>{" "}
          {t("trouble.forgetAsk")}
        </p>
      )}
      <div className="row">
        {waysOn(trouble).map((way, i) => (
          <Button key={way} variant={i === 0 ? "filled" : "default"} onClick={() => void visit.goOn(way)}>
            {way === "start" && recorded ? t("trouble.forgetAndStart") : t(`trouble.ways.${way}`)}
          </Button>
        ))}
      </div>
      {detail && <p className="small quiet">{t("trouble.detail", { detail })}</p>}
    </div>
  );
}
