import { useTranslation } from "react-i18next";
import { lengthsToCompare } from "../../screening/more-speech.ts";
import { sayPercent, saySeconds } from "../words/figures.ts";
import { useCard } from "./use-card.ts";

/** How much surer the estimate would be with more speech, as far as that was measured. */
export function MoreSpeech({ speechSec }: { readonly speechSec: number }) {
  const { t } = useTranslation();
  const { card } = useCard();
  const compared = card?.ok ? lengthsToCompare(card.value.speechLengths ?? [], speechSec) : null;
  if (!compared) return null;
  const { now, whole } = compared;
  return (
    <p>
      {t("result.moreSpeech", {
        now: saySeconds(t, now.heardSec),
        whole: saySeconds(t, whole.heardSec),
        nowWidth: sayPercent(t, now.intervalWidth.value),
        wholeWidth: sayPercent(t, whole.intervalWidth.value),
        nowPairs: Math.round(100 * now.auc.value),
        wholePairs: Math.round(100 * whole.auc.value),
      })}
    </p>
  );
}
