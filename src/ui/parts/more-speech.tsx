import { useTranslation } from "react-i18next";
import { lengthsToCompare } from "../../screening/more-speech.ts";
import { sayBounds, sayPercent, saySeconds } from "../words/figures.ts";
import { useCard } from "./use-card.ts";

/** Whether and how much surer the estimate would be with more speech, as far as that was measured. */
export function MoreSpeech({ speechSec }: { readonly speechSec: number }) {
  const { t } = useTranslation();
  const { card } = useCard();
  const compared = card?.ok ? lengthsToCompare(card.value.speechLengths ?? [], speechSec) : null;
  if (!compared) return null;
  const { now, whole, differ } = compared;
  const pairs = ({ auc: { value, low, high } }: typeof now): string =>
    `${Math.round(100 * value)} (${sayBounds(t, low, high)})`;
  const width = ({ intervalWidth: { value, low, high } }: typeof now): string =>
    `${sayPercent(t, value)} (${sayBounds(t, low, high)})`;
  return (
    <p>
      {t(differ ? "result.moreSpeech.helps" : "result.moreSpeech.same", {
        now: saySeconds(t, now.heardSec),
        whole: saySeconds(t, whole.heardSec),
        nowWidth: width(now),
        wholeWidth: width(whole),
        nowPairs: pairs(now),
        wholePairs: pairs(whole),
      })}
    </p>
  );
}
