import { Button } from "@mantine/core";
import { IconRulerMeasure } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** Where the card stands in this page's address, so that the browser's way back leads away from it. */
export const cardHash = "#card";

/** The way to what is known of the model. */
export function CardLink() {
  const { t } = useTranslation();
  return (
    <div className="screen-only">
      <Button
        component="a"
        href={cardHash}
        variant="subtle"
        px={0}
        leftSection={<IconRulerMeasure size={20} aria-hidden />}
      >
        {t("app.cardLink")}
      </Button>
    </div>
  );
}
