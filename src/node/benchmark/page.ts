import { readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import * as v from "valibot";
import { build, type PreviewServer, preview } from "vite";
import { measured, type Row } from "./rows.ts";

export const projectDir = fileURLToPath(new URL("../../../", import.meta.url));

/** Builds what `configFile` describes. Quiet, since stdout belongs to the figures. */
export async function buildPage(configFile: string, outDir: string): Promise<void> {
  await build({
    configFile: `${projectDir}${configFile}`,
    build: { outDir: `${projectDir}${outDir}` },
    logLevel: "error",
  });
}

/** Serves what was built, with headers on top of the configuration's own. The caller closes it. */
export async function servePage(
  configFile: string,
  outDir: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server: PreviewServer = await preview({
    configFile: `${projectDir}${configFile}`,
    build: { outDir: `${projectDir}${outDir}` },
    preview: { host: "127.0.0.1", headers: { ...headers } },
    logLevel: "error",
  });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error("vite does not say where it serves the page");
  return { url, close: () => server.close() };
}

const sizeChecks = v.tuple([v.object({ path: v.array(v.string()) })]);

/** What the size check of `npm test` counts, compressed: the built page must lie in dist/. */
export async function sizeRows(): Promise<readonly Row[]> {
  const { default: checks } = (await import(pathToFileURL(`${projectDir}.size-limit.js`).href)) as {
    readonly default: unknown;
  };
  const [{ path: files }] = v.parse(sizeChecks, checks);
  let bytes = 0;
  for (const file of files) bytes += gzipSync(await readFile(`${projectDir}${file}`)).byteLength;
  return [
    measured(
      {
        name: "JavaScript to the first usable screen",
        unit: "kB gzip",
        goal: { kind: "at-most", value: 250 },
        how: "the page's script and what it imports at once, each file compressed",
      },
      [bytes / 1000],
    ),
  ];
}
