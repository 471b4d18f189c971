import styles from "./swatches.module.css";

interface Props {
  readonly swatches: readonly {
    readonly name: string;
    readonly fill: string;
    /** What was measured of it, where that is one figure. */
    readonly figure?: string;
  }[];
}

/** The words that colours stand for. */
export function Swatches({ swatches }: Props) {
  return (
    <ul className={styles.words}>
      {swatches.map(({ name, fill, figure }) => (
        <li key={name}>
          <span className={styles.swatch} style={{ background: fill }} aria-hidden />
          <span>{name}</span>
          {figure && <span className={`measured ${styles.figure}`}>{figure}</span>}
        </li>
      ))}
    </ul>
  );
}
