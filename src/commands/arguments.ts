import { InvalidArgumentError } from "commander";

/*
 * Parsers of what is typed behind an option; commander tells what they refuse.
 */

export function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("not a number");
  return value;
}

/** A whole number from 0. */
export function parseCount(text: string): number {
  const value = parseNumber(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError("not a count");
  return value;
}
