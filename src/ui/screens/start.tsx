import { Button, FileButton, NativeSelect } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFileMusic, IconLock, IconMicrophone, IconRobot } from "@tabler/icons-react";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SampleVoice } from "../../screening/ports.ts";
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
  const { list, read } = useSamples();
  const [id, setId] = useState<string | null>(null);
  const card = { icon: <IconRobot aria-hidden />, title: t("start.sampleTitle"), text: t("start.sampleText") };
  if (list === "missing")
    return (
      <Card {...card}>
        <p className="small">{t("start.sampleMissing")}</p>
        <Button variant="default" fullWidth onClick={read}>
          {t("start.sampleAgain")}
        </Button>
      </Card>
    );
  const samples = list === "loading" ? [] : list;
  const sample = samples.find((one) => one.id === id) ?? samples[0];
  return (
    <Card {...card}>
      <NativeSelect
        aria-label={t("start.sampleLabel")}
        value={sample?.id ?? ""}
        data={samples.map(({ id: value, title }) => ({ value, label: title }))}
        onChange={(event) => setId(event.currentTarget.value)}
      />
      <p className="small quiet">{sample ? sample.description : t("start.sampleLoading")}</p>
      <Button variant="default" fullWidth disabled={!sample} onClick={() => sample && visit.scoreSample(sample)}>
        {t("start.sampleButton")}
      </Button>
    </Card>
  );
}

/** The sample voices, whose list the first paint does not wait for. */
function useSamples(): { readonly list: readonly SampleVoice[] | "loading" | "missing"; read(): void } {
  const { device } = useVisit();
  const [list, setList] = useState<readonly SampleVoice[] | "loading" | "missing">("loading");
  const read = useCallback(() => void device.samples().then((samples) => setList(samples ?? "missing")), [device]);
  useEffect(read, [read]);
  return { list, read };
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
