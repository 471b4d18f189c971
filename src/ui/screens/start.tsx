import { Button, FileButton, NativeSelect } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFileMusic, IconLock, IconMicrophone, IconRobot } from "@tabler/icons-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { CardLink } from "../parts/card-link.tsx";
import { ScreenTitle } from "../parts/screen.tsx";
import { useVisit } from "../visit-context.ts";
import styles from "./start.module.css";

/** What this is and is not, and the three voices to choose from. */
export function StartScreen() {
  const { t } = useTranslation();
  const visit = useVisit();
  const dropping = useFileDrop((file) => visit.scoreFile(file, file.name));
  return (
    <div className={styles.screen}>
      <div className={styles.words}>
        <ScreenTitle>{t("start.title")}</ScreenTitle>
        <p>{t("start.what")}</p>
        <p>
          <strong>{t("start.not")}</strong>
        </p>
      </div>
      <section aria-label={t("start.choose")} className={styles.cards}>
        <Card icon={<IconMicrophone aria-hidden />} title={t("start.speakTitle")} text={t("start.speakText")}>
          <Button fullWidth onClick={() => void visit.openMicrophone()}>
            {t("start.speakButton")}
          </Button>
        </Card>
        <Card icon={<IconFileMusic aria-hidden />} title={t("start.fileTitle")} text={t("start.fileText")}>
          <FileButton
            accept="audio/*,video/webm,video/mp4"
            onChange={(file) => file && visit.scoreFile(file, file.name)}
          >
            {(props) => (
              <Button {...props} variant="default" fullWidth>
                {t("start.fileButton")}
              </Button>
            )}
          </FileButton>
        </Card>
        <SampleCard />
      </section>
      <Privacy />
      {dropping && (
        <div className={styles.drop} aria-hidden>
          {t("start.fileDrop")}
        </div>
      )}
    </div>
  );
}

interface CardProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}

function Card({ icon, title, text, children }: CardProps) {
  return (
    <article className={`panel ${styles.card}`}>
      <h2 className={styles.cardTitle}>
        {icon}
        {title}
      </h2>
      <p className={styles.cardText}>{text}</p>
      {children}
    </article>
  );
}

function SampleCard() {
  const { t } = useTranslation();
  const visit = useVisit();
  const { samples } = visit.device;
  const [id, setId] = useState(samples[0]?.id ?? "");
  const sample = samples.find((one) => one.id === id);
  return (
    <Card icon={<IconRobot aria-hidden />} title={t("start.sampleTitle")} text={t("start.sampleText")}>
      <NativeSelect
        aria-label={t("start.sampleLabel")}
        value={id}
        data={samples.map(({ id: value, title }) => ({ value, label: title }))}
        onChange={(event) => setId(event.currentTarget.value)}
      />
      <p className="small quiet">{sample?.description}</p>
      <Button variant="default" fullWidth disabled={!sample} onClick={() => sample && visit.scoreSample(sample)}>
        {t("start.sampleButton")}
      </Button>
    </Card>
  );
}

function Privacy() {
  const { t } = useTranslation();
  const [open, proof] = useDisclosure(false);
  return (
    <section className={styles.privacy} aria-label={t("start.private")}>
      <div className="row">
        <p className={styles.promise}>
          <IconLock size={20} aria-hidden />
          {t("start.private")}
        </p>
        <Button variant="subtle" aria-expanded={open} aria-controls="proof" onClick={proof.toggle}>
          {t("start.proofButton")}
        </Button>
      </div>
      <ul id="proof" className={styles.proof} hidden={!open}>
        <li>{t("start.proof.offline")}</li>
        <li>{t("start.proof.watch")}</li>
        <li>{t("start.proof.rule")}</li>
        <li>{t("start.proof.forget")}</li>
      </ul>
      <CardLink />
    </section>
  );
}

/** Takes a file dropped anywhere in the window. @returns whether one is being dragged over it */
function useFileDrop(onFile: (file: File) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const enter = (event: DragEvent): void => setOver(event.dataTransfer?.types.includes("Files") ?? false);
    const leave = (event: DragEvent): void => {
      // Leaving one element enters the next; only leaving the window has no next.
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file) onFile(file);
    };
    window.addEventListener("dragenter", enter);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragenter", enter);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
    };
  }, [onFile]);
  return over;
}
