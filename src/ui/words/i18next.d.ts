import type { en } from "./en.ts";
import type { enCard } from "./en-card.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "words";
    resources: { words: typeof en; card: typeof enCard };
  }
}
