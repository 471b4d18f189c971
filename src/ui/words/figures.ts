import type { TFunction } from "i18next";

/** Measured values as words. Between number and unit stands a no-break space, as in the words themselves. */
const fixed = (value: number, digits: number): string =>
  // The typographic minus is as wide as a digit.
  (Math.round(value * 10 ** digits) === 0 ? 0 : value).toFixed(digits).replace("-", "−");

const unbroken = (text: string): string => text.replaceAll(" ", "\u00a0");

/** Whole percents, the unit left out. None is 0 or 100: nothing here is certain. @param share 0 … 1 */
function wholePercents(t: TFunction, share: number): string {
  if (share < 0.005) return t("units.belowOne");
  if (share > 0.995) return t("units.aboveNinetyNine");
  return fixed(100 * share, 0);
}

/** Whole percents: a voice of one minute carries no more. @param share 0 … 1 */
export const sayPercent = (t: TFunction, share: number): string =>
  unbroken(t("units.percent", { value: wholePercents(t, share) }));

/** Percents with a tenth, for shares that are small and measured well. @param share 0 … 1 */
export const sayFinePercent = (t: TFunction, share: number): string =>
  unbroken(t("units.percent", { value: Number((100 * share).toFixed(1)) }));

/** Percents that stand in a column and all have a tenth. @param share 0 … 1 */
export const sayPercentTenth = (t: TFunction, share: number): string =>
  unbroken(t("units.percent", { value: fixed(100 * share, 1) }));

/** The two ends of an interval, 0 … 1, as "41 to 79 %". */
export const sayRange = (t: TFunction, low: number, high: number): string =>
  unbroken(t("units.range", { from: wholePercents(t, low), to: wholePercents(t, high) }));

/** The same under a figure in percent, which has said the unit. */
export const sayBounds = (t: TFunction, low: number, high: number): string =>
  unbroken(t("units.bounds", { from: wholePercents(t, low), to: wholePercents(t, high) }));

/** "42 s", from two minutes on "2 min 5 s". */
export function saySeconds(t: TFunction, sec: number): string {
  const whole = Math.round(sec);
  if (whole < 120) return unbroken(t("units.seconds", { count: whole }));
  return unbroken(t("units.minutes", { minutes: Math.floor(whole / 60), seconds: whole % 60 }));
}

/** Seconds with a tenth, for what is shorter than a breath. */
export const sayTenths = (t: TFunction, sec: number): string =>
  sec < 100 ? unbroken(t("units.seconds", { count: Number(sec.toFixed(1)) })) : saySeconds(t, sec);

export const sayMs = (t: TFunction, ms: number): string =>
  unbroken(t("units.milliseconds", { count: Number(ms < 10 ? ms.toFixed(1) : ms.toFixed(0)) }));

/** A level whose unit stands beside it. */
export const sayLevel = (db: number): string => fixed(db, 0);

export const sayDb = (t: TFunction, db: number): string => unbroken(t("units.decibels", { value: sayLevel(db) }));

export const sayKilohertz = (t: TFunction, hz: number): string =>
  unbroken(t("units.kilohertz", { value: Number((hz / 1000).toFixed(2)) }));

/** A change with its sign. */
export const saySigned = (value: number, digits = 2): string => {
  const text = fixed(value, digits);
  return Number(value.toFixed(digits)) > 0 ? `+${text}` : text;
};

/** A measured value as three digits tell it. */
export const sayValue = (value: number): string =>
  Number(value.toPrecision(3)).toLocaleString("en", { maximumFractionDigits: 4 }).replace("-", "−");

/** A moment in a recording: "1:07". */
export function sayClock(sec: number): string {
  const whole = Math.floor(sec);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
