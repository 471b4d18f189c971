import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** The plainest of hosts: a folder's files below a path, without any header of ours. Stands for a static web space. */
export async function servePlainly(folder: string, below: string): Promise<{ readonly url: string; close(): void }> {
  const server: Server = createServer((request, response) => {
    void (async () => {
      const path = normalize(decodeURIComponent((request.url ?? "").split("?")[0] ?? ""));
      if (!path.startsWith(below)) return response.writeHead(404).end();
      const file = join(folder, path.endsWith("/") ? "index.html" : path.slice(below.length));
      try {
        const content = await readFile(file);
        response.writeHead(200, { "Content-Type": types[extname(file)] ?? "application/octet-stream" }).end(content);
      } catch {
        response.writeHead(404).end();
      }
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${below}`,
    close: () => server.close(),
  };
}
