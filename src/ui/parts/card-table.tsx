import { Table } from "@mantine/core";
import type { ReactNode } from "react";
import styles from "./card.module.css";

interface Props {
  readonly head: readonly string[];
  readonly body: readonly (readonly ReactNode[])[];
}

/** Few columns, close enough together for a phone. */
export function CardTable({ head, body }: Props) {
  return (
    <Table
      fz="md"
      verticalSpacing={8}
      horizontalSpacing={6}
      className={styles.table ?? ""}
      data={{ head: [...head], body: body.map((row) => [...row]) }}
    />
  );
}
