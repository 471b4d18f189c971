import { readFileSync } from "node:fs";

// What a visitor downloads before the first screen can be used: the page's script and what it imports at once. The
// network, essentia.js, the decoders and the charts come after it.
const manifest = JSON.parse(readFileSync("dist/.vite/manifest.json", "utf8"));

const needed = new Set();
function need(key) {
  const { file, imports = [] } = manifest[key];
  if (needed.has(file)) return;
  needed.add(file);
  for (const other of imports) need(other);
}
need("index.html");

export default [
  {
    name: "JavaScript to the first usable screen",
    path: [...needed].map((file) => `dist/${file}`),
    limit: "250 kB",
    gzip: true,
  },
];
