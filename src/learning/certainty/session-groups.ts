import { genders } from "../../network/labels.ts";
import type { SessionLabel } from "../labelled-session.ts";

/** Sessions that have something in common. */
export interface SessionGroup {
  readonly by: "all" | "gender" | "kind" | "corpus";
  readonly name: string;
}

/** The groups that any of these sessions are in, each with its own of them; all of them first. */
export function inGroups<Item extends { readonly score: { readonly label: SessionLabel } }>(
  items: readonly Item[],
): readonly (SessionGroup & { readonly members: readonly Item[] })[] {
  const corpora = [...new Set(items.map(({ score }) => score.label.corpus))].sort();
  const group = (by: "gender" | "kind" | "corpus", name: string) => ({
    by,
    name,
    members: items.filter(({ score }) => score.label[by] === name),
  });
  return [
    { by: "all" as const, name: "all", members: items },
    ...genders.map((gender) => group("gender", gender)),
    ...["acted", "reading"].map((kind) => group("kind", kind)),
    ...corpora.map((corpus) => group("corpus", corpus)),
  ].filter(({ members }) => members.length > 0);
}
