import { IconRulerMeasure } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "./link-button.tsx";

/** Where the card stands in this page's address, so that the browser's way back leads away from it. */
export const cardHash = "#card";

/** The way to what is known of the model. */
export function CardLink() {
  const { t } = useTranslation();
  return (
    <LinkButton href={cardHash} variant="subtle" icon={<IconRulerMeasure size={20} aria-hidden />}>
      {t("app.cardLink")}
    </LinkButton>
  );
}
