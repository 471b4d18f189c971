import { Button } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import type { Card, CardFault } from "../../network/card.ts";
import { DepressionFigures } from "../parts/card-depression.tsx";
import { CardAblation, CardData, CardLimits, CardOpen, CardRobustness, CardUse } from "../parts/card-facts.tsx";
import { CardChecklist, CardMade } from "../parts/card-making.tsx";
import { RecognitionFigures } from "../parts/card-recognition.tsx";
import { LinkButton } from "../parts/link-button.tsx";
import { ScreenTitle } from "../parts/screen.tsx";
import { useCard } from "../parts/use-card.ts";
import { useSession } from "../visit-context.ts";
import { useCardWords } from "../words/card-words.ts";
import styles from "./card.module.css";

/** What is known of the model that listens here, and what is not. */
export function CardScreen() {
  const c = useCardWords();
  const { card, read } = useCard();
  const stage = useSession(({ session }) => session.stage);
  return (
    <div className={styles.screen}>
      <div className={styles.head}>
        <ScreenTitle>{c("title")}</ScreenTitle>
        <LinkButton href="#" variant="default" icon={<IconArrowLeft size={20} aria-hidden />}>
          {c(stage === "result" ? "back.result" : "back.start")}
        </LinkButton>
        {card === null && <p role="status">{c("loading")}</p>}
        {card?.ok === false && <Refusal fault={card.fault} onAgain={read} />}
        {card?.ok && <Grounds card={card.value} />}
      </div>
      {card?.ok && <Parts card={card.value} />}
    </div>
  );
}

/** Why no figures stand here. Figures of other weights would be worse than none. */
function Refusal({ fault, onAgain }: { readonly fault: CardFault; onAgain(): void }) {
  const c = useCardWords();
  return (
    <div className="notice notice-damage stack-small" role="alert">
      <p>
        <strong>{c(`faults.${fault.kind}`)}</strong>
      </p>
      <p>{c("faults.still")}</p>
      <p className="small quiet">{fault.message}</p>
      <div>
        <Button variant="default" onClick={onAgain}>
          {c("faults.again")}
        </Button>
      </div>
    </div>
  );
}

/** Stands before every figure: what the labels were. */
function Grounds({ card: { depressionLabels, clinical } }: { readonly card: Card }) {
  const c = useCardWords();
  const corpora = clinical?.corpora.map(({ corpus }) => corpus).join(", ") ?? "";
  return (
    <p className="notice">
      <strong>{c(`labels.${depressionLabels}`, { corpora })}</strong>
    </p>
  );
}

function Parts({ card }: { readonly card: Card }) {
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        <DepressionFigures card={card} />
        <RecognitionFigures card={card} />
      </div>
      <div className={styles.column}>
        <CardLimits card={card} />
        <CardRobustness card={card} />
        <CardAblation card={card} />
        <CardOpen card={card} />
        <CardUse card={card} />
        <CardData card={card} />
        <CardMade card={card} />
        <CardChecklist card={card} />
      </div>
    </div>
  );
}
