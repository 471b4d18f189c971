// The arrows of the house, one rule a room: what a room may import besides itself. test/arrows.test.ts runs them, and
// runs them on a fixture that breaks them, too.

const core = ["base", "audio", "features", "network", "screening", "questionnaires", "records"];

const mayImport = {
  base: [],
  audio: ["base"],
  features: ["base", "audio"],
  network: ["base", "audio", "features"],
  screening: ["base", "audio", "features", "network"],
  questionnaires: ["base"],
  records: ["base", "audio", "features", "network", "screening", "questionnaires"],
  learning: core,
  browser: core,
  ui: core,
  node: [...core, "learning"],
  commands: [...core, "learning", "node"],
};

const arrows = Object.entries(mayImport).map(([room, others]) => ({
  name: `${room}-imports`,
  severity: "error",
  comment: `src/${room} may import ${others.length === 0 ? "no other room" : others.join(", ")}`,
  from: { path: `^src/${room}/` },
  to: { path: "^src/", pathNot: [room, ...others].map((name) => `^src/${name}/`) },
}));

/** Libraries that live in one place only. */
const homes = [
  {
    name: "react",
    library: "(react|react-dom|react-i18next|i18next|@mantine|zustand|recharts|@tabler)",
    rooms: ["ui"],
  },
  { name: "tfjs", library: "@tensorflow/tfjs(-core)?", rooms: ["network", "learning", "browser", "node"] },
  { name: "tfjs-backend", library: "@tensorflow/tfjs-backend-[a-z]+", rooms: ["browser", "node"] },
  { name: "essentia", library: "essentia[.]js", rooms: ["browser", "node"] },
  { name: "decoder", library: "(mediabunny|mpg123-decoder|opus-decoder|@wasm-audio-decoders)", rooms: ["audio"] },
].map(({ name, library, rooms }) => ({
  name: `home-of-${name}`,
  severity: "error",
  comment: `only ${rooms.join(" and ")} may import ${library}`,
  from: { path: "^src/", pathNot: rooms.map((room) => `^src/${room}/`) },
  to: { path: `(^|/)node_modules/${library}/` },
}));

module.exports = {
  forbidden: [
    ...arrows,
    ...homes,
    { name: "no-cycle", severity: "error", from: {}, to: { circular: true } },
    { name: "no-orphan", severity: "error", from: { orphan: true, pathNot: "[.]d[.]ts$" }, to: {} },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // A type that points the wrong way is a wrong arrow, too.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: [".ts", ".tsx", ".js"] },
  },
};
