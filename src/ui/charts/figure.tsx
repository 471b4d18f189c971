import { Button, Table } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import styles from "./figure.module.css";

interface Props {
  readonly title: string;
  readonly children: ReactNode;
  readonly head: readonly string[];
  /** Asked for when the table is opened: saying a thousand features takes half a second. */
  readonly rows: () => readonly (readonly string[])[];
}

/** A chart under its title, and the same numbers as a table behind one button. */
export function ChartFigure({ title, children, head, rows }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [open, table] = useDisclosure(false);
  const action = t(open ? "figure.hide" : "figure.show");
  return (
    <figure className={styles.figure} aria-labelledby={`${id}-title`}>
      <figcaption className={styles.head}>
        <span id={`${id}-title`} className={styles.title}>
          {title}
        </span>
        <Button
          variant="subtle"
          px="md"
          className="screen-only"
          aria-expanded={open}
          aria-controls={`${id}-table`}
          aria-label={t("figure.of", { name: title, action })}
          onClick={table.toggle}
        >
          {action}
        </Button>
      </figcaption>
      {children}
      <div id={`${id}-table`} className={styles.table} hidden={!open}>
        {open && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by the keyboard
          <section className={styles.scroll} tabIndex={0} aria-label={t("figure.table", { name: title })}>
            <Table captionSide="top" data={{ head: [...head], body: rows().map((row) => [...row]) }} />
          </section>
        )}
      </div>
    </figure>
  );
}
