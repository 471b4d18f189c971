import * as v from "valibot";
import { fail, ok, type Result } from "../base/result.ts";

/** JSON has no word for what could not be told. */
const number = v.pipe(
  v.nullable(v.number()),
  v.transform((value) => value ?? Number.NaN),
);

const measured = v.object({ value: number, interval: v.object({ low: number, high: number }) });
const compared = v.object({ ...measured.entries, difference: v.nullable(measured) });

/** An ablations.json, as card and command read it. */
export const ablationsSchema = v.object({
  command: v.string(),
  recipe: v.looseObject({}),
  scored: v.object({ clips: v.number(), speakers: v.number(), sessions: v.number() }),
  rows: v.array(
    v.object({
      name: v.string(),
      emotionUar: v.nullable(compared),
      emotionByCorpus: v.record(v.string(), compared),
      genderAccuracy: v.nullable(compared),
      depressionAuc: v.nullable(compared),
      depressionRecovery: v.nullable(compared),
      depressionAccuracy: v.nullable(compared),
      depressionF1: v.nullable(compared),
    }),
  ),
});

export type AblationsFile = v.InferOutput<typeof ablationsSchema>;

/** Reads the text of an ablations.json; or why it is none. */
export function readAblationsFile(json: string): Result<AblationsFile, string> {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), ablationsSchema), json);
  if (parsed.success) return ok(parsed.output);
  const issue = parsed.issues[0];
  return fail(`ablations.json: ${v.getDotPath(issue) ?? "the whole"}: ${issue.message}`);
}
