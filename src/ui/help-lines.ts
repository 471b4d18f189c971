/** One way to reach someone who listens. */
export interface HelpLine {
  readonly name: string;
  /** As it is dialled within the country. */
  readonly call: readonly string[];
  readonly text: { readonly number: string; readonly word: string | null } | null;
  readonly note: string;
}

export interface CountryHelp {
  /** ISO 3166-1. */
  readonly country: string;
  readonly lines: readonly HelpLine[];
  readonly emergency: readonly string[];
  /** ISO date on which a person or a source last confirmed the numbers. */
  readonly lastChecked: string;
  readonly source: string;
}

/** Lists services by country; it needs a connection, so it is never the only way that is offered. */
export const helplineDirectory = { url: "https://findahelpline.com", lastChecked: "2026-11-23" };

/** Reaches help in the whole European Union, and from a mobile phone in most other countries. */
export const emergencyElsewhere = "112";

const line = (name: string, call: readonly string[], note: string, text: HelpLine["text"] = null): HelpLine => ({
  name,
  call,
  text,
  note,
});

const lastChecked = "2026-11-23";

/**
 * Only numbers that a source confirms. 116 123 is reserved for emotional support in the whole EU, but not every state
 * runs it: it stands only where it does.
 */
export const helpLines: readonly CountryHelp[] = [
  {
    country: "AR",
    lines: [
      line("Salud Mental, national line", ["0800-999-0091"], "free, 24 hours"),
      line("CAS, Buenos Aires", ["135"], "in the city and Greater Buenos Aires"),
      line("CAS, rest of the country", ["(011) 5275-1135"], "suicide prevention"),
    ],
    emergency: ["911", "107"],
    lastChecked,
    source: "ospia.org.ar, elonce.com",
  },
  {
    country: "AU",
    lines: [line("Lifeline", ["13 11 14"], "24 hours, also by chat", { number: "0477 13 11 14", word: null })],
    emergency: ["000"],
    lastChecked,
    source: "lifeinmind.org.au",
  },
  {
    country: "AT",
    lines: [line("TelefonSeelsorge", ["142"], "24 hours, free; chat from 16 to 23 h")],
    emergency: ["144", "112"],
    lastChecked,
    source: "ooe.orf.at, katholisch.at",
  },
  {
    country: "CA",
    lines: [
      line("988 Suicide Crisis Helpline", ["988"], "24 hours, free, English and French", { number: "988", word: null }),
    ],
    emergency: ["911"],
    lastChecked,
    source: "988.ca",
  },
  {
    country: "CN",
    lines: [
      line("National mental health line", ["12356"], "in all regions, at least 18 hours a day"),
      line("Beijing", ["010-82951332"], "24 hours, free"),
    ],
    emergency: ["120", "110"],
    lastChecked,
    source: "gs.people.com.cn, chinanews.com",
  },
  {
    country: "DE",
    lines: [line("TelefonSeelsorge", ["0800 1110111", "0800 1110222", "116 123"], "24 hours, free, anonymous")],
    emergency: ["112"],
    lastChecked,
    source: "domradio.de, spektrum.de",
  },
  {
    country: "IN",
    lines: [line("Tele-MANAS", ["14416", "1-800-891-4416"], "24 hours, free, 20 languages")],
    emergency: ["112"],
    lastChecked,
    source: "theshillongtimes.com, lokmattimes.com",
  },
  {
    country: "IE",
    lines: [line("Samaritans", ["116 123"], "24 hours, free")],
    emergency: ["112", "999"],
    lastChecked,
    source: "samaritans.org",
  },
  {
    country: "MX",
    lines: [line("Línea de la Vida", ["800 911 2000"], "24 hours, free")],
    emergency: ["911"],
    lastChecked,
    source: "eluniversal.com.mx, proceso.com.mx",
  },
  {
    country: "ES",
    lines: [
      line("Línea 024", ["024"], "24 hours, free, confidential"),
      line("Teléfono de la Esperanza", ["717 003 717"], "listens in crises"),
    ],
    emergency: ["112"],
    lastChecked,
    source: "rtve.es, ondacero.es",
  },
  {
    country: "CH",
    lines: [line("Die Dargebotene Hand", ["143"], "24 hours, anonymous; German, French, Italian")],
    emergency: ["144", "112"],
    lastChecked,
    source: "bag-blueprint.ch",
  },
  {
    country: "GB",
    lines: [
      line("Samaritans", ["116 123"], "24 hours, free, not on the bill"),
      line("NHS 111, option 2 for mental health", ["111"], "24 hours"),
      line("Shout", [], "24 hours, by text message", { number: "85258", word: "SHOUT" }),
    ],
    emergency: ["999"],
    lastChecked,
    source: "samaritans.org, pendeensurgery.nhs.uk, giveusashout.org",
  },
  {
    country: "US",
    lines: [
      line("988 Suicide & Crisis Lifeline", ["988"], "24 hours, free, confidential; 2 for Spanish", {
        number: "988",
        word: null,
      }),
    ],
    emergency: ["911"],
    lastChecked,
    source: "health.wyo.gov, 988lifeline.org",
  },
];

const oldestDays = 180;

/**
 * What nobody may be told any more without somebody confirming it anew: countries (or the directory's address) that
 * were checked longer ago than half a year. A release must have none; a build warns of them.
 *
 * @param date ISO date
 */
export function outdatedHelp(date: string): readonly string[] {
  const oldest = new Date(Date.parse(date) - oldestDays * 86_400_000).toISOString().slice(0, 10);
  return [...helpLines, { country: helplineDirectory.url, lastChecked: helplineDirectory.lastChecked }]
    .filter(({ lastChecked }) => lastChecked < oldest)
    .map(({ country, lastChecked }) => `${country} (${lastChecked})`);
}

/**
 * The country to show first: that of the first language whose country has lines here, else null. A language that names
 * no country is taken for where most of its speakers are. Nothing is looked up anywhere.
 *
 * @param languages as `navigator.languages` has them
 */
export function countryOfLanguages(languages: readonly string[]): string | null {
  for (const tag of languages) {
    const region = regionOf(tag);
    if (helpLines.some(({ country }) => country === region)) return region;
  }
  return null;
}

/** Some systems name languages in ways of their own ("en-US@posix"): those say nothing here. */
function regionOf(tag: string): string | null {
  try {
    return new Intl.Locale(tag).maximize().region ?? null;
  } catch {
    return null;
  }
}
