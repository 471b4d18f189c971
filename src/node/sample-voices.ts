/** How espeak-ng is to read a text: its voice and the prosody that SSML asks of it. */
export interface SampleScript {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly voice: string;
  /** Words a minute. */
  readonly wordsPerMinute: number;
  /** 0 … 99 of espeak-ng: where the voice lies. */
  readonly pitch: number;
  /** Share of the voice's own pitch range, percent. */
  readonly rangePercent: number;
  /** Between sentences, beyond what the voice makes itself. */
  readonly pauseMs: number;
  /** Sentences, read one after the other. The fable is Aesop's in the words of the IPA's Principles; the rest is ours. */
  readonly sentences: readonly string[];
}

export const sampleScripts: readonly SampleScript[] = [
  {
    id: "reading",
    title: "Reading aloud (synthetic)",
    description: "A female voice reads a fable in English, evenly. Made by espeak-ng; nobody speaks here.",
    voice: "en-us+f2",
    wordsPerMinute: 165,
    pitch: 55,
    rangePercent: 100,
    pauseMs: 250,
    sentences: [
      "The North Wind and the Sun were disputing which was the stronger, when a traveler came along wrapped in a warm cloak.",
      "They agreed that the one who first succeeded in making the traveler take his cloak off should be considered stronger than the other.",
      "Then the North Wind blew as hard as he could, but the more he blew the more closely did the traveler fold his cloak around him; and at last the North Wind gave up the attempt.",
      "Then the Sun shined out warmly, and immediately the traveler took off his cloak.",
      "And so the North Wind was obliged to confess that the Sun was the stronger of the two.",
      "That is the whole story, and I have read it aloud many times.",
      "Each time I notice that the Sun never argues at all: she only shines, and waits until the traveler feels warm.",
      "My grandfather told it differently, with a river and a bridge in it, and in his version the cloak was green.",
      "He said that a story belongs to whoever tells it last, and so tonight it belongs to me.",
    ],
  },
  {
    id: "lively",
    title: "Lively story (synthetic)",
    description: "A male voice tells of a good week in English, fast and with much melody. Made by espeak-ng.",
    voice: "en-gb+m3",
    wordsPerMinute: 200,
    pitch: 62,
    rangePercent: 190,
    pauseMs: 80,
    sentences: [
      "You will not believe what a week this was!",
      "On Monday my sister rang to say that she was moving back to town, and by Tuesday evening the whole kitchen was full of boxes, music, and two very excited dogs.",
      "We painted her new living room yellow, a really bright yellow, and of course the smaller dog walked straight through the tray and all over the stairs!",
      "On Thursday we carried a piano up to the third floor; do not ask me how, but six neighbours came to help, and afterwards everybody stayed for soup.",
      "Then on Saturday we took the early train to the coast, and the water was so cold that nobody dared to go in, until my nephew ran past all of us and jumped!",
      "So in the end we all went swimming, in October, and laughed until it hurt.",
      "On the way home an old man in our carriage took out an accordion, and by the second station the whole train was singing, even the conductor!",
      "I have not slept nearly enough, my shoes are still wet, and I would do every single minute of it again.",
      "Next week we are going to plant apple trees, and I can hardly wait to see what goes wrong this time!",
    ],
  },
  {
    id: "flat",
    title: "Flat and slow (synthetic)",
    description:
      "A male voice speaks of a quiet day in English, slowly, with little melody and long pauses. Made by espeak-ng.",
    voice: "en-us+m1",
    wordsPerMinute: 125,
    pitch: 46,
    rangePercent: 30,
    pauseMs: 700,
    sentences: [
      "I got up at around ten, and it was raining, I think.",
      "I made some coffee and sat by the window for a while, without looking at anything in particular.",
      "There was a letter on the table, but I did not open it.",
      "Later I went down to the shop for bread, and then I came back the same way.",
      "The afternoon was like most afternoons; I read two or three pages and put the book down again.",
      "The light had gone from the yard by then, and the windows across from mine stayed dark.",
      "Somebody called, and I let it ring, because I did not know what to tell them.",
      "In the evening I warmed up what was left from the day before.",
      "That was all, more or less, and then I went to bed.",
    ],
  },
  {
    id: "spanish",
    title: "Reading in Spanish (synthetic)",
    description: "A female voice reads a fable in Spanish. Made by espeak-ng; nobody speaks here.",
    voice: "es+f4",
    wordsPerMinute: 165,
    pitch: 52,
    rangePercent: 110,
    pauseMs: 200,
    sentences: [
      "El viento del norte y el sol discutían quién de los dos era más fuerte.",
      "En eso vieron venir por el camino a un viajero con un abrigo grueso.",
      "Acordaron que ganaría quien lograra primero que el viajero se quitara el abrigo.",
      "El viento sopló con todas sus fuerzas; pero cuanto más soplaba, más se apretaba el viajero el abrigo contra el cuerpo.",
      "Al final, el viento se cansó y dejó de soplar.",
      "Entonces salió el sol y empezó a calentar poco a poco.",
      "El viajero sintió calor, se desabrochó el abrigo y enseguida se lo quitó.",
      "Así el viento tuvo que reconocer que el sol era el más fuerte.",
      "Desde entonces, cuando alguien quiere convencer a otro, en mi casa le preguntan si va a soplar o si va a dar calor.",
      "Casi todos dicen que van a dar calor, y casi todos empiezan a soplar enseguida.",
      "Mi abuela, en cambio, no decía nada: ponía la mesa, servía la sopa y esperaba.",
    ],
  },
  {
    id: "german",
    title: "Calm story in German (synthetic)",
    description: "A male voice tells of a walk in German, calmly. Made by espeak-ng; nobody speaks here.",
    voice: "de+m7",
    wordsPerMinute: 155,
    pitch: 45,
    rangePercent: 90,
    pauseMs: 250,
    sentences: [
      "Am Sonntag sind wir früh aufgestanden und mit dem ersten Zug in die Berge gefahren.",
      "Unten im Tal lag noch Nebel, aber schon nach einer halben Stunde stand die Sonne über dem Wald.",
      "Der Weg führt erst an einem Bach entlang und dann über eine Wiese, auf der im Herbst die Kühe stehen.",
      "Wir haben unterwegs Pilze gefunden, doch niemand war sich sicher, ob man sie essen kann, und so blieben sie stehen.",
      "Oben gibt es eine kleine Hütte, in der eine alte Frau Suppe und Apfelkuchen verkauft.",
      "Sie hat uns erzählt, dass sie seit vierzig Jahren jeden Morgen selbst hinaufgeht und noch nie zwei gleiche Tage gesehen hat.",
      "Am Nachmittag sind wir langsam wieder hinuntergegangen, müde und zufrieden.",
      "Im Zug nach Hause haben dann alle geschlafen, nur ich habe aus dem Fenster geschaut und an die Frau mit der Suppe gedacht.",
    ],
  },
  {
    id: "too-short",
    title: "Eight seconds (synthetic)",
    description: "Too little speech for a depression estimate: shows what the page says then. Made by espeak-ng.",
    voice: "en-us+f2",
    wordsPerMinute: 165,
    pitch: 55,
    rangePercent: 100,
    pauseMs: 250,
    sentences: [
      "Hello, and thank you for listening.",
      "These are only a few seconds of speech, and that is too little to say how somebody feels.",
    ],
  },
];
