import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { LearnedFrom } from "../../screening/ports.ts";
import { sayClock, saySigned } from "../words/figures.ts";
import { ChartFigure } from "./figure.tsx";
import { useGeometry } from "./geometry.ts";
import type { MomentPoint } from "./points.ts";
import { TimePanel } from "./time-panel.tsx";

const sayMoment = (t: TFunction, { startSec, endSec, shift, sound, features }: MomentPoint): string =>
  t("why.moment", {
    from: sayClock(startSec),
    to: sayClock(endSec),
    shift: saySigned(shift, 3),
    sound: saySigned(sound, 3),
    features: saySigned(features, 3),
  });

interface Props {
  readonly points: readonly MomentPoint[];
  readonly durationSec: number;
  readonly width: number;
  readonly onPlay: (point: MomentPoint) => void;
  readonly labels: LearnedFrom;
}

/** At which moments the estimate was moved up or down. */
export function MomentsCourse({ labels, ...panel }: Props) {
  const { t } = useTranslation();
  const { points } = panel;
  const largest = Math.max(1e-4, ...points.map(({ shift }) => Math.abs(shift)));
  return (
    <ChartFigure
      title={t("why.momentsTitle")}
      head={[t("table.moment"), t("table.shift"), t("table.sound"), t("table.features")]}
      rows={() =>
        points.map(({ startSec, endSec, shift, sound, features }) => [
          t("result.windowLabel", { from: sayClock(startSec), to: sayClock(endSec) }),
          saySigned(shift, 3),
          saySigned(sound, 3),
          saySigned(features, 3),
        ])
      }
    >
      <TimePanel
        {...panel}
        say={(point) => sayMoment(t, point)}
        height={144}
        axis={t("why.momentsAxis")}
        domain={[-1.1 * largest, 1.1 * largest]}
        ticks={[-largest, 0, largest]}
        sayTick={(value) => saySigned(1000 * value, 0)}
      >
        <MomentBars points={points} />
      </TimePanel>
      <p className="small quiet">
        <strong>{t(`why.trainedOn.${labels}`)}</strong> {t("why.momentsNote")}
      </p>
    </ChartFigure>
  );
}

function MomentBars({ points }: { readonly points: readonly MomentPoint[] }) {
  const plot = useGeometry();
  if (!plot) return null;
  const zero = plot.y(0);
  return (
    <g>
      {points.map(({ startSec, fromSec, toSec, shift }) => {
        const width = plot.x(toSec) - plot.x(fromSec);
        const y = plot.y(shift);
        return (
          <rect
            key={startSec}
            x={plot.x(fromSec)}
            y={Math.min(y, zero)}
            width={Math.max(1, width > 4 ? width - 1 : width)}
            height={Math.abs(y - zero)}
            fill={shift > 0 ? "var(--ochre)" : "var(--accent)"}
          />
        );
      })}
      <line x1={plot.left} x2={plot.left + plot.width} y1={zero} y2={zero} stroke="var(--edge)" />
    </g>
  );
}
