import { Button, Table } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Card } from "../../network/card.ts";
import { useCardWords } from "../words/card-words.ts";
import styles from "./card.module.css";

interface Props {
  readonly card: Card;
}

/** What it is made of, and how to make and cite it. */
export function CardMade({ card }: Props) {
  const c = useCardWords();
  const {
    name,
    date,
    hash,
    licence,
    parameters,
    sizeBytes,
    architecture,
    command,
    evaluated,
    split,
    tuning,
    fairness,
  } = card;
  const facts: readonly (readonly [string, string])[] = [
    [c("made.name"), name],
    ...(date === null ? [] : ([[c("made.date"), date]] as const)),
    [c("made.hash"), hash],
    [c("made.licence"), licence],
    [c("made.size"), c("parameters", { count: parameters, kilobytes: Math.round(sizeBytes / 1000) })],
    [c("made.architecture"), architecture],
    [c("made.command"), command],
    ...(evaluated
      ? ([
          [c("made.evaluated"), evaluated.command],
          [c("made.seeds"), evaluated.seeds.join(", ")],
          [c("made.method"), evaluated.method],
        ] as const)
      : []),
    [c("made.split"), split.method],
    [c("made.tuning"), tuning],
    [c("made.fairness"), fairness],
    [c("made.cite"), card.citation],
  ];
  return (
    <section className="panel stack-small" aria-labelledby="card-made">
      <h2 id="card-made">{c("madeTitle")}</h2>
      <dl className={styles.facts}>
        {facts.map(([what, value]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Every item of the reporting checklist, behind one button. */
export function CardChecklist({ card: { tripodAi } }: Props) {
  const c = useCardWords();
  const [open, list] = useDisclosure(false);
  return (
    <section className="panel stack-small" aria-labelledby="card-list">
      <h2 id="card-list">{c("listTitle")}</h2>
      <div className="screen-only">
        <Button variant="default" aria-expanded={open} aria-controls="card-items" onClick={list.toggle}>
          {c(open ? "listHide" : "listShow")}
        </Button>
      </div>
      <div id="card-items" hidden={!open}>
        <Table fz="md" verticalSpacing={8} horizontalSpacing={6} className={`${styles.items} ${styles.table}`}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th fw={400}>{c("listItem")}</Table.Th>
              <Table.Th fw={400}>{c("listWhere")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {Object.entries(tripodAi).map(([item, answer]) => (
              <Table.Tr key={item}>
                <Table.Th scope="row" fw={400}>
                  {item.split("_")[0]} {answer.title}
                </Table.Th>
                <Table.Td>{answer.status === "answered" ? answer.where.join(", ") : answer.reason}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  );
}
