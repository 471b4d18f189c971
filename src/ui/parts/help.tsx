import { NativeSelect } from "@mantine/core";
import { IconMessage, IconPhone } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import {
  type CountryHelp,
  countryOfLanguages,
  emergencyElsewhere,
  type HelpLine,
  helpLines,
  helplineDirectory,
} from "../help-lines.ts";
import { useSession } from "../visit-context.ts";
import styles from "./help.module.css";

const dialled = (number: string): string => number.replace(/[^\d+]/g, "");

/** Where someone listens, country by country. The choice stays in this page and asks nobody. */
export function HelpLines() {
  const { t, i18n } = useTranslation();
  const id = useId();
  const chosen = useSession((state) => state.helpCountry);
  const choose = useSession((state) => state.chooseHelpCountry);
  const country = chosen ?? countryOfLanguages(navigator.languages) ?? "";
  const help = helpLines.find((entry) => entry.country === country);
  const names = new Intl.DisplayNames(i18n.language, { type: "region" });
  const options = helpLines
    .map((entry) => ({ value: entry.country, label: names.of(entry.country) ?? entry.country }))
    .toSorted((a, b) => a.label.localeCompare(b.label));
  return (
    <div className="stack">
      <NativeSelect
        id={id}
        label={t("help.country")}
        className={styles.country ?? ""}
        value={country}
        data={[...options, { value: "", label: t("help.elsewhere") }]}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {help ? <Country help={help} /> : <Elsewhere />}
    </div>
  );
}

function Country({ help }: { readonly help: CountryHelp }) {
  const { t, i18n } = useTranslation();
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: "long", timeZone: "UTC" });
  return (
    <>
      <ul className={styles.lines}>
        {help.lines.map((line) => (
          <Line key={line.name} line={line} />
        ))}
      </ul>
      <Emergency numbers={help.emergency} />
      <p className="small quiet">
        {t("help.checked", { date: date.format(new Date(help.lastChecked)), source: help.source })}
      </p>
    </>
  );
}

function Line({ line }: { readonly line: HelpLine }) {
  const { t } = useTranslation();
  const { text } = line;
  return (
    <li>
      <p>
        <strong>{line.name}</strong> <span className="small quiet">{line.note}</span>
      </p>
      <p className={styles.ways}>
        {line.call.map((number) => (
          <Call key={number} number={number} />
        ))}
        {text && (
          <a
            className={styles.way}
            href={`sms:${dialled(text.number)}${text.word ? `?body=${encodeURIComponent(text.word)}` : ""}`}
          >
            <IconMessage size={20} aria-hidden />
            {text.word
              ? t("help.textWord", { word: text.word, number: text.number })
              : t("help.text", { number: text.number })}
          </a>
        )}
      </p>
    </li>
  );
}

function Call({ number }: { readonly number: string }) {
  const { t } = useTranslation();
  return (
    <a className={styles.way} href={`tel:${dialled(number)}`}>
      <IconPhone size={20} aria-hidden />
      {t("help.call", { number })}
    </a>
  );
}

function Emergency({ numbers }: { readonly numbers: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <div>
      <p>{t("help.emergency")}</p>
      <p className={styles.ways}>
        {numbers.map((number) => (
          <Call key={number} number={number} />
        ))}
      </p>
    </div>
  );
}

/** The directory opens beside this page, whose recording or result would be lost with it. */
function Elsewhere() {
  const { t } = useTranslation();
  return (
    <>
      <Emergency numbers={[emergencyElsewhere]} />
      <p>{t("help.emergencyElsewhere")}</p>
      <p>
        <a href={helplineDirectory.url} target="_blank" rel="noreferrer">
          {t("help.elsewhereName")}
        </a>{" "}
        {t("help.elsewhereNote")}
      </p>
    </>
  );
}
