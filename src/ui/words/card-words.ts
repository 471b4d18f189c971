import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { enCard } from "./en-card.ts";

/** The words of the page on the model, which only that page loads. */
export function useCardWords(): TFunction<"card"> {
  const { i18n } = useTranslation();
  if (!i18n.hasResourceBundle("en", "card")) i18n.addResourceBundle("en", "card", enCard);
  return i18n.getFixedT(i18n.language, "card");
}
