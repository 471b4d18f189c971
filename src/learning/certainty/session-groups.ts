import { genders } from "../../network/labels.ts";
import type { SessionLabel } from "../labelled-session.ts";

/** Sessions that have something in common. */
export interface SessionGroup {
  readonly by: "all" | "gender" | "kind" | "corpus";
  readonly name: string;
}

/** A group, and its items of every seed. */
export type GroupedBySeed<Item> = SessionGroup & { readonly membersBySeed: readonly (readonly Item[])[] };

/** The groups that any of these sessions are in, each with its own of them; all of them first. */
export function inGroups<Item extends { readonly score: { readonly label: SessionLabel } }>(
  itemsBySeed: readonly (readonly Item[])[],
): readonly GroupedBySeed<Item>[] {
  const corpora = [...new Set(itemsBySeed.flat().map(({ score }) => score.label.corpus))].sort();
  const group = (by: "gender" | "kind" | "corpus", name: string): GroupedBySeed<Item> => ({
    by,
    name,
    membersBySeed: itemsBySeed.map((items) => items.filter(({ score }) => score.label[by] === name)),
  });
  return [
    { by: "all" as const, name: "all", membersBySeed: itemsBySeed },
    ...genders.map((gender) => group("gender", gender)),
    ...["acted", "reading"].map((kind) => group("kind", kind)),
    ...corpora.map((corpus) => group("corpus", corpus)),
  ].filter(({ membersBySeed }) => membersBySeed.some((members) => members.length > 0));
}
