import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./en.ts";

/** The screens' words, ready to use: nothing is fetched. */
export function createLanguage(): i18n {
  const language = i18next.createInstance();
  void language.use(initReactI18next).init({
    lng: "en",
    defaultNS: "words",
    resources: { en: { words: en } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return language;
}
