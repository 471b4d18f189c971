import { Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Card, CardWorseSounds } from "../../network/card.ts";
import { useCardWords } from "../words/card-words.ts";
import type { enCard } from "../words/en-card.ts";
import { sayPercent } from "../words/figures.ts";
import styles from "./card.module.css";
import { CardTable } from "./card-table.tsx";

interface Props {
  readonly card: Card;
}

/** What can go wrong with it. */
export function CardLimits({ card: { limitations, harms } }: Props) {
  const c = useCardWords();
  return (
    <section className="panel stack-small" aria-labelledby="card-limits">
      <h2 id="card-limits">{c("limitsTitle")}</h2>
      <List lines={[...limitations, ...harms]} />
    </section>
  );
}

/** What becomes of it in sounds and voices unlike those it learned from, as far as that was measured. */
export function CardRobustness({ card: { robustness, worseSounds } }: Props) {
  const c = useCardWords();
  const { noise, ...others } = robustness;
  const lines = Object.values(worseSounds ? others : robustness).filter((text) => text !== null);
  if (lines.length === 0 && !worseSounds) return null;
  return (
    <section className="panel stack-small" aria-labelledby="card-robustness">
      <h2 id="card-robustness">{c("robustnessTitle")}</h2>
      {worseSounds && <WorseSounds sounds={worseSounds} />}
      {lines.length > 0 && <List lines={lines} />}
    </section>
  );
}

function WorseSounds({ sounds }: { readonly sounds: CardWorseSounds }) {
  const c = useCardWords();
  return (
    <>
      <p>{c("worseSoundsText")}</p>
      <CardTable
        head={[
          c("worseSounds.sound"),
          c("worseSounds.emotion"),
          c("worseSounds.gender"),
          c("worseSounds.moves"),
          c("worseSounds.refused"),
        ]}
        body={sounds.map(({ sound, emotionUar, genderAccuracy, probabilityMoves, refused }) => [
          sound,
          ...[emotionUar.value, genderAccuracy.value, probabilityMoves.value, refused].map((part) =>
            Math.round(100 * part),
          ),
        ])}
      />
      <p className="small quiet">{c("worseSoundsSmall")}</p>
    </>
  );
}

/** What parts of the network, and other networks, were found to do. */
export function CardAblation({ card: { ablation } }: Props) {
  const c = useCardWords();
  if (ablation === null) return null;
  return (
    <section className="panel stack-small" aria-labelledby="card-ablation">
      <h2 id="card-ablation">{c("openParts.ablation")}</h2>
      <List lines={ablation} />
    </section>
  );
}

const List = ({ lines }: { readonly lines: readonly string[] }) => (
  <ul className={styles.list}>
    {lines.map((line) => (
      <li key={line}>{line}</li>
    ))}
  </ul>
);

/** What was not measured, said in full: a gap that nobody sees would be taken for a good result. */
export function CardOpen({ card: { notKnown } }: Props) {
  const c = useCardWords();
  // What single rows of a table lack is seen there.
  const parts = Object.entries(notKnown).filter(
    (entry): entry is [keyof typeof enCard.openParts, string] => !/^(recognition|transfer|clinical)\./.test(entry[0]),
  );
  return (
    <section className="panel stack-small" aria-labelledby="card-open">
      <h2 id="card-open">{c("openTitle")}</h2>
      <p>{c("openText")}</p>
      <dl className={styles.facts}>
        {parts.map(([part, reason]) => (
          <div key={part}>
            <dt>{c(`openParts.${part}`)}</dt>
            <dd>{reason}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Whom it is for. */
export function CardUse({ card: { intendedUse, regulatoryStatus, users, outOfScope, prohibitedUses } }: Props) {
  const c = useCardWords();
  return (
    <section className="panel stack-small" aria-labelledby="card-use">
      <h2 id="card-use">{c("useTitle")}</h2>
      <p>
        {intendedUse} {regulatoryStatus}
      </p>
      <h3>{c("users")}</h3>
      <List lines={users} />
      <h3>{c("outOfScope")}</h3>
      <List lines={outOfScope} />
      <h3>{c("prohibited")}</h3>
      <List lines={prohibitedUses} />
    </section>
  );
}

/** Whose voices it learned from, and on what terms. */
export function CardData({ card: { data, depressionData, clinical } }: Props) {
  const { t, i18n } = useTranslation();
  const c = useCardWords();
  const languages = new Intl.DisplayNames(i18n.language, { type: "language" });
  return (
    <section className="panel stack-small" aria-labelledby="card-data">
      <h2 id="card-data">{c("dataTitle")}</h2>
      <Table fz="md" verticalSpacing={8} horizontalSpacing={6} className={styles.table ?? ""}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th fw={400}>{c("dataColumns.corpus")}</Table.Th>
            <Table.Th fw={400}>{c("dataColumns.people")}</Table.Th>
            <Table.Th fw={400}>{c("dataColumns.languages")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.map(({ corpus, licence, speakers, clips, languages: codes }) => (
            <Table.Tr key={corpus}>
              <Table.Th scope="row" fw={400}>
                {corpus}
                <br />
                <span className="small quiet">{licence}</span>
              </Table.Th>
              <Table.Td className="measured">{c("dataPeople", { speakers, clips })}</Table.Td>
              <Table.Td>{codes.map((code) => languages.of(code) ?? code).join(", ")}</Table.Td>
            </Table.Tr>
          ))}
          {clinical?.corpora.map(({ corpus, terms, labels, people, sessions }) => (
            <Table.Tr key={`clinical ${corpus}`}>
              <Table.Th scope="row" fw={400}>
                {corpus}
                <br />
                <span className="small quiet">{terms}</span>
              </Table.Th>
              <Table.Td className="measured">{c("dataPeople", { speakers: people, clips: sessions })}</Table.Td>
              <Table.Td>{labels}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {depressionData && (
        <p>
          {c("depressionData", {
            sessions: depressionData.sessions,
            prevalence: sayPercent(t, depressionData.prevalence),
            outcome: depressionData.outcome,
          })}{" "}
          {depressionData.participants}
        </p>
      )}
    </section>
  );
}
